"""How sure a forecast may be: as sure as it would have been right, had it been made again and again in the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .calendar_pattern import WEEKDAYS, Pattern
from .counts import WIDEST, rank
from .fitting import expected, fitted
from .numbers import Flags, Real, Whole

LEAST_HISTORY_DAYS = 56
EVERY_DAYS = 28  # a forecast is made again so often
MOST_ORIGINS = 48
TRUSTED_DAYS = 500.0  # as many days tried weigh as much as what the distribution says by itself


@dataclass(frozen=True)
class Calibration:
    """dispersion: scatter of a day beyond chance; drift: the part of it that days have in common. ranks: where births
    lay among their chances; tried: on so many days."""

    dispersion: float
    drift: float
    ranks: Real
    tried: int
    origins: int

    def level(self, wanted: float) -> float:
        """The level to ask of the distribution so that an interval holds as often as wanted; both sides alike.

        That past forecasts were too high on the whole says nothing of the next: the level is followed elsewhere.
        """
        if not self.tried:
            return wanted
        trust = self.tried / (self.tried + TRUSTED_DAYS)
        below, above = np.quantile(self.ranks, wanted), 1 - np.quantile(self.ranks, 1 - wanted)
        return float((1 - trust) * wanted + trust * (below + above) / 2)


def calibrated(pattern: Pattern, births: Real, known: Flags, horizon: int) -> Calibration:
    """From forecasts made in the past with what was known then, each over the same number of days."""
    seen, means, days = len(births), [], []
    origins = list(range(max(seen // 2, LEAST_HISTORY_DAYS), seen - EVERY_DAYS + 1, EVERY_DAYS))[
        -MOST_ORIGINS:
    ]
    start = None
    for origin in origins:
        if not known[:origin].any():
            continue
        start = fitted(pattern, births[:origin], known[:origin], start)
        until = min(origin + horizon, seen)
        means.append(expected(pattern, start, births[:origin], known[:origin], until))
        days.append(np.arange(origin, until))
    if not means:
        return Calibration(0.0, 0.0, np.array([]), 0, 0)
    mean, day = np.concatenate(means), np.concatenate(days)
    mean, day = mean[known[day]], day[known[day]]
    if not len(day):
        return Calibration(0.0, 0.0, np.array([]), 0, 0)
    born = births[day]
    dispersion = min(max(float(((born - mean) ** 2 - mean).sum() / (mean**2).sum()), 0.0), WIDEST)
    ranks = [rank(count, middle, dispersion) for count, middle in zip(born, mean, strict=True)]
    return Calibration(
        dispersion,
        _drift(days, means, births, known, dispersion),
        np.sort(ranks),
        len(set(day.tolist())),
        len(means),
    )


def _drift(days: list[Whole], means: list[Real], births: Real, known: Flags, dispersion: float) -> float:
    """The part of the dispersion that days of a week have in common: weeks scatter more than seven single days do."""
    beyond, squares = 0.0, 0.0
    for day, mean in zip(days, means, strict=True):
        for at in range(0, len(day) - WEEKDAYS + 1, WEEKDAYS):
            week = slice(at, at + WEEKDAYS)
            if known[day[week]].all():
                middle, born = mean[week].sum(), births[day[week]].sum()
                beyond += float((born - middle) ** 2 - middle)
                squares += float(middle**2)
    common = (WEEKDAYS * beyond / squares - dispersion) / (WEEKDAYS - 1) if squares else 0.0
    return min(max(common, 0.0), dispersion)
