"""Births as they come: how many on a day, where, when, how, and how long mother and child stay. Pure: the same seed and
day give the same births, whatever was asked before.

What stands in real numbers follows them: the weekday, the month and the holiday (Statbel, every day of 2008-2013), the
municipality (infants aged 0), the week (NCHS), caesareans, births at home and the mean stay (KCE 232As). The constants
here without a source are our choice.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random
from statistics import fmean
from typing import NamedTuple

from kraamkring.core.facts.model import Mode
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.packs.loading import public_holidays

from .places import DATA, Municipality

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERM = 280  # days from the last period to the due date

CAESAREAN, INSTRUMENTAL = 0.2036, 0.10  # of deliveries, KCE 232As (Belgium 2011; Flanders)
AT_HOME = 0.012  # the rest of KCE 232As's 98.8 % in hospital
MEAN_STAY_DAYS = 4.1  # KCE 232As, 2011

# our choice, so that the mean is KCE's 4.1: nights in hospital, and how often
SHORT = 0.12  # of hospital births: home within 72 hours
NIGHTS_SHORT = {1: 15, 2: 85}
NIGHTS_CLASSIC = {3: 22, 4: 45, 5: 28, 6: 5}
NIGHTS_CAESAREAN = {4: 20, 5: 45, 6: 30, 7: 5}
TWINS = 0.017  # of deliveries; our choice
GOING_HOME = (10, 16)  # hours between which people leave; our choice
OFFICE = (8, 17)  # hours between which what was planned happens; our choice
COMMONEST = (38, 41)  # weeks in which a home birth may happen; our choice


class Rhythm(NamedTuple):
    """How births spread over the year. a_day: the mean of all days; the others are factors beside it. planned: of the
    births of a weekday, how many would not be there on a weekend: they were planned, and come by day."""

    a_day: float
    weekday: tuple[float, ...]
    month: tuple[float, ...]
    holiday: float
    planned: float

    def on(self, day: date) -> float:
        """The births to be expected in the country on that day."""
        of_the_week = self.weekday[day.weekday()]
        if public_holidays("be").holds(day):
            of_the_week = min(of_the_week, self.holiday)
        return self.a_day * of_the_week * self.month[day.month - 1]


class Delivery(NamedTuple):
    """One delivery as it will have been. gestation_days: at birth. nights: in hospital, 0 after a home birth.
    went_home_at: None after a home birth."""

    name: str  # the same for the same seed and day
    born_at: tuple[datetime, ...]
    municipality: Municipality
    gestation_days: int
    mode: Mode
    at_home: bool
    nights: int
    went_home_at: datetime | None

    @property
    def due_on(self) -> date:
        """The due date that fits."""
        return self.born_at[0].date() + timedelta(days=TERM - self.gestation_days)


@lru_cache(maxsize=1)
def counted() -> dict[date, int]:
    """The births of Belgium on every day of 2008-2013 (Statbel)."""
    found = {}
    with (DATA / "births_by_day.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first = date.fromisoformat(f"{row['month']}-01")
            for number, births in enumerate(row["births_each_day"].split()):
                found[first + number * DAY] = int(births)
    return found


@lru_cache(maxsize=1)
def rhythm() -> Rhythm:
    """What those days say."""
    days = counted()
    mean = fmean(days.values())
    ordinary: dict[int, list[int]] = defaultdict(list)
    months: dict[int, list[float]] = defaultdict(list)
    holidays = []
    for day, births in days.items():
        if not public_holidays("be").holds(day):
            ordinary[day.weekday()].append(births)
        elif day.weekday() < 5:
            holidays.append(births)
    weekday = tuple(fmean(ordinary[number]) / mean for number in range(7))
    holiday = fmean(holidays) / mean
    for day, births in days.items():
        expected = (
            min(weekday[day.weekday()], holiday)
            if public_holidays("be").holds(day)
            else weekday[day.weekday()]
        )
        months[day.month].append(births / (mean * expected))
    month = tuple(fmean(months[number]) for number in range(1, 13))
    return Rhythm(mean, weekday, month, holiday, 1 - fmean(weekday[5:]) / fmean(weekday[:5]))


def births_of(
    day: date, *, area: Sequence[Municipality], everybody: int, share: float, seed: int
) -> list[Delivery]:
    """The deliveries of a local day among these municipalities. everybody: the infants of the whole country; share: of
    all births in the area, how many are grown."""
    chance = Random(f"{seed}/{day.isoformat()}/{len(area)}/{share:.6f}")  # noqa: S311 (not a secret)
    weights = list(accumulate(place.infants for place in area))
    expected = rhythm().on(day) * weights[-1] / everybody * share / (1 + TWINS)
    return [
        _delivery(f"{day.isoformat()}/{number}", day, area, weights, chance)
        for number in range(_drawn(expected, chance))
    ]


def _drawn(expected: float, chance: Random) -> int:
    """A number of independent events (Poisson; for many, its normal neighbour)."""
    if expected > 30:
        return max(0, round(chance.gauss(expected, expected**0.5)))
    number, left = -1, expected
    while left >= 0:
        left -= chance.expovariate(1)
        number += 1
    return number


def _delivery(
    name: str, day: date, area: Sequence[Municipality], weights: Sequence[int], chance: Random
) -> Delivery:
    place = chance.choices(area, cum_weights=weights)[0]
    weeks, so_far = _weeks()
    planned = (
        day.weekday() < 5 and not public_holidays("be").holds(day) and chance.random() < rhythm().planned
    )
    early, late = OFFICE if planned else (0, 24)
    born_at = _at(day, early, chance.random() * (late - early))
    mode: Mode = chance.choices(
        ("caesarean", "instrumental", "vaginal"), (CAESAREAN, INSTRUMENTAL, 1 - CAESAREAN - INSTRUMENTAL)
    )[0]
    gestation_days = chance.choices(weeks, cum_weights=so_far)[0] * 7 + chance.randrange(7)
    twins = chance.random() < TWINS
    ordinary = mode == "vaginal" and not twins and COMMONEST[0] <= gestation_days // 7 <= COMMONEST[1]
    at_home = ordinary and not planned and chance.random() < AT_HOME / _share_ordinary()
    nights = 0 if at_home else _nights(mode, chance)
    home = _at(day + nights * DAY, GOING_HOME[0], chance.random() * (GOING_HOME[1] - GOING_HOME[0]))
    births = (born_at, born_at + timedelta(minutes=chance.randint(4, 25))) if twins else (born_at,)
    return Delivery(name, births, place, gestation_days, mode, at_home, nights, None if at_home else home)


def _nights(mode: Mode, chance: Random) -> int:
    if mode == "caesarean":
        nights = NIGHTS_CAESAREAN
    else:
        nights = NIGHTS_SHORT if chance.random() < SHORT / (1 - CAESAREAN) else NIGHTS_CLASSIC
    return chance.choices(list(nights), list(nights.values()))[0]


def _at(day: date, hour: int, hours: float) -> datetime:
    """A moment of a local day; in an hour that the clock skips, the one after."""
    minutes = int((hour + hours) * 60)
    there = datetime(day.year, day.month, day.day, tzinfo=BRUSSELS) + timedelta(minutes=minutes)
    return datetime.fromtimestamp(there.timestamp(), BRUSSELS).replace(second=0)


@lru_cache(maxsize=1)
def _weeks() -> tuple[list[int], list[int]]:
    """The weeks of gestation, and the births up to each."""
    with (DATA / "gestation_weeks.csv").open(encoding="utf-8", newline="") as file:
        rows = [(int(row["weeks"]), int(row["births"])) for row in csv.DictReader(file)]
    return [week for week, _ in rows], list(accumulate(births for _, births in rows))


@lru_cache(maxsize=1)
def _share_ordinary() -> float:
    """Of all deliveries, those that may happen at home."""
    before = dict(zip(*_weeks(), strict=True))
    of_the_weeks = (before[COMMONEST[1]] - before[COMMONEST[0] - 1]) / before[max(before)]
    of_the_days = 1 - rhythm().planned * sum(rhythm().weekday[:5]) / 7
    return (1 - CAESAREAN - INSTRUMENTAL) * (1 - TWINS) * of_the_weeks * of_the_days
