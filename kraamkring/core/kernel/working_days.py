"""Working days: neither Saturday nor Sunday, nor a public holiday of the country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .moments import DAY

SATURDAY = 5  # date.weekday() of the first day of the weekend


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of a country. fixed: days of every year, `12-25`. from_easter: days after Easter Sunday."""

    fixed: frozenset[str] = frozenset()
    from_easter: frozenset[int] = frozenset()

    def holds(self, day: date) -> bool:
        """True on a public holiday."""
        return f"{day:%m-%d}" in self.fixed or (day - easter(day.year)).days in self.from_easter


NO_HOLIDAYS = Holidays()


def is_working_day(day: date, holidays: Holidays) -> bool:
    """True on Monday to Friday, but for public holidays."""
    return day.weekday() < SATURDAY and not holidays.holds(day)


def working_day_from(day: date, holidays: Holidays) -> date:
    """The day itself if it is a working day, else the next one."""
    return next(each for each in _days_from(day) if is_working_day(each, holidays))


def holding_working_days(start: date, end: date, least: int, holidays: Holidays) -> date:
    """The last day of a term that begins the day after `start`: `end`, or later, until it holds so many working days
    and ends on one."""
    held = sum(is_working_day(start + timedelta(days=n), holidays) for n in range(1, (end - start).days))
    for day in _days_from(end):
        if is_working_day(day, holidays):
            held += 1
            if held >= least:
                return day
    raise AssertionError  # there is always another working day


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += DAY


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
