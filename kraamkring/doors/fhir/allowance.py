"""How often one key may ask: a bucket that fills evenly, in the memory of the process.

It is there against a program that runs wild, not against guessing (a key has 256 bits). So each process counts for
itself: a count that all of them share would be a write for every read.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from math import ceil
from threading import Lock
from uuid import UUID

from django.conf import settings

MOST_KEYS = 10_000  # that are remembered; who comes back after so many others finds a full bucket
PER = 60.0  # seconds in which a bucket fills


class TooOften(Exception):
    """This key asked too often. seconds: after which it may ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("this key asks too often")
        self.seconds = seconds


class Allowance:
    """What is left to each key."""

    def __init__(self) -> None:
        self.left: OrderedDict[UUID, tuple[float, float]] = OrderedDict()
        self.lock = Lock()

    def spend(self, key: UUID, at: float, most: int, cost: int = 1) -> int:
        """0 if this key may ask at that moment (of a clock that only goes forward), and the seconds that it waits
        otherwise. What costs more than a full bucket holds needs a full one."""
        with self.lock:
            had, when = self.left.pop(key, (float(most), at))
            has = min(float(most), had + (at - when) * most / PER)
            wanted = min(cost, most)
            waits = 0 if has >= wanted else max(1, ceil((wanted - has) * PER / most))
            self.left[key] = (has if waits else has - wanted, at)
            while len(self.left) > MOST_KEYS:
                self.left.popitem(last=False)
            return waits


_allowance = Allowance()


def spend(key: UUID | None, cost: int = 1) -> None:
    """Counts one request, or so many entries. Raises TooOften."""
    most = settings.FHIR_REQUESTS_PER_MINUTE
    if key is None or not most:
        return
    seconds = _allowance.spend(key, time.monotonic(), most, cost)
    if seconds:
        raise TooOften(seconds)
