"""Why this carer, and why not that one: the rules that stop her, or by how much the plan would be worse."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from .explanations import Fact, that
from .model import Carer, Family, Pin, Plan, Shift, WeekProblem
from .objective import Objective, Part, amounts, in_order
from .reasons import Reason
from .stops import stops

MOST_NAMED = 3


@dataclass(frozen=True)
class WhyNot:
    """What another carer on a day would mean. stopped_by: the rules against it; then there is nothing to compare.

    worse: by how much each part of the objective would rise (or fall, below 0) with her, this family planned anew
    around her while all others stay; instead: that plan.
    """

    stopped_by: tuple[Reason, ...]
    worse: Counter[Part] | None = None
    instead: Plan | None = None


def why(problem: WeekProblem, plan: Plan, family: str, day: int) -> tuple[Reason, ...]:
    """Why this carer comes on this day, or why nobody does. Raises KeyError if there is no such family."""
    one = problem.family_by_id[family]
    comes = next((each for each in plan.shifts if (each.family, each.day) == (family, day)), None)
    if day not in one.days:
        return (that(Fact.NO_CARE_DAY, family=family, day=day),)
    if comes is None:
        return _why_nobody(problem, plan, one, day)
    her = problem.carer_by_id[comes.carer]
    found = []
    if Pin(family, day, her.id) in problem.pins:
        found.append(that(Fact.PINNED, carer=her.id))
    if her.id in one.knows:
        found.append(that(Fact.KNOWN, family=family, carer=her.id))
    others = sum(1 for each in plan.shifts if each.family == family and each.carer == her.id) - 1
    if others:
        found.append(that(Fact.COMES_ALREADY, family=family, carer=her.id, number=others))
    found += _how_near(problem, plan, one, day, her)
    found += _how_many_hours(problem, plan, one, comes, her)
    return tuple(found)


def why_not(
    problem: WeekProblem, plan: Plan, family: str, day: int, carer: str, objective: Objective | None = None
) -> WhyNot:
    """Which rule stops this carer, or by how much every part of the objective would be worse with her.

    objective: how this family is planned anew around her; in the order of the product if none is given. Raises KeyError
    if there is no such family or carer.
    """
    from .board import Board  # compiled; who only asks why need not wait for it

    against = stops(problem, plan, family, day, carer)
    if against:
        return WhyNot(against)
    with_her = _with(problem, plan, Shift(family, day, carer, problem.rules.least_hours))
    board = Board(with_her, objective or in_order(problem, 1), 1, 0)
    held = {(pin.family, pin.day, pin.carer) for pin in with_her.pins}
    own = {
        (each.family, each.day): each
        for each in plan.shifts
        if each.family == family
        and (each.day < problem.settled_before or (each.family, each.day, each.carer) in held)
    }
    own[family, day] = Shift(family, day, carer, problem.rules.least_hours)
    if len({each.carer for each in own.values()}) > problem.rules.most_carers:
        return WhyNot((that(Fact.NOT_TOGETHER, carer=carer, family=family),))
    board.lay(Plan((*(each for each in plan.shifts if each.family != family), *own.values())))
    board.settle([family])
    instead = board.plan()
    before, after = amounts(problem, plan), amounts(problem, instead)
    return WhyNot((), Counter({part: after[part] - before[part] for part in Part}), instead)


def _with(problem: WeekProblem, plan: Plan, shift: Shift) -> WeekProblem:
    """The problem in which this shift is promised and pinned; other pins of the family hold where they were kept."""
    key = shift.family, shift.day
    promised = tuple(each for each in problem.promised.shifts if (each.family, each.day) != key)
    pins = tuple(each for each in problem.pins if (each.family, each.day) != key)
    return replace(
        problem,
        promised=Plan(tuple(sorted((*promised, shift)))),
        pins=(*pins, Pin(shift.family, shift.day, shift.carer)),
    )


def _why_nobody(problem: WeekProblem, plan: Plan, family: Family, day: int) -> tuple[Reason, ...]:
    """That nobody comes, and what stops those who live nearest."""
    found = [that(Fact.NOBODY, family=family.id, day=day)]
    able = [each for each in problem.carers if problem.able(each, family)]
    able.sort(key=lambda each: (problem.minutes(each, family), each.id))
    for carer in able[:MOST_NAMED]:
        found += stops(problem, plan, family.id, day, carer.id)[:1]
    if len(able) <= MOST_NAMED:
        found.append(that(Fact.FEW_SKILLED, number=len(able), family=family.id))
    return tuple(found)


def _how_near(problem: WeekProblem, plan: Plan, family: Family, day: int, carer: Carer) -> list[Reason]:
    minutes = problem.minutes(carer, family)
    able = [each for each in problem.carers if problem.able(each, family)]
    nearer = [each for each in able if problem.minutes(each, family) < minutes]
    if not nearer:
        return [that(Fact.NEAREST, carer=carer.id, minutes=minutes)]
    cannot = sum(1 for each in nearer if stops(problem, plan, family.id, day, each.id))
    found = []
    if cannot:
        found.append(that(Fact.NEARER_CANNOT, number=cannot))
    if cannot < len(nearer):
        found.append(that(Fact.NEARER_COSTS_MORE, number=len(nearer) - cannot))
    if len(able) <= MOST_NAMED:
        found.append(that(Fact.FEW_SKILLED, number=len(able), family=family.id))
    return found


def _how_many_hours(
    problem: WeekProblem, plan: Plan, family: Family, shift: Shift, carer: Carer
) -> list[Reason]:
    found = []
    if shift.hours < family.hours_a_day:
        found.append(that(Fact.SHORTENED, family=family.id, hours=shift.hours, full=family.hours_a_day))
    hours = plan.hours_of(carer.id)
    fact = Fact.WITHIN_CONTRACT if hours <= carer.contract_hours else Fact.OVER_CONTRACT
    found.append(that(fact, carer=carer.id, hours=hours, contract=carer.contract_hours))
    return found
