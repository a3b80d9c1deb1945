"""When rest before birth may begin, and how long a newborn stayed in hospital without a break."""

from __future__ import annotations

from datetime import date, timedelta

from ..kernel.errors import ImpossibleFact
from .case import MaternityRestCase


def chosen_start(case: MaternityRestCase, window: tuple[date, date]) -> date:
    """The first day of rest before the birth. Raises ImpossibleFact if it lies outside the window."""
    chosen = case.leave_from
    if case.weeks_before is not None:
        chosen = case.due_on - timedelta(weeks=case.weeks_before)
    if chosen is not None and not window[0] <= chosen <= window[1]:
        raise ImpossibleFact(
            "leave_from" if case.leave_from else "weeks_before", "rest cannot begin then",
            "Choose a day from %(first)s to %(last)s",
            first=f"{window[0]:%d-%m-%Y}", last=f"{window[1]:%d-%m-%Y}",
        )  # fmt: skip
    return chosen or window[0]


def unbroken_from_birth(case: MaternityRestCase, stayed: list[date]) -> int:
    """Days in hospital that follow the birth without a break. A stay that begins later does not count."""
    count = 0
    for day in stayed:
        if (day - case.counted_birth).days != count + 1:
            break
        count += 1
    return count
