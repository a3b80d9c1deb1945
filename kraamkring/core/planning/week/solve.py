"""A plan for a week: at once a complete one, and better with every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..chance import stream
from ..compiling import Whole
from ..stop import Stop
from .arrays import Desk, State, Tables, desk, empty_state
from .model import Plan, WeekProblem
from .moving import put_in
from .objective import Objective, Part
from .search import begin, search
from .tables import plan_of, state_of, tables


@dataclass(frozen=True)
class SearchParams:
    """How the search looks; never what is allowed. Temperatures in minutes of travel."""

    warm_minutes: float = 60.0
    cool_minutes: float = 4.0
    families_a_move: int = 5
    overlook: float = 0.03
    steps_a_look: int = 250


@dataclass(frozen=True)
class Progress:
    """How far a search has come."""

    steps: int
    share: float
    cost: Fraction


@dataclass(frozen=True)
class Result:
    """The best plan that was found, what it costs, and after how many steps it stood."""

    plan: Plan
    cost: Fraction
    steps: int


def solve(
    problem: WeekProblem,
    objective: Objective,
    stop: Stop,
    seed: int,
    params: SearchParams | None = None,
    *,
    start: Plan | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> Result:
    """The best plan found until the stop says so; the same for the same seed and number of steps.

    start: a plan to begin with, which keeps every rule; the result is never worse. tell: called when a first plan
    stands and after each look at the stop.
    """
    params = params or SearchParams()
    problem = replace(problem, families=tuple(each for each in problem.families if each.days))
    t = tables(problem, objective)
    weight, scale = objective.whole()
    work, state = desk(t, params.families_a_move), empty_state(t, problem.days)
    random = stream(seed)
    order = _hardest_first(t)
    price = _take_over(problem, start, t, state, work) if start else begin(order, t, state, work, random)
    best, best_price, steps = _copy(state), int(price), 0
    minute = max(1, weight[Part.TRAVEL])
    while True:
        share = stop.share(steps)
        if tell:
            tell(Progress(steps, min(1.0, share), Fraction(best_price, scale)))
        if share >= 1.0 or not problem.families:
            break
        heat = minute * params.warm_minutes * (params.cool_minutes / params.warm_minutes) ** share
        price, best_price = search(
            params.steps_a_look, heat, params.overlook, price, t, state, best, best_price, work, random
        )
        steps += params.steps_a_look
    return Result(plan_of(problem, best), Fraction(int(best_price), scale), steps)


def _hardest_first(t: Tables) -> Whole:
    """Families in the order of a first plan: whoever has most to lose and fewest carers first."""
    choices = t.able_from[1:] - t.able_from[:-1]
    return np.lexsort((choices, -t.days, -t.price_unserved)).astype(np.int64)


def _take_over(problem: WeekProblem, plan: Plan, t: Tables, state: State, work: Desk) -> int:
    given = state_of(problem, plan, t)
    price = 0
    for family in range(len(problem.families)):
        work.plan_carer[:] = given.carer[family]
        work.plan_given[:] = given.given[family]
        price += int(put_in(family, t, state, work))
    return price


def _copy(state: State) -> State:
    return State(*(each.copy() for each in state))
