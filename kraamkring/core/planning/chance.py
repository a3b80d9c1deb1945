"""A stream of random numbers of our own (xorshift64*), the same on every machine and in every version of numpy."""

from __future__ import annotations

import numpy as np

from .compiling import Seed, compiled

_MULTIPLIER = np.uint64(2685821657736338717)
_SPREAD = 0x9E3779B97F4A7C15
_WORD = 0xFFFFFFFFFFFFFFFF
_UNIT = 1.0 / 9007199254740992.0


def stream(seed: int) -> Seed:
    """The state of a stream that begins at this seed; every whole number is one."""
    mixed = ((seed + 1) * _SPREAD) & _WORD
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WORD
    return np.array([(mixed ^ (mixed >> 31)) or _SPREAD], dtype=np.uint64)


@compiled
def draw(random: Seed) -> float:
    """The next number, from 0 up to 1."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return float((x * _MULTIPLIER) >> np.uint64(11)) * _UNIT


@compiled
def pick(random: Seed, size: int) -> int:
    """A whole number from 0 up to size."""
    return int(draw(random) * size)
