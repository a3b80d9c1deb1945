"""A roster for a birth pool: at once a complete one, and better with every step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ..chance import stream
from ..compiling import Seed, Whole
from ..stop import Stop
from .arrays import PARTS_OF_ONE, State, Tables, empty_state, roster_of, tables
from .model import PoolProblem, Roster
from .moving import may_hold, turn
from .search import MISSED, MOST_TURNS, UNEVEN, UNREST, begin, measure, one_change, search
from .uniform import spread_evenly

BIRTH = PARTS_OF_ONE * PARTS_OF_ONE


class Stage(IntEnum):
    """What is made small, in this order; a stage leaves what stands before it as it is, but for the tolerance."""

    MISSED = MISSED
    UNEVEN = UNEVEN
    UNREST = UNREST


@dataclass(frozen=True)
class PoolParams:
    """How the search looks. until: the share of the search at which each stage ends; temperatures as shares of what one
    change does on average. starts: how many first rosters are tried, in that share (trying) of the first stage."""

    until: tuple[float, float, float] = (0.6, 0.85, 1.0)
    warm: float = 0.1
    cool: float = 0.001
    starts: int = 16
    trying: float = 0.3
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
    state = hunt.best_of(_beginnings(t, seed, params.starts))
    least = int(state.missed.sum())
    enough = int(least * (1 + problem.rules.promise_tolerance))
    if problem.promised.held:
        hunt.caps[Stage.MISSED] = enough
        promised = _kept_promises(t)
        uneven = measure(UNEVEN, t, promised)
        state = hunt.mended(promised, enough) or state
        hunt.caps[Stage.UNEVEN] = max(uneven, measure(UNEVEN, t, state))
    else:
        hunt.caps[Stage.MISSED] = int(least * (1 + problem.rules.tolerance))
        state = hunt.stage(Stage.UNEVEN, state, params.until[Stage.UNEVEN])
        hunt.caps[Stage.UNEVEN] = measure(UNEVEN, t, state)
    state = hunt.stage(Stage.UNREST, state, params.until[Stage.UNREST])
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

    def best_of(self, beginnings: Sequence[State]) -> State:
        """The roster that leaves fewest births without a carer: what each beginning leads to is tried for as long as
        others, and the best of them followed until the stage ends."""
        until = self.params.until[Stage.MISSED]
        trials = [
            self.stage(Stage.MISSED, each, until * self.params.trying * (at + 1) / len(beginnings))
            for at, each in enumerate(beginnings)
        ]
        return self.stage(Stage.MISSED, min(trials, key=lambda each: int(each.missed.sum())), until)

    def stage(self, stage: Stage, state: State, until: float) -> State:
        """The best roster for this part that was found before the stage ends; the one it begins with, if none."""
        t, params = self.t, self.params
        share = begun = self.stop.share(self.steps)
        best, least = _copy(state), int(measure(int(stage), t, state))
        warmth = one_change(params.steps_a_look, int(stage), t, state, self.turns, self.random)
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


def _beginnings(t: Tables, seed: int, many: int) -> Sequence[State]:
    """First rosters: what covers most, taken at once; and some that are spread evenly, by chance. So what is found
    covers no less than an even one, and a small pool is not held where the first roster happens to lead."""
    first = empty_state(t)
    begin(t, first)
    return first, *(spread_evenly(t, seed + at) for at in range(many - 1))


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
