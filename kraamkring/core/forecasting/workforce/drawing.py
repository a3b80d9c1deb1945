"""A value for each run of a simulation: the same each time where it is sure, else drawn between its bounds."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .document import Guess

Real: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]


def drawn(guess: Guess, runs: int, random: np.random.Generator) -> Real:
    """Most likely its value, never beyond its bounds (a triangle)."""
    uniform = random.random(runs)  # also where it is sure: a lever then changes no other draw
    low, top, high = guess.lowest, guess.value, guess.highest
    if low == high:
        return np.full(runs, low)
    turn = (top - low) / (high - low)
    rising = low + np.sqrt(uniform * (high - low) * (top - low))
    falling = high - np.sqrt((1 - uniform) * (high - low) * (high - top))
    return np.where(uniform < turn, rising, falling)
