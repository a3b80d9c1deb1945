"""The peer: the same carers spread evenly over all blocks, whoever they are and wherever births are expected."""

from __future__ import annotations

import numpy as np

from ..chance import pick, stream
from ..compiling import Seed, Whole, compiled
from .arrays import State, Tables, empty_state, roster_of, tables
from .model import PoolProblem, Roster
from .moving import may_hold, turn


def uniform_roster(problem: PoolProblem, seed: int) -> Roster:
    """Again and again the block with fewest gets somebody by chance, until nobody may be on call any more."""
    t = tables(problem)
    return roster_of(problem, spread_evenly(t, seed))


def spread_evenly(t: Tables, seed: int) -> State:
    """The same as a state of the search, which begins there too."""
    state = empty_state(t)
    _fill(
        t,
        state,
        np.zeros(len(t.hours), dtype=np.int64),
        np.zeros(len(t.contract), dtype=np.int64),
        stream(seed),
    )
    return state


@compiled
def _fill(t: Tables, s: State, full: Whole, able: Whole, random: Seed) -> None:
    """full: blocks that nobody may be added to; none of them opens again, as what a carer holds only grows."""
    while True:
        block = -1
        for each in range(len(full)):
            if not full[each] and (block < 0 or s.on[each] < s.on[block]):
                block = each
        if block < 0:
            return
        found = 0
        for carer in range(len(able)):
            if not (s.held[carer] >> block) & 1 and may_hold(carer, s.held[carer] | (1 << block), t):
                able[found] = carer
                found += 1
        if found:
            turn(able[pick(random, found)], block, t, s)
        else:
            full[block] = 1
