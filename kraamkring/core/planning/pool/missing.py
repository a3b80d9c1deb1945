"""What the search looks up: the chance that nobody within reach is free (`away`), by how many are on call."""

from __future__ import annotations

from math import comb

import numpy as np

from ..compiling import Real
from .away import loads
from .model import Block, PoolProblem


def missing_table(problem: PoolProblem, block: Block, births: tuple[float, ...], most: int) -> Real:
    """[on call, in reach] the share of the births of a block that find nobody, the hours weighed by their births."""
    away = np.array(loads(births, block, problem.rules.away_hours))
    weights = np.array(births[block.from_hour : block.until_hour])
    total = weights.sum()
    table = np.zeros((most + 1, most + 1))
    if total <= 0:
        return table
    busy = np.ones((len(away), 1))  # [hour, how many are away] not yet divided by its sum
    for on_call in range(most + 1):
        if on_call:
            busy = np.hstack([busy, busy[:, -1:] * (away / on_call)[:, None]])
        chance = busy / busy.sum(axis=1, keepdims=True)
        away_in = (weights[:, None] * chance).sum(axis=0) / total
        for in_reach in range(on_call + 1):
            every = comb(on_call, in_reach)
            gone = np.array([comb(number, in_reach) / every for number in range(on_call + 1)])
            table[on_call, in_reach] = (away_in * gone).sum()
    return table
