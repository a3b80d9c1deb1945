"""Births to come, day by day, with intervals that are right as often as they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ...kernel.moments import DAY
from ...kernel.working_days import Holidays
from ...planning.pool.expecting import GestationTable
from .calendar_pattern import WEEKDAYS, pattern_of
from .calibrating import EVERY_DAYS, Calibration, calibrated
from .card import BirthsCard
from .counts import WIDEST, least, median, most
from .due_dates import DueDates, OfRegistered, expected_of
from .fitting import LEVEL_HALF_LIFE_DAYS, expected, fitted, weights
from .history import History
from .numbers import Real

LEVELS = {"low_95": 0.025, "low_80": 0.1, "median": 0.5, "high_80": 0.9, "high_95": 0.975}
WEEKS_FOR_SHARE = 4  # over how many weeks the share of registered women is judged
AROUND = 3  # a weekday against the three days before and after


@dataclass(frozen=True)
class DayAhead:
    """One day of one area (all: the area ''). Intervals hold both their ends."""

    day: date
    expected: float
    registered: float
    planned: float
    from_history: float
    intervals: Mapping[str, int]


@dataclass(frozen=True)
class Forecast:
    """areas: days by area; '' is all together. share_registered: which part of births was taken to be registered."""

    areas: Mapping[str, tuple[DayAhead, ...]]
    calibration: Calibration
    share_registered: float


def forecast_births(
    history: History,
    due: DueDates,
    *,
    start: date,
    days: int,
    holidays: Holidays,
    card: BirthsCard,
    tables: Mapping[bool | None, GestationTable],
) -> Forecast:
    """The days from start on (not before the history ends)."""
    seen, skipped = len(history.births), (start - history.day_after).days
    until = seen + skipped + days
    pattern = pattern_of([history.first + timedelta(days=at) for at in range(until)], holidays, card)
    calibration = calibrated(pattern, history.births, history.known, max(skipped + days, EVERY_DAYS))
    effects = fitted(pattern, history.births, history.known)
    usual = expected(pattern, effects, history.births, history.known, until)[skipped:]
    women = expected_of(due, tables, start, days)
    pulled = np.ones(days) if due.plans_known else _pull(pattern.rows[:until] @ effects)[-days:]
    everybody = _together(women, days, pulled)
    share = _share(due, everybody, usual)
    areas = {"": _days(start, usual * (1 - share), everybody, calibration, calibrate=True)}
    for area, part in _parts(history).items():
        hers = _together({area: women[area]} if area in women else {}, days, pulled)
        areas[area] = _days(start, usual * part * (1 - share), hers, calibration, calibrate=False)
    return Forecast(areas, calibration, share)


def _pull(logs: Real) -> Real:
    """Each day against those around it: how strongly plans and weekends draw births to it."""
    means = np.exp(logs)
    padded = np.pad(means, AROUND, mode="edge")
    around = np.convolve(padded, np.ones(2 * AROUND + 1) / (2 * AROUND + 1), mode="valid")
    found: Real = means / around
    return found


def _together(women: Mapping[str, OfRegistered], days: int, pulled: Real) -> OfRegistered:
    total = OfRegistered(np.zeros(days), np.zeros(days), np.zeros(days))
    for each in women.values():
        for into, part in zip(total, each, strict=True):
            into += part
    return total._replace(unplanned=total.unplanned * pulled)


def _share(due: DueDates, women: OfRegistered, usual: Real) -> float:
    if due.share_registered is not None:
        return due.share_registered
    first = slice(0, WEEKS_FOR_SHARE * WEEKDAYS)
    return min(float((women.unplanned + women.sure)[first].sum() / usual[first].sum()), 1.0)


def _parts(history: History) -> dict[str, float]:
    """Which part of all births is of each area, of late; no area is written off for want of a birth."""
    weight = weights(history.known, LEVEL_HALF_LIFE_DAYS * WEEKS_FOR_SHARE)
    sums = {area: float((weight * births).sum()) + 1 / 2 for area, births in history.areas.items()}
    whole = sum(sums.values())
    return {area: each / whole for area, each in sorted(sums.items())}


def _days(
    start: date, rest: Real, women: OfRegistered, calibration: Calibration, *, calibrate: bool
) -> tuple[DayAhead, ...]:
    levels = {name: calibration.level(level) if calibrate else level for name, level in LEVELS.items()}
    found = []
    for at, from_history in enumerate(rest):
        planned, open_ = float(women.sure[at]), float(women.open[at])
        registered = float(women.unplanned[at]) + planned
        mean = float(from_history) + registered
        loose = mean - planned
        beyond = calibration.dispersion * loose**2 + open_ - planned
        scatter = min(max(beyond / mean**2, 0.0), WIDEST) if mean > 0 else 0.0
        intervals = {
            name: (most if name.startswith("high") else least)(mean, scatter, level)
            for name, level in levels.items()
        } | {"median": median(mean, scatter)}
        found.append(DayAhead(start + at * DAY, mean, registered, planned, float(from_history), intervals))
    return tuple(found)
