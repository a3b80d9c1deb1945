"""A week problem and an objective as the arrays of the compiled search, a plan as its state, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ...kernel.errors import ImpossibleFact
from ..compiling import Whole
from .arrays import FAR, NOBODY, State, Tables, empty_state
from .model import Family, Plan, Shift, WeekProblem, WeekRules
from .objective import Objective, Part

NEIGHBOURS = 40


def tables(problem: WeekProblem, objective: Objective) -> Tables:
    """The arrays. Raises ImpossibleFact if the prices of this objective do not fit in them."""
    weight, _ = objective.whole()
    families, carers = problem.families, problem.carers
    number = {carer.id: at for at, carer in enumerate(carers)}
    positions = max((len(family.days) for family in families), default=0)
    able_from, able, price_shift, price_new, floor = [0], [], [], [], []
    for family in families:
        unknown = weight[Part.EXTRA_CARERS]
        reach = sorted(
            (2 * problem.minutes(carer, family) * weight[Part.TRAVEL], at)
            for at, carer in enumerate(carers)
            if problem.able(carer, family)
        )
        price_shift += [price for price, _ in reach]
        able += [at for _, at in reach]
        price_new += [0 if carers[at].id in family.knows else unknown for _, at in reach]
        able_from.append(len(able))
        nearest = reach[0][0] if reach else FAR
        floor.append(len(family.days) * min(nearest, _unserved(family, weight)))
    worst = sum(_unserved(each, weight) * len(each.days) for each in families)
    if worst >= FAR:
        raise ImpossibleFact(
            "weights", "together they are too large to count with", "Take smaller or rounder ones"
        )
    longest = problem.rules.longest_run_of_days
    rhythms = sorted({min(longest, carer.days_worked_before) for carer in carers})
    bits = 1 << max(positions, 1)
    return Tables(
        care_days=_days(families, positions),
        days=_whole(len(family.days) for family in families),
        hours=_whole(family.hours_a_day for family in families),
        least_hours=problem.rules.least_hours,
        price_short=_whole(
            weight[Part.SHORTENED_VULNERABLE if family.vulnerable else Part.SHORTENED] for family in families
        ),
        price_unserved=_whole(_unserved(family, weight) for family in families),
        first_free=_whole(0 if family.knows else weight[Part.EXTRA_CARERS] for family in families),
        floor=_whole(floor),
        able_from=_whole(able_from),
        able=_whole(able),
        price_shift=_whole(price_shift),
        price_new=_whole(price_new),
        promised=_held(
            problem, {(s.family, s.day): number.get(s.carer, NOBODY) for s in problem.promised.shifts}
        ),
        pinned=_held(problem, {(pin.family, pin.day): number[pin.carer] for pin in problem.pins}),
        price_change=weight[Part.CHANGES],
        contract=_whole(carer.contract_hours for carer in carers),
        days_off=_whole(sum(1 << day for day in carer.days_off if day < problem.days) for carer in carers),
        rhythm=_whole(rhythms.index(min(longest, carer.days_worked_before)) for carer in carers),
        may_work=_may_work(problem.days, rhythms, problem.rules),
        most_carers=problem.rules.most_carers,
        most_families=problem.rules.most_families_a_day,
        most_hours=problem.rules.most_hours_a_day,
        most_overtime=problem.rules.most_overtime_hours,
        price_overtime=weight[Part.OVERTIME],
        near=_near(families),
        ones=_whole(each.bit_count() for each in range(bits)),
        lowest=_whole((each & -each).bit_length() - 1 for each in range(bits)),
    )


def state_of(problem: WeekProblem, plan: Plan, t: Tables) -> State:
    """A plan as a state without prices."""
    state = empty_state(t, problem.days)
    carer_at = {carer.id: at for at, carer in enumerate(problem.carers)}
    shifts = {(shift.family, shift.day): shift for shift in plan.shifts}
    for at, family in enumerate(problem.families):
        for position, day in enumerate(family.days):
            if (family.id, day) in shifts:
                shift = shifts[family.id, day]
                state.carer[at, position] = carer_at[shift.carer]
                state.given[at, position] = shift.hours
    return state


def plan_of(problem: WeekProblem, state: State) -> Plan:
    """A state as a plan."""
    return Plan(tuple(sorted(_shifts(problem, state))))


def _shifts(problem: WeekProblem, state: State) -> Iterator[Shift]:
    for at, family in enumerate(problem.families):
        for position, day in enumerate(family.days):
            carer = int(state.carer[at, position])
            if carer != NOBODY:
                yield Shift(family.id, day, problem.carers[carer].id, int(state.given[at, position]))


def _unserved(family: Family, weight: dict[Part, int]) -> int:
    return weight[Part.UNSERVED_VULNERABLE if family.vulnerable else Part.UNSERVED]


def _whole(numbers: Iterable[int]) -> Whole:
    return np.array(list(numbers), dtype=np.int64)


def _days(families: tuple[Family, ...], positions: int) -> Whole:
    found = np.full((len(families), positions), NOBODY)
    for at, family in enumerate(families):
        found[at, : len(family.days)] = sorted(family.days)
    return found


def _held(problem: WeekProblem, carers: dict[tuple[str, int], int]) -> Whole:
    positions = max((len(family.days) for family in problem.families), default=0)
    found = np.full((len(problem.families), positions), NOBODY)
    for at, family in enumerate(problem.families):
        for position, day in enumerate(sorted(family.days)):
            found[at, position] = carers.get((family.id, day), NOBODY)
    return found


def _may_work(days: int, rhythms: list[int], rules: WeekRules) -> Whole:
    """For every number of days worked before and every set of days: 1 if a carer may work exactly these."""
    every = np.arange(1 << days)
    few = sum((every >> day) & 1 for day in range(days)) <= rules.most_days
    found = np.zeros((len(rhythms), 1 << days), dtype=np.int64)
    for at, before in enumerate(rhythms):
        run = np.full(1 << days, before)
        row = np.zeros(1 << days, dtype=np.int64)
        for day in range(days):
            run = np.where((every >> day) & 1, run + 1, 0)
            row = np.maximum(row, run)
        found[at] = few & (row <= rules.longest_run_of_days)
    return found


def _near(families: tuple[Family, ...]) -> Whole:
    """For every family its nearest others that have a care day in common."""
    found = np.full((len(families), min(NEIGHBOURS, max(0, len(families) - 1))), NOBODY)
    if not families:
        return found
    place = np.array([family.place for family in families])
    days = np.array([sum(1 << day for day in family.days) for family in families])
    for at in range(len(families)):
        away = np.hypot(*(place - place[at]).T)
        away[(days & days[at]) == 0] = np.inf
        away[at] = np.inf
        order = np.argsort(away, kind="stable")[: found.shape[1]]
        order = order[np.isfinite(away[order])]
        found[at, : len(order)] = order
    return found
