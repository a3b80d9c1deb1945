"""A roster for a birth pool: at once a complete one, and better with every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ..chance import stream
from ..compiling import Seed, Whole
from ..stop import Stop
from .arrays import PARTS_OF_ONE, State, Tables, empty_state, roster_of, tables
from .model import PoolProblem, Roster
from .moving import may_hold, turn
from .search import MISSED, MOST_TURNS, UNEVEN, UNREST, begin, measure, search

BIRTH = PARTS_OF_ONE * PARTS_OF_ONE


class Stage(IntEnum):
    """What is made small, in this order; a stage leaves what stands before it as it is, but for the tolerance."""

    MISSED = MISSED
    UNEVEN = UNEVEN
    UNREST = UNREST


@dataclass(frozen=True)
class PoolParams:
    """How the search looks. until: the share of the search at which each stage ends; temperatures as shares of what
    there is of the part."""

    until: tuple[float, float, float] = (0.6, 0.85, 1.0)
    warm: float = 0.01
    cool: float = 0.0001
    steps_a_look: int = 2000
    steps_to_mend: int = 100
    looks_to_mend: int = 1000


@dataclass(frozen=True)
class PoolProgress:
    """How far a search has come. cost: births expected without a carer in time."""

    steps: int
    share: float
    cost: float


@dataclass(frozen=True)
class PoolResult:
    """The roster. missed: births expected without a carer in time; best_missed: what it was before fairness."""

    roster: Roster
    missed: float
    best_missed: float
    uneven: int
    steps: int


def solve_pool(
    problem: PoolProblem,
    stop: Stop,
    seed: int,
    params: PoolParams | None = None,
    tell: Callable[[PoolProgress], None] | None = None,
) -> PoolResult:
    """The best roster found until the stop says so; the same for the same seed and number of steps."""
    params = params or PoolParams()
    t = tables(problem)
    hunt = _Hunt(t, params, stop, stream(seed), tell)
    state = empty_state(t)
    begin(t, state)
    state = hunt.stage(Stage.MISSED, state)
    least = int(state.missed.sum())
    enough = int(least * (1 + problem.rules.promise_tolerance))
    kept = hunt.mended(_kept_promises(t), enough) if problem.promised.held else None
    if kept is not None:
        state = kept
        hunt.caps[Stage.MISSED] = enough
    else:
        hunt.caps[Stage.MISSED] = int(least * (1 + problem.rules.tolerance))
        state = hunt.stage(Stage.UNEVEN, state)
    hunt.caps[Stage.UNEVEN] = measure(UNEVEN, t, state)
    state = hunt.stage(Stage.UNREST, state)
    return PoolResult(
        roster_of(problem, state),
        float(measure(MISSED, t, state)) / BIRTH,
        least / BIRTH,
        int(measure(UNEVEN, t, state)),
        hunt.steps,
    )


class _Hunt:
    """One search, stage after stage: how far it has come, and what later stages must leave as it is."""

    def __init__(
        self,
        t: Tables,
        params: PoolParams,
        stop: Stop,
        random: Seed,
        tell: Callable[[PoolProgress], None] | None,
    ) -> None:
        self.t, self.params, self.stop, self.random, self.tell = t, params, stop, random, tell
        self.caps = np.zeros(len(Stage), dtype=np.int64)
        self.turns = np.zeros((MOST_TURNS, 2), dtype=np.int64)
        self.steps = 0

    def stage(self, stage: Stage, state: State) -> State:
        """The best roster for this part that was found before the stage ends; the one it begins with, if none."""
        t, params = self.t, self.params
        share = begun = self.stop.share(self.steps)
        until = params.until[stage]
        best, least = _copy(state), int(measure(int(stage), t, state))
        warmth = float(max(1, least))
        while True:
            if self.tell:
                self.tell(PoolProgress(self.steps, min(1.0, share), int(best.missed.sum()) / BIRTH))
            if share >= until or not len(t.contract):
                return best
            gone = (share - begun) / (until - begun)
            heat = warmth * params.warm * (params.cool / params.warm) ** gone
            least = search(
                params.steps_a_look,
                int(stage),
                heat,
                self.caps,
                t,
                state,
                best,
                least,
                self.turns,
                self.random,
            )
            best = _rebuilt(t, best.held)
            self.steps += params.steps_a_look
            share = self.stop.share(self.steps)

    def mended(self, state: State, enough: int) -> State | None:
        """What becomes of a roster when whatever helps is done until enough births are covered; None if that fails."""
        best, least = _copy(state), int(state.missed.sum())
        until, tries = self.params.until[Stage.UNEVEN], 0
        while least > enough:
            if tries == self.params.looks_to_mend or self.stop.share(self.steps) >= until:
                return None
            least = search(
                self.params.steps_to_mend,
                MISSED,
                0.0,
                self.caps,
                self.t,
                state,
                best,
                least,
                self.turns,
                self.random,
            )
            self.steps += self.params.steps_to_mend
            tries += 1
        return state


def _kept_promises(t: Tables) -> State:
    """The promised roster without what is not allowed any more, filled up where that covers something."""
    state = empty_state(t)
    for carer, blocks in enumerate(t.promised):
        for block in range(len(t.hours)):
            wanted = int(state.held[carer]) | (1 << block)
            if int(blocks) >> block & 1 and may_hold(carer, wanted, t):
                turn(carer, block, t, state)
    begin(t, state)
    return state


def missed_births(problem: PoolProblem, roster: Roster) -> float:
    """Births expected without a carer in time under this roster, by the same reckoning."""
    t = tables(problem)
    at = {carer.id: number for number, carer in enumerate(problem.carers)}
    held = np.zeros(len(problem.carers), dtype=np.int64)
    for each in roster.held:
        held[at[each.carer]] |= 1 << each.block
    return float(measure(MISSED, t, _rebuilt(t, held))) / BIRTH


def _rebuilt(t: Tables, held: Whole) -> State:
    state = empty_state(t)
    for carer, blocks in enumerate(held):
        for block in range(len(t.hours)):
            if int(blocks) >> block & 1:
                turn(carer, block, t, state)
    return state


def _copy(state: State) -> State:
    return State(*(each.copy() for each in state))
