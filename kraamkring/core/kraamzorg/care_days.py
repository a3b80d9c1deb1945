"""On which days a family has maternity care, and how many hours on each: what is certain, and what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .days import even

WHOLE_HOUR = 1.0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """What the days follow from. hours: in all, days: over how many, as indicated or as a person said. due_on, born_on,
    home_on: as far as each is known; at_home: born at home. stays_days: how long she is
    expected to stay in hospital. over: nobody is to be cared for as it was asked."""

    hours: float
    days: int
    due_on: date
    born_on: date | None = None
    home_on: date | None = None
    at_home: bool = False
    stays_days: int = 0
    over: bool = False


@dataclass(frozen=True)
class CareDayDue:
    """A day of care. expected: it rests on something that has not happened yet."""

    day: date
    hours: int
    expected: bool


def care_days(known: Known, most_hours_a_day: int) -> tuple[CareDayDue, ...]:
    """One day after another from the day she is at home; the same facts always give the same days.

    The first days get the hours that do not divide. Before the birth she is expected home after it, and before she went
    home likewise: such days are expected, and promised to nobody.
    """
    if known.over or known.hours <= 0 or known.days <= 0:
        return ()
    first, expected = _first(known)
    shares = even(known.hours, known.days, WHOLE_HOUR, most_hours_a_day)
    return tuple(
        CareDayDue(first + number * DAY, int(share), expected)
        for number, share in enumerate(shares)
        if share >= WHOLE_HOUR
    )


def _first(known: Known) -> tuple[date, bool]:
    if known.home_on is not None:
        return known.home_on, False
    if known.born_on is not None and known.at_home:
        return known.born_on, False
    stays = timedelta(days=0 if known.at_home else known.stays_days)
    return (known.born_on or known.due_on) + stays, True
