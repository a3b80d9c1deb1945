"""Counts that scatter a little more than chance alone: the negative binomial, and what a wrong interval costs."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from .numbers import Real

LEAST = 1e-7  # a dispersion under which it is chance alone
WIDEST = 4.0  # and one over which a history says nothing more
FAR = 12.0  # standard deviations above the mean, where nothing is left
FEW = 40.0
MANY = 2000.0  # a mean from which on single numbers do not matter: the curve of a gamma in their place
KEPT = 64
THIRD, NINTH = 1 / 3, 1 / 9


@lru_cache(maxsize=KEPT)
def _ranks(mean: float, dispersion: float) -> tuple[Real, Real]:
    """Of 0, 1, 2 ... births the chance of fewer and half of its own; and of so many at most."""
    spread = np.sqrt(mean + dispersion * mean**2)
    many = np.arange(1, int(mean + FAR * spread + FEW), dtype=float)
    size = 1.0 / max(dispersion, LEAST)
    steps = np.log(many - 1 + size) - np.log(many) + np.log(mean / (mean + size))
    chances = np.exp(np.concatenate(([0.0], np.cumsum(steps))) - size * np.log1p(mean / size))
    below = np.cumsum(chances)
    return below - chances / 2, below


def least(mean: float, dispersion: float, level: float) -> int:
    """The least number that lies so far up among the chances."""
    if mean <= 0:
        return 0
    if mean > MANY:
        return math.ceil(_curve(mean, dispersion, level))
    return int(np.searchsorted(_ranks(mean, dispersion)[0], level))


def most(mean: float, dispersion: float, level: float) -> int:
    """The greatest number that does not lie further up than that."""
    if mean <= 0:
        return 0
    if mean > MANY:
        return math.floor(_curve(mean, dispersion, level))
    return max(int(np.searchsorted(_ranks(mean, dispersion)[0], level, "right")) - 1, 0)


def median(mean: float, dispersion: float) -> int:
    """The number that as many lie under as over."""
    if mean <= 0:
        return 0
    if mean > MANY:
        return round(_curve(mean, dispersion, 1 / 2))
    return int(np.searchsorted(_ranks(mean, dispersion)[1], 1 / 2))


def rank(count: float, mean: float, dispersion: float) -> float:
    """How far up a count lies among the chances: 0 at the bottom, 1 at the top; half of its own chance is below it."""
    if mean <= 0:
        return 1.0 if count else 1 / 2
    if mean > MANY:
        ninth = NINTH * (1 / mean + dispersion)
        return NormalDist().cdf(((count / mean) ** THIRD - 1 + ninth) / math.sqrt(ninth))
    ranks = _ranks(mean, dispersion)[0]
    return float(ranks[min(int(count), len(ranks) - 1)])


def _curve(mean: float, dispersion: float, level: float) -> float:
    """The quantile of a gamma of this mean and scatter (Wilson and Hilferty)."""
    ninth = NINTH * (1 / mean + dispersion)
    level = min(max(level, LEAST), 1 - LEAST)
    return mean * max(1 - ninth + NormalDist().inv_cdf(level) * math.sqrt(ninth), 0.0) ** 3


def pinball(count: float, guess: float, level: float) -> float:
    """What a quantile costs: too low by one costs `level`, too high by one the rest."""
    return max(level * (count - guess), (level - 1) * (count - guess))
