"""Two values that cannot be true together: an upper blood pressure that is not above the lower one."""

from __future__ import annotations

from collections.abc import Iterable

from ..kernel.errors import ImpossibleFact
from ..kernel.moments import HOUR
from .judging import Observation

SYSTOLIC, DIASTOLIC = "systolic_mmhg", "diastolic_mmhg"


def check_pair(seen: Observation, others: Iterable[Observation], hours: float) -> None:
    """Nothing, if no other value of the same hours speaks against it. Raises ImpossibleFact on the field of what was
    seen. hours: within which two values are one set."""
    other = {SYSTOLIC: DIASTOLIC, DIASTOLIC: SYSTOLIC}.get(seen.what)
    near = [
        each
        for each in others
        if each.what == other and each.who == seen.who and abs(each.at - seen.at) / HOUR <= hours
    ]
    if not near:
        return
    nearest = min(near, key=lambda each: abs(each.at - seen.at))
    upper, lower = (seen, nearest) if seen.what == SYSTOLIC else (nearest, seen)
    if float(upper.value) <= float(lower.value):
        raise ImpossibleFact(
            seen.what,
            "the upper blood pressure is not above the lower one",
            "Check whether the two were exchanged",
        )
