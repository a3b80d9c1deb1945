"""Effects from counts: Poisson regression that believes in none until births say so (a ridge), newest days most."""

from __future__ import annotations

import numpy as np

from .calendar_pattern import Pattern
from .numbers import Flags, Real

ROUNDS = 25
SETTLED = 1e-7
HALF_LIFE_DAYS = 1400.0  # a day four years ago counts half as much for the pattern
LEVEL_HALF_LIFE_DAYS = 120.0  # and for how many births there are now, one four months ago
LARGEST_STEP = 2.0


def weights(known: Flags, half_life_days: float) -> Real:
    """How much each day counts, the last one most; 0 for a day of which nothing is known."""
    age = np.arange(len(known))[::-1]
    found: Real = np.where(known, 0.5 ** (age / half_life_days), 0.0)
    return found


def fitted(pattern: Pattern, births: Real, known: Flags, start: Real | None = None) -> Real:
    """The effects, in the logarithm of births, from the first len(births) days of the pattern."""
    rows, weight = pattern.rows[: len(births)][known], weights(known, HALF_LIFE_DAYS)[known]
    counted = births[known]
    effects = np.zeros(rows.shape[1]) if start is None else start.copy()
    if start is None:
        effects[0] = np.log(max(counted.mean(), 1e-9))
    held = np.diag(pattern.precision)
    for _ in range(ROUNDS):
        mean = np.exp(rows @ effects)
        slope = rows.T @ (weight * (counted - mean)) - pattern.precision * effects
        step = np.linalg.solve(rows.T @ ((weight * mean)[:, None] * rows) + held, slope)
        step *= min(1.0, LARGEST_STEP / max(float(np.abs(step).max()), SETTLED))
        effects += step
        if float(np.abs(step).max()) < SETTLED:
            break
    return effects


def expected(pattern: Pattern, effects: Real, births: Real, known: Flags, until: int) -> Real:
    """Births expected on the days from len(births) to `until`, at the level of the last months."""
    usual = np.exp(pattern.rows[:until] @ effects)
    weight, seen = weights(known, LEVEL_HALF_LIFE_DAYS), len(births)
    level = float((weight * np.where(known, births, 0.0)).sum() / (weight * usual[:seen]).sum())
    ahead: Real = level * usual[seen:]
    return ahead
