"""A plan for a week: at once a complete one, and better with every step."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from ..compiling import Whole
from ..stop import Stop
from .board import Board
from .model import Plan, WeekProblem
from .objective import Objective, Part


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
    around: Collection[str] | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> Result:
    """The best plan found until the stop says so; the same for the same seed and number of steps.

    start: a plan to begin with, which keeps every rule; the result is never worse. around: families where something
    changed; only they and whoever can help them out is looked at. tell: called when a first plan stands and after each
    look at the stop.
    """
    params = params or SearchParams()
    board = Board(problem, objective, params.families_a_move, seed)
    if start is not None:
        board.lay(start)
    else:
        board.begin()
    steps = improve(board, stop, params, board.numbers(board.at if around is None else around), tell)
    return Result(board.plan(), board.cost, steps)


def improve(
    board: Board,
    stop: Stop,
    params: SearchParams,
    seeds: Whole,
    tell: Callable[[Progress], None] | None = None,
    steps: int = 0,
    until: float = 1.0,
) -> int:
    """The best plan that is found around these families, laid on the board; how many steps there were.

    steps: how many there were before. until: the share of the whole search at which this part of it ends.
    """
    best, best_price = board.copy(), board.price
    minute = max(1, board.weight[Part.TRAVEL])
    while True:
        share = stop.share(steps)
        if tell:
            tell(Progress(steps, min(1.0, share), Fraction(best_price, board.scale)))
        if share >= until or not len(seeds):
            break
        heat = minute * params.warm_minutes * (params.cool_minutes / params.warm_minutes) ** share
        best_price = board.search(params.steps_a_look, heat, params.overlook, seeds, best, best_price)
        steps += params.steps_a_look
    board.back_to(best)
    return steps
