"""Hours of care on each day: births to come drawn many times over, each family by its profile through its care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ..births.calendar_pattern import WEEKDAYS
from ..births.numbers import Real, Whole
from .document import Capacity, Profile, Region

LEAST = 1e-9


@dataclass(frozen=True)
class Scatter:
    """Of births beyond chance: of a day by itself, and of all days together."""

    of_a_day: float
    of_all_days: float


@dataclass(frozen=True)
class HoursAhead:
    """Each runs x days. needed: as families need; least: what they get in scarcity. there: hours that can be given."""

    region: Region
    start: date
    needed: Real
    least: Real
    there: Real

    @property
    def chance_short(self) -> Real:
        """Of each day, in how many runs there are too few hours."""
        found: Real = (self.needed > self.there).mean(axis=0)
        return found


def hours_ahead(
    capacity: Capacity,
    region: Region,
    *,
    start: date,
    born: Sequence[float],
    expected: Sequence[float],
    scatter: Scatter,
    runs: int,
    seed: int,
) -> HoursAhead:
    """born: births of the days before start, the last one last; expected: births of the days from start on."""
    random = np.random.default_rng([seed, len(expected)])
    births = _births(np.asarray(expected, dtype=float), scatter, runs, random)
    before = np.tile(np.asarray(born, dtype=np.int64), (runs, 1))
    families = random.binomial(np.concatenate([before, births], axis=1), capacity.taking_care)
    needed, least = np.zeros(families.shape), np.zeros(families.shape)
    left, share_left = families, 1.0
    for profile in capacity.profiles:
        part = min(profile.share / share_left, 1.0) if share_left > LEAST else 1.0
        hers = random.binomial(left, part)
        left, share_left = left - hers, share_left - profile.share
        _add(needed, hers, profile.hours_by_day)
        _add(least, hers, _least(profile))
    days = slice(len(born), None)
    return HoursAhead(region, start, needed[:, days], least[:, days], _there(region, start, len(expected)))


def _births(expected: Real, scatter: Scatter, runs: int, random: np.random.Generator) -> Whole:
    common = _around_one(scatter.of_all_days, (runs, 1), random)
    single = _around_one(scatter.of_a_day, (runs, len(expected)), random)
    found: Whole = random.poisson(expected * common * single)
    return found


def _around_one(dispersion: float, shape: tuple[int, int], random: np.random.Generator) -> Real:
    if dispersion < LEAST:
        return np.ones(shape)
    found: Real = random.gamma(1 / dispersion, dispersion, shape)
    return found


def _least(profile: Profile) -> tuple[float, ...]:
    return profile.hours_by_day if profile.least_by_day is None else profile.least_by_day


def _add(hours: Real, families: Whole, by_day: Sequence[float]) -> None:
    """The hours of families on the day of birth and on those after it."""
    for day, each in enumerate(by_day):
        if day < hours.shape[1]:
            hours[:, day:] += each * families[:, : hours.shape[1] - day]


def _there(region: Region, start: date, days: int) -> Real:
    """Contract hours of each day, less those that fall out, and of the rest the part spent in families."""
    whole = sum(region.weekday_weights)
    found = []
    for at in range(days):
        day = start + timedelta(days=at)
        weight = region.weekday_weights[day.weekday() % WEEKDAYS] / whole
        out = sum(each.hours_a_day for each in region.away if each.first <= day <= each.last)
        found.append(max(region.contract_hours_a_week * weight - out, 0.0) * region.deployable)
    return np.array(found)
