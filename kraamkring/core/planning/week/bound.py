"""How good a week can be at best: no plan costs less than the bound.

Lagrangian relaxation. Families buy slots of carers' days, carers sell them; that every slot bought is a slot sold is
left out, and a price for each slot takes its place. At any prices, what families pay least minus what carers earn most
is a bound. Prices rise where too much is bought and fall where too much is offered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

import numpy as np

from ...kernel.errors import ImpossibleFact
from ..stop import Stop
from .bound_carers import carers_sell, days_of
from .bound_families import counter, families_buy
from .model import WeekProblem
from .objective import Objective
from .solve import Progress
from .tables import tables

ROUNDING = 1e-7


@dataclass(frozen=True)
class BoundParams:
    """How prices move: how far at first, half as far after how many steps without news, how much of a way stays."""

    reach: float = 1.0
    patience: int = 30
    memory: float = 0.7


def lower_bound(
    problem: WeekProblem,
    objective: Objective,
    cost: Fraction,
    stop: Stop,
    params: BoundParams | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> Fraction:
    """A cost that no plan is below, better with every step.

    cost: that of a plan, which says how far prices may move. tell: called with the best bound after every step.
    """
    params = params or BoundParams()
    if problem.settled_before:
        raise ImpossibleFact("settled_before", "a bound is of a whole period", "Take the days that are left")
    problem = replace(problem, families=tuple(each for each in problem.families if each.days))
    t = tables(problem, objective)
    _, scale = objective.whole()
    rules = problem.rules
    kinds = sorted({rules.least_hours, *(family.hours_a_day for family in problem.families)})
    kind_of = np.zeros(max(kinds) + 1, dtype=np.int64)
    kind_of[kinds] = range(len(kinds))
    before = np.array([carer.days_worked_before for carer in problem.carers], dtype=np.int64)
    buying, selling = counter(t), days_of(t, kinds, problem.days, rules.longest_run_of_days, rules.most_days)
    price = np.zeros((len(problem.carers), problem.days, len(kinds)))
    way, best_price, best = np.zeros_like(price), price.copy(), 0.0
    reach, without_news, steps = params.reach, 0, 0
    while True:
        share = stop.share(steps)
        if tell:
            tell(Progress(steps, min(1.0, share), _rounded(best, scale)))
        if share >= 1.0 or not problem.families:
            return _rounded(best, scale)
        bought, sold = np.zeros_like(price), np.zeros_like(price)
        found = families_buy(t, kind_of, price, bought, buying) - carers_sell(t, before, price, sold, selling)
        steps += 1
        if found > best + abs(best) * ROUNDING:
            best, best_price, without_news = found, price.copy(), 0
        else:
            without_news += 1
            if without_news >= params.patience:
                reach, without_news = reach / 2, 0
                price, way = best_price.copy(), np.zeros_like(price)
        missing = bought - sold
        way = missing + params.memory * way
        length = float((way**2).sum())
        gap = float(cost * scale) - found
        if length == 0.0 or gap <= 0.0:
            return _rounded(max(best, found), scale)
        price = np.maximum(0.0, price + reach * gap / length * way)


def _rounded(bound: float, scale: int) -> Fraction:
    """Costs are whole numbers, so a bound may be raised to the next one; less a hair for what fractions lose."""
    return Fraction(max(0, ceil(bound - max(1.0, abs(bound)) * ROUNDING)), scale)
