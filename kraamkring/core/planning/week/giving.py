"""What would have to give for full hours: a carer-day more, or promises to others; and which rule binds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..stop import Stop
from .board import Board
from .model import Carer, Family, Plan, Shift, WeekProblem
from .objective import Objective, Part, amounts, in_order, promises_first
from .promises import Change, compared
from .solve import SearchParams, improve

NEAREST_CARERS = 6
ROUNDS = 2


@dataclass(frozen=True)
class CarerDay:
    """What one carer-day more would bring: this carer on this day, although she is off or has no hours left.

    full: families that would then get their full hours on all their days. hours, days: what everybody together gains.
    """

    carer: str
    day: int
    full: tuple[str, ...]
    hours: int
    days: int


@dataclass(frozen=True)
class Given:
    """What others would have to give so that this family gets as much as can be: worse parts, and the changes."""

    full: bool
    worse: Counter[Part]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class WouldGive:
    """The two ways to full hours: carer-days, the best first; and what others would give (None if nothing helps)."""

    carer_days: tuple[CarerDay, ...]
    others: Given | None


@dataclass(frozen=True)
class Binding:
    """What a family-day by family-day would gain if one rule did not hold, all others staying where they are."""

    rule: str
    hours: int
    days: int
    families: tuple[str, ...]


def what_would_give(problem: WeekProblem, plan: Plan, family: str, stop: Stop, seed: int) -> WouldGive:
    """What has to give for full hours of this family. The plan is the one in force; nothing is changed."""
    one = problem.family_by_id[family]
    week = replace(problem, promised=plan)
    params = SearchParams()
    for_hours = in_order(week, params.families_a_move)
    days = [day for day in missing(plan, one) if day >= week.settled_before]
    found = [
        _with_carer_day(week, plan, for_hours, params, one, carer, day)
        for day in days
        for carer in _could_help(week, plan, one, day)
    ]
    best = sorted(
        (each for each in found if each.hours or each.days),
        key=lambda each: (-each.days, -len(each.full), -each.hours, each.day, each.carer),
    )
    return WouldGive(tuple(best), _from_others(week, plan, params, one, stop, seed) if days else None)


def binding(problem: WeekProblem, plan: Plan, objective: Objective | None = None) -> tuple[Binding, ...]:
    """In a shortage: what stands between families and their hours, the rule that would give most first."""
    week = replace(problem, promised=plan)
    short = [each for each in week.families if missing(plan, each)]
    goal = objective or in_order(week, 1)
    found = []
    for rule, without in _WITHOUT.items():
        board = Board(without(week), goal, 1, 0)
        board.lay(plan)
        laid = board.copy()
        hours, days, gaining = 0, 0, []
        for family in short:
            if board.settle([family.id]):
                more_hours, more_days = _gained(plan, board.plan(), family.id)
                hours, days = hours + max(0, more_hours), days + max(0, more_days)
                if more_hours > 0:
                    gaining.append(family.id)
                board.back_to(laid)
        if gaining:
            found.append(Binding(rule, hours, days, tuple(gaining)))
    return tuple(sorted(found, key=lambda each: (-each.days, -each.hours, each.rule)))


def missing(plan: Plan, family: Family) -> list[int]:
    """Care days on which this family gets nobody, or fewer than its full hours."""
    given = {each.day: each.hours for each in plan.shifts if each.family == family.id}
    return [day for day in family.days if given.get(day, 0) < family.hours_a_day]


def _could_help(problem: WeekProblem, plan: Plan, family: Family, day: int) -> Iterator[Carer]:
    """The nearest able carers who do nothing on this day."""
    busy = {each.carer for each in plan.shifts if each.day == day}
    able = [each for each in problem.carers if problem.able(each, family) and each.id not in busy]
    able.sort(key=lambda each: (problem.minutes(each, family), each.id))
    yield from able[:NEAREST_CARERS]


def _with_carer_day(
    problem: WeekProblem,
    plan: Plan,
    objective: Objective,
    params: SearchParams,
    family: Family,
    carer: Carer,
    day: int,
) -> CarerDay:
    """The plan with a day more of this carer, the families near this one put back at their best."""
    more = replace(
        carer,
        days_off=carer.days_off - {day},
        contract_hours=carer.contract_hours + problem.rules.most_hours_a_day,
    )
    week = replace(problem, carers=tuple(more if each.id == carer.id else each for each in problem.carers))
    board = Board(week, objective, params.families_a_move, 0)
    board.lay(plan)
    near = sorted(
        (each for each in week.families if day in missing(plan, each)),
        key=lambda each: (each.id != family.id, problem.minutes(carer, each), each.id),
    )[:NEAREST_CARERS]
    for _ in range(ROUNDS):
        for each in near:
            board.settle([each.id])
    now = board.plan()
    gains = [_gained(plan, now, each.id) for each in near]
    full = tuple(each.id for each in near if missing(plan, each) and not missing(now, each))
    return CarerDay(carer.id, day, full, sum(hours for hours, _ in gains), sum(days for _, days in gains))


def _from_others(
    problem: WeekProblem,
    plan: Plan,
    params: SearchParams,
    family: Family,
    stop: Stop,
    seed: int,
) -> Given | None:
    """The plan in which this family comes before all others."""
    first = replace(family, vulnerable=True)
    week = replace(
        problem,
        families=tuple(
            first if each.id == family.id else replace(each, vulnerable=False) for each in problem.families
        ),
    )
    objective = promises_first(week, params.families_a_move)
    board = Board(week, objective, params.families_a_move, seed)
    board.lay(plan)
    improve(board, stop, params, board.numbers([family.id]))
    for _ in range(ROUNDS):
        board.settle({each.family for each in set(board.plan().shifts) ^ set(plan.shifts)})
    now = board.plan()
    if _gained(plan, now, family.id) <= (0, 0):
        return None
    before, after = amounts(problem, plan), amounts(problem, now)
    worse = Counter({part: after[part] - before[part] for part in Part if after[part] != before[part]})
    return Given(not missing(now, family), worse, compared(problem, plan, now))


def _gained(before: Plan, now: Plan, family: str) -> tuple[int, int]:
    """Hours and days that a family has more."""

    def of(plan: Plan) -> list[Shift]:
        return [each for each in plan.shifts if each.family == family]

    hours = sum(each.hours for each in of(now)) - sum(each.hours for each in of(before))
    return hours, len(of(now)) - len(of(before))


def _carers(change: Callable[[WeekProblem, Carer], Carer]) -> Callable[[WeekProblem], WeekProblem]:
    return lambda problem: replace(problem, carers=tuple(change(problem, each) for each in problem.carers))


def _all_skills(problem: WeekProblem) -> frozenset[str]:
    return frozenset(skill for each in problem.families for skill in each.needs)


def _rest(problem: WeekProblem) -> WeekProblem:
    rules = replace(problem.rules, most_days=problem.days, longest_run_of_days=2 * problem.days)
    fresh = tuple(replace(each, days_worked_before=0, days_worked_after=0) for each in problem.carers)
    return replace(problem, rules=rules, carers=fresh)


def _long_days(problem: WeekProblem) -> WeekProblem:
    rules = problem.rules
    return replace(
        problem,
        rules=replace(
            rules,
            most_families_a_day=rules.most_families_a_day + 1,
            most_hours_a_day=2 * rules.most_hours_a_day,
        ),
    )


_WITHOUT: dict[str, Callable[[WeekProblem], WeekProblem]] = {
    "hours_of_contracts": _carers(
        lambda problem, each: replace(
            each, contract_hours=each.contract_hours + problem.days * problem.rules.most_hours_a_day
        )
    ),
    "days_off": _carers(lambda _, each: replace(each, days_off=frozenset())),
    "skills": _carers(lambda problem, each: replace(each, skills=each.skills | _all_skills(problem))),
    "rest": _rest,
    "length_of_a_day": _long_days,
}
