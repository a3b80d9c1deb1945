"""The one who kills: web server, worker or PostgreSQL, at seeded moments that mostly fall into something going on."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from .house import POSTGRESQL, WORKERS, House, wait_until
from .person import Sending

OF_TEN = ["web"] * 4 + [WORKERS[0]] * 3 + [WORKERS[1]] + [POSTGRESQL] * 2
SOON = 1.3  # of the time that a form takes; a letter goes a little later
ANY_S = 1.0
IN_A_FLOW = 0.8  # how often the moment follows something that was just begun
A_LETTER_S = 6  # how long a killer of workers waits for a letter that is in hand


@dataclass
class Killer:
    """killed: how often what. amid: how often while a form was under way, or a letter in hand."""

    house: House
    sending: Sending
    random: Random
    next: list[str] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    amid: Counter[str] = field(default_factory=Counter)

    def kill_once(self) -> None:
        """One kill, and the start after it."""
        self.next = self.next or self.random.sample(OF_TEN, len(OF_TEN))
        victim = self.next.pop()
        self._wait_for_a_moment(victim)
        self.amid["form"] += self.sending.under_way > 0
        self.amid["letter"] += self._in_hand() > 0
        self.house.kill(victim)
        self.killed[victim.partition(" ")[0]] += 1
        self.house.start(victim)
        for door in self.house.running:
            self.house.ready(door)

    def _wait_for_a_moment(self, victim: str) -> None:
        if self.random.random() >= IN_A_FLOW:
            time.sleep(self.random.uniform(0, ANY_S))
        elif victim in WORKERS and self.random.random() < 0.6:
            self._wait_for_a_letter()
        else:
            self.sending.wait_for_next(patience_s=30)
            later = 2 if victim in WORKERS else 1
            time.sleep(self.random.uniform(0, SOON * later * self.sending.usual_s))

    def _wait_for_a_letter(self) -> None:
        """Until the mail server has a letter in hand and has not said so; not for ever, workers start slowly."""
        deadline = time.monotonic() + A_LETTER_S
        wait_until(lambda: self._in_hand() > 0 or time.monotonic() > deadline, "a letter comes")

    def _in_hand(self) -> int:
        came = Counter(line["what"] for line in self.house.letters_so_far())
        return came["in hand"] - came["taken"]
