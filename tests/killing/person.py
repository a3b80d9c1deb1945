"""One person at work: she opens a page, fills in the form, and sends it again until she sees that it was taken."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from .acts import ACTS, Act
from .browser import Answer, Browser, Fields, Form, NoAnswer, WrongPage, form_in
from .seeding import PASSWORD

PATIENCE_S = 240  # until a household that was killed answers again
PAUSE_S = 0.2
GIVES_UP = 0.3  # how often she leaves it after the house gave no answer
LINE_BREAKS = (
    0.12  # how often her own line breaks after she sent it; she sends it again at once, and both may be done
)
TAKEN, ASKED_BACK, BROKEN = (302, 303), 200, (500, 502, 503, 504)


@dataclass
class Done:
    """An act and what became of it. lost: answers that did not come. broke: by her own line. left: she gave up without
    knowing."""

    id: str
    act: str
    family: str
    by: str
    said: tuple[str, ...]
    sent: int = 0
    lost: int = 0
    broke: int = 0
    taken: bool = False
    left: bool = False
    wrong: str = ""


@dataclass
class Sending:
    """How many forms are under way, for the one who kills. usual_s: how long one takes here and now."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    under_way: int = 0
    usual_s: float = 0.1
    begun: int = 0

    def begin(self) -> float:
        with self.changed:
            self.under_way += 1
            self.begun += 1
            self.changed.notify_all()
        return time.monotonic()

    def end(self, began: float) -> None:
        with self.changed:
            self.under_way -= 1
            taken = min(time.monotonic() - began, 2.0)
            self.usual_s += (taken - self.usual_s) / 10

    def wait_for_next(self, patience_s: float) -> None:
        """Returns when the next form was sent."""
        with self.changed:
            seen = self.begun
            self.changed.wait_for(lambda: self.begun > seen, patience_s)


class Person(threading.Thread):
    """She acts on her own families until she is told to stop; the last act is brought to its end."""

    def __init__(
        self,
        *,
        email: str,
        port: int,
        families: dict[str, list[str]],
        random: Random,
        clock: Callable[[], datetime],
        sending: Sending,
        stop: threading.Event,
    ) -> None:
        super().__init__(name=email, daemon=True)
        self.email, self.families, self.random = email, families, random
        self.clock, self.sending, self.stop = clock, sending, stop
        self.browser = Browser(port)
        self.done: list[Done] = []
        self.did: set[tuple[str, str]] = set()
        self.failed: BaseException | None = None

    def sign_in(self) -> None:
        form = self.browser.form("/account/login/", ["login", "password"])
        answer = self.browser.send(form, form.filled({"login": self.email, "password": PASSWORD}))
        assert answer.status in TAKEN, f"sign-in of {self.email}: {answer.status}"

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                if not self.does_something():
                    return
                self.stop.wait(self.random.uniform(0, PAUSE_S))
        except BaseException as error:  # noqa: BLE001 (told to the test, which fails with it)
            self.failed = error

    def does_something(self) -> bool:
        """One act of those that are left for one of her families; False if there is none."""
        left = [(act, family) for act in ACTS for family in self._free_for(act)]
        if not left:
            return False
        weights = [act.weight / max(len(self._free_for(act)), 1) for act, _family in left]
        act, family = self.random.choices(left, weights)[0]
        self.does(act, family)
        return True

    def _free_for(self, act: Act) -> list[str]:
        families = self.families.get(act.stage, [])
        return [one for one in families if not act.once or (act.name, one) not in self.did]

    def does(self, act: Act, family: str, twice: bool = False) -> Done:
        """The act, from opening the page to the answer. twice: she sends it once more after that, as a browser does
        that goes back and forth."""
        given, said = act.answers(self.random, self.clock())
        form = self._opened(act.page.format(family=family), ["id", *given])
        fields = form.filled(given)
        done = Done(fields["id"][0], act.name, family, self.email, said)
        self.done.append(done)
        self.did.add((act.name, family))
        question = self._sent_until_taken(form, fields, done)
        if question and act.confirm:
            sure = form_in(question, form.action, ["id", act.confirm])
            form, fields = sure, sure.filled({act.confirm: "1"})
            question = self._sent_until_taken(form, fields, done)
        if question:
            done.wrong = "she was asked something that nobody expected"
        if twice and done.taken:
            self._sent_until_taken(form, fields, done)
        return done

    def _opened(self, page: str, asked: list[str]) -> Form:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self.browser.form(page, asked)
            except (NoAnswer, WrongPage) as error:
                gone = isinstance(error, NoAnswer) or error.status in BROKEN
                if not gone or time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE_S)

    def _sent_until_taken(self, form: Form, fields: Fields, done: Done) -> str:
        """Empty once it was taken, or given up; the page, if she is asked whether she is sure."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            broke = done.broke
            answer = self._sent(form, fields, done)
            if answer and answer.status in TAKEN:
                done.taken = True
                return ""
            if answer and answer.status == ASKED_BACK:
                return answer.text
            if answer and answer.status not in BROKEN:
                done.wrong = f"answer {answer.status} at attempt {done.sent}: {_told(answer)}"
                return ""
            if done.lost > done.broke and self.random.random() < GIVES_UP:
                done.left = True
                return ""
            if time.monotonic() > deadline:
                done.wrong = f"no answer in {PATIENCE_S} s, {done.sent} attempts"
                return ""
            if done.broke == broke:
                time.sleep(PAUSE_S)

    def _sent(self, form: Form, fields: Fields, done: Done) -> Answer | None:
        done.sent += 1
        breaks = self.random.random() < LINE_BREAKS
        hangs_up = self.random.uniform(0, 2 * self.sending.usual_s) if breaks else None
        began = self.sending.begin()
        try:
            return self.browser.send(form, fields, hangs_up)
        except NoAnswer as nothing:
            if not nothing.was_closed:
                done.lost += 1
                done.broke += breaks
            return None
        finally:
            self.sending.end(began)

    def told(self) -> list[dict[str, Any]]:
        return [asdict(one) for one in self.done]


def _told(answer: Answer) -> str:
    """What a page says is wrong, without the page."""
    text = answer.text
    start = text.find("errors")
    return " ".join(text[max(start, 0) :][:600].split())
