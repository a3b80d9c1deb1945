"""Is it chance? Control limits of a proportion over time (p-chart), and funnel limits of groups against the mean.

Shewhart's p-chart: three standard errors around the mean proportion, for the size of each sample. The funnel: 95 % and
99.8 % around a target (Spiegelhalter, Statistics in Medicine 2005), by the normal approximation; of small samples it
is rough, which `rough` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

THREE_SIGMA = 3.0  # Shewhart
WIDE, NARROW = 3.0902, 1.9600  # normal quantiles of 99.9 % and 97.5 %: 99.8 % and 95 % on two sides
RUN = 8  # so many in a row on one side of the mean: Western Electric rule 4
FEWEST_EXPECTED = 5  # of either answer, for the normal approximation to be fair; the usual rule of thumb


class Limits(NamedTuple):
    """Lower and upper limit of a proportion, from 0 to 1."""

    lower: float
    upper: float


class Point(NamedTuple):
    """One sample. signal: `above` or `below` its limits, `run` where eight in a row lie on one side; empty: chance."""

    proportion: float
    limits: Limits
    signal: str


class Spot(NamedTuple):
    """One group in a funnel. signal: `above`, `below` (99.8 %), `rather above`, `rather below` (95 %), or empty."""

    proportion: float
    wide: Limits
    narrow: Limits
    signal: str
    rough: bool


def limits(mean: float, size: float, errors: float = THREE_SIGMA) -> Limits:
    """The limits for a sample of that size; size above 0."""
    away = errors * sqrt(mean * (1 - mean) / size)
    return Limits(max(0.0, mean - away), min(1.0, mean + away))


def mean_of(samples: Sequence[tuple[int, int]]) -> float:
    """The proportion of all samples (numerator, denominator) together."""
    return sum(hit for hit, _ in samples) / sum(of for _, of in samples)


def p_chart(samples: Sequence[tuple[int, int]]) -> list[Point]:
    """The samples in order of time, against the mean of all of them. Samples of nothing are not given here."""
    mean = mean_of(samples)
    sides = [(hit / of > mean) - (hit / of < mean) for hit, of in samples]
    points = []
    for place, (hit, of) in enumerate(samples):
        allowed = limits(mean, of)
        proportion = hit / of
        signal = "above" if proportion > allowed.upper else "below" if proportion < allowed.lower else ""
        last = sides[max(0, place - RUN + 1) : place + 1]
        if not signal and len(last) == RUN and abs(sum(last)) == RUN:
            signal = "run"
        points.append(Point(proportion, allowed, signal))
    return points


def funnel(groups: Sequence[tuple[int, int]], target: float | None = None) -> list[Spot]:
    """Groups against a target, or against their mean."""
    mean = mean_of(groups) if target is None else target
    found = []
    for hit, of in groups:
        proportion, wide, narrow = hit / of, limits(mean, of, WIDE), limits(mean, of, NARROW)
        signal = _beyond(proportion, wide) or (
            f"rather {side}" if (side := _beyond(proportion, narrow)) else ""
        )
        rough = min(mean, 1 - mean) * of < FEWEST_EXPECTED
        found.append(Spot(proportion, wide, narrow, signal, rough))
    return found


def _beyond(proportion: float, allowed: Limits) -> str:
    return "above" if proportion > allowed.upper else "below" if proportion < allowed.lower else ""
