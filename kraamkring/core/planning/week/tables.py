"""A week problem and an objective as the arrays of the compiled search, a plan as its state, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...kernel.errors import ImpossibleFact
from ..compiling import Whole
from .arrays import CLOSED, FAR, NOBODY, State, Tables, empty_state
from .distances import able_table, minutes_table
from .model import Family, Plan, Shift, WeekProblem, WeekRules
from .objective import Objective, Part, fewer_hours, nobody_comes

NEIGHBOURS = 40


def tables(problem: WeekProblem, objective: Objective, families_a_move: int = 1) -> Tables:
    """The arrays. Raises ImpossibleFact if what so many families can cost together does not fit in them.

    The cost of a whole plan need not fit: it is counted outside of them.
    """
    weight, _ = objective.whole()
    _fit(problem, weight, families_a_move)
    families, carers = problem.families, problem.carers
    number = {carer.id: at for at, carer in enumerate(carers)}
    positions = max((len(family.days) for family in families), default=0)
    may_come = able_table(problem)
    able = _able(problem, weight, number, may_come)
    longest = problem.rules.longest_run_of_days
    rows = [
        (min(longest, carer.days_worked_before), min(longest, carer.days_worked_after)) for carer in carers
    ]
    rhythms = sorted(set(rows))
    promised = {(s.family, s.day): number.get(s.carer, NOBODY) for s in problem.promised.shifts}
    held, held_given = _passed(problem, number)
    bits = 1 << max(positions, 1)
    return Tables(
        care_days=_days(families, positions),
        days=_whole(len(family.days) for family in families),
        hours=_whole(family.hours_a_day for family in families),
        least_hours=problem.rules.least_hours,
        price_short=_whole(weight[fewer_hours(family)] for family in families),
        price_unserved=_whole(_unserved(family, weight) for family in families),
        first_free=_whole(0 if family.knows else weight[Part.EXTRA_CARERS] for family in families),
        floor=_whole(able.floor),
        able_from=_whole(able.begins),
        able=_whole(able.carers),
        price_shift=_whole(able.price_shift),
        price_new=_whole(able.price_new),
        past_only=_whole(able.past_only),
        promised=_held(problem, promised),
        promised_whole=_promised_whole(problem),
        pinned=_held(problem, {(pin.family, pin.day): number[pin.carer] for pin in problem.pins}),
        price_change=weight[Part.CHANGES],
        held=held,
        held_given=held_given,
        must=_must(problem, may_come, number, held, promised),
        contract=_whole(carer.contract_hours for carer in carers),
        days_off=_whole(sum(1 << day for day in carer.days_off if day < problem.days) for carer in carers),
        rhythm=_whole(rhythms.index(each) for each in rows),
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
        for position, day in enumerate(sorted(family.days)):
            if (family.id, day) in shifts:
                shift = shifts[family.id, day]
                state.carer[at, position] = carer_at[shift.carer]
                state.given[at, position] = shift.hours
    return state


def plan_of(problem: WeekProblem, state: State) -> Plan:
    """A state as a plan."""
    return Plan(tuple(sorted(_shifts(problem, state))))


class _Able(NamedTuple):
    """Of all families after one another: the carers who may come, or came before today, nearest first. begins: where
    those of each family begin; floor: no plan for a family can cost less."""

    begins: list[int]
    carers: list[int]
    price_shift: list[int]
    price_new: list[int]
    past_only: list[int]
    floor: list[int]


def _able(
    problem: WeekProblem, weight: dict[Part, int], number: dict[str, int], may_come: npt.NDArray[np.bool_]
) -> _Able:
    minutes, came = minutes_table(problem), may_come.copy()
    family_at = {family.id: at for at, family in enumerate(problem.families)}
    for shift in problem.passed.values():
        came[family_at[shift.family], number[shift.carer]] = True
    found = _Able([0], [], [], [], [], [])
    for row, family in enumerate(problem.families):
        reach = np.flatnonzero(came[row])
        reach = reach[np.argsort(minutes[row, reach], kind="stable")]
        travel = [2 * way * weight[Part.TRAVEL] for way in minutes[row, reach].tolist()]
        found.price_shift.extend(travel)
        found.carers.extend(reach.tolist())
        unknown = np.full(len(number), weight[Part.EXTRA_CARERS], dtype=object)
        unknown[[number[each] for each in family.knows if each in number]] = 0
        found.price_new.extend(unknown[reach].tolist())
        found.past_only.extend((~may_come[row, reach]).tolist())
        found.begins.append(len(found.carers))
        nearest = travel[0] if travel else FAR
        found.floor.append(len(family.days) * min(nearest, _unserved(family, weight)))
    return found


def _fit(problem: WeekProblem, weight: dict[Part, int], families_a_move: int) -> None:
    worst = sorted(
        (_unserved(each, weight) + weight[Part.CHANGES]) * len(each.days) for each in problem.families
    )
    if sum(worst[-families_a_move:]) >= FAR:
        raise ImpossibleFact(
            "weights", "together they are too large to count with", "Take smaller or rounder ones"
        )


def _shifts(problem: WeekProblem, state: State) -> Iterator[Shift]:
    for at, family in enumerate(problem.families):
        for position, day in enumerate(sorted(family.days)):
            carer = int(state.carer[at, position])
            if carer != NOBODY:
                yield Shift(family.id, day, problem.carers[carer].id, int(state.given[at, position]))


def _unserved(family: Family, weight: dict[Part, int]) -> int:
    return weight[nobody_comes(family)]


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


def _passed(problem: WeekProblem, number: dict[str, int]) -> tuple[Whole, Whole]:
    """Who came on days that have passed, and for how many hours."""
    carer = _held(problem, {key: number[shift.carer] for key, shift in problem.passed.items()})
    hours = _held(problem, {key: shift.hours for key, shift in problem.passed.items()})
    for at, family in enumerate(problem.families):
        for position, day in enumerate(sorted(family.days)):
            if day < problem.settled_before and carer[at, position] == NOBODY:
                carer[at, position] = CLOSED
    return carer, hours


def _must(
    problem: WeekProblem,
    may_come: npt.NDArray[np.bool_],
    number: dict[str, int],
    held: Whole,
    promised: dict[tuple[str, int], int],
) -> Whole:
    """Days on which somebody comes whatever else: they have passed, or a person pinned what was promised."""
    pinned = {(pin.family, pin.day): number[pin.carer] for pin in problem.pins}
    found = np.zeros(len(problem.families), dtype=np.int64)
    for at, family in enumerate(problem.families):
        for position, day in enumerate(sorted(family.days)):
            carer = pinned.get((family.id, day), NOBODY)
            stands = carer != NOBODY and promised.get((family.id, day)) == carer and may_come[at, carer]
            if held[at, position] > NOBODY or (
                held[at, position] == NOBODY and stands and day not in problem.carers[carer].days_off
            ):
                found[at] |= 1 << position
    return found


def _promised_whole(problem: WeekProblem) -> Whole:
    told = {(shift.family, shift.day): shift.hours for shift in problem.promised.shifts}
    least = problem.rules.least_hours
    return _whole(
        sum(
            1 << position
            for position, day in enumerate(sorted(family.days))
            if min(told.get((family.id, day), 0), family.hours_a_day) > least
        )
        for family in problem.families
    )


def _may_work(days: int, rhythms: list[tuple[int, int]], rules: WeekRules) -> Whole:
    """For every number of days worked before and after, and every set of days: 1 if a carer may work exactly these."""
    every = np.arange(1 << days)
    few = sum((every >> day) & 1 for day in range(days)) <= rules.most_days
    found = np.zeros((len(rhythms), 1 << days), dtype=np.int64)
    for at, (before, after) in enumerate(rhythms):
        run = np.full(1 << days, before)
        row = np.zeros(1 << days, dtype=np.int64)
        for day in range(days):
            run = np.where((every >> day) & 1, run + 1, 0)
            row = np.maximum(row, run)
        row = np.maximum(row, np.where(run > 0, run + after, 0))
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
