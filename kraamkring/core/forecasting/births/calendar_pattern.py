"""What a day is like: its weekday, its season, a holiday or beside one. One row a day, one column an effect.

Births that are planned keep to working days; those that are not come on every day. So a holiday counts on a working
day, and hardly on a Sunday; a Friday after one is half a holiday.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ...kernel.moments import DAY
from ...kernel.working_days import SATURDAY, Holidays, easter
from .card import BirthsCard
from .numbers import Real

WEEKDAYS = 7
FRIDAY, MONDAY = 4, 0
YEAR_DAYS = 365.25
WAVES = 20  # of the year; what they can do is held by their prior
WEEKEND_WAVES = 2  # the season of a weekend may differ a little: fewer of its births are planned

# Precisions of what is believed beforehand (no effect): a usual effect is 1 / sqrt(precision), in the logarithm.
FREE = 1e-6
OF_A_WEEKDAY = 1.0
OF_A_WAVE = 2000.0  # times its square: slow waves are large, quick ones small
OF_A_DAY = 100.0
OF_ONE_HOLIDAY = 300.0  # how it differs from holidays in general


@dataclass(frozen=True)
class Pattern:
    """rows: a day each, from first on. precision: of what is believed of each effect before a birth was counted."""

    first: date
    names: tuple[str, ...]
    rows: Real
    precision: Real


def pattern_of(days: Sequence[date], holidays: Holidays, card: BirthsCard) -> Pattern:
    """The effects that each of these days can have."""
    columns: dict[str, tuple[Real, float]] = {}
    weekday = np.array([day.weekday() for day in days])
    angle = 2 * np.pi * np.array([day.timetuple().tm_yday for day in days]) / YEAR_DAYS
    columns["every day"] = (np.ones(len(days)), FREE)
    for at in range(WEEKDAYS):
        columns[f"weekday {at}"] = ((weekday == at).astype(float), OF_A_WEEKDAY)
    weekend = (weekday >= SATURDAY).astype(float)
    for wave in range(1, WAVES + 1):
        for name, curve in (("cos", np.cos), ("sin", np.sin)):
            columns[f"{name} {wave}"] = (curve(wave * angle), OF_A_WAVE * wave**2)
            if wave <= WEEKEND_WAVES:
                columns[f"weekend {name} {wave}"] = (curve(wave * angle) * weekend, OF_A_WAVE * wave**2)
    for at, day in enumerate(days):
        for name, precision in _effects(day, holidays, card):
            column, _ = columns.setdefault(name, (np.zeros(len(days)), precision))
            column[at] = 1.0
    return Pattern(
        days[0],
        tuple(columns),
        np.column_stack([column for column, _ in columns.values()]),
        np.array([precision for _, precision in columns.values()]),
    )


def _effects(day: date, holidays: Holidays, card: BirthsCard) -> list[tuple[str, float]]:
    """The effects of one day beside weekday and season, with their precision."""
    of_year, free = f"{day:%m-%d}", day.weekday() >= SATURDAY
    if holidays.holds(day):
        if free:
            return [("holiday in a weekend", OF_A_DAY)]
        one = of_year if of_year in holidays.fixed else f"Easter {(day - easter(day.year)).days:+d}"
        return [("holiday", OF_A_DAY), (f"holiday {one}", OF_ONE_HOLIDAY)]
    if free:
        return [("special in a weekend", OF_A_DAY)] if of_year in card.on_weekends else []
    found = [of_year] if of_year in card.days else []
    found += [each.name for each in card.stretches if each.first <= of_year <= each.last]
    if holidays.holds(day - DAY):
        found.append("Friday after a holiday" if day.weekday() == FRIDAY else "day after a holiday")
    if holidays.holds(day + DAY):
        found.append("Monday before a holiday" if day.weekday() == MONDAY else "day before a holiday")
    return [(name, OF_A_DAY) for name in found]
