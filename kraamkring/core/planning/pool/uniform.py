"""The peer: the same carers spread evenly over all blocks, whoever they are and wherever births are expected."""

from __future__ import annotations

import numpy as np

from ..chance import pick, stream
from .arrays import empty_state, roster_of, tables
from .model import PoolProblem, Roster
from .moving import may_hold, turn


def uniform_roster(problem: PoolProblem, seed: int) -> Roster:
    """Again and again the block with fewest gets somebody by chance, until nobody may be on call any more."""
    t = tables(problem)
    state, random = empty_state(t), stream(seed)
    while True:
        for block in np.lexsort((np.arange(len(state.on)), state.on)):
            able = [
                carer
                for carer in range(len(problem.carers))
                if not state.held[carer] >> block & 1
                and may_hold(carer, int(state.held[carer]) | (1 << int(block)), t)
            ]
            if able:
                turn(able[pick(random, len(able))], int(block), t, state)
                break
        else:
            return roster_of(problem, state)
