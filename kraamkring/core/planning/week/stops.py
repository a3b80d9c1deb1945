"""Which rules stop a carer from coming to a family on a day, as the plan stands."""

from __future__ import annotations

from .constraints.working_days import longest_row
from .explanations import Fact, that
from .model import Carer, Family, Plan, WeekProblem
from .reasons import Reason


def stops(problem: WeekProblem, plan: Plan, family: str, day: int, carer: str) -> tuple[Reason, ...]:
    """Every hard rule against it, first those that hold whatever else is planned; empty if she could come.

    All others stay where they are, and this family's other days too.
    """
    one, her = problem.family_by_id[family], problem.carer_by_id[carer]
    return tuple(_always(problem, one, day, her)) + tuple(_as_it_stands(problem, plan, one, day, her))


def _always(problem: WeekProblem, family: Family, day: int, carer: Carer) -> list[Reason]:
    found = []
    if day < problem.settled_before:
        found.append(that(Fact.HAS_PASSED, day=day))
    if day not in family.days:
        found.append(that(Fact.NO_CARE_DAY, family=family.id, day=day))
    for skill in sorted(family.needs - carer.skills):
        found.append(that(Fact.LACKS_SKILL, carer=carer.id, family=family.id, skill=skill))
    if carer.id in family.not_by:
        found.append(that(Fact.REFUSED, carer=carer.id, family=family.id))
    if day in carer.days_off:
        found.append(that(Fact.DAY_OFF, carer=carer.id, day=day))
    pins = problem.pinned_to.get((family.id, day), frozenset())
    found += [that(Fact.ANOTHER_PINNED, other=each, day=day) for each in sorted(pins - {carer.id})]
    return found


def _as_it_stands(problem: WeekProblem, plan: Plan, family: Family, day: int, carer: Carer) -> list[Reason]:
    rules, found = problem.rules, []
    hers = [each for each in plan.of_carer.get(carer.id, ()) if (each.family, each.day) != (family.id, day)]
    today = [each for each in hers if each.day == day]
    hours_today = sum(each.hours for each in today)
    if len(today) >= rules.most_families_a_day:
        found.append(that(Fact.FAMILIES_ENOUGH, carer=carer.id, day=day, number=len(today)))
    elif hours_today + rules.least_hours > rules.most_hours_a_day:
        found.append(that(Fact.DAY_FULL, carer=carer.id, day=day, hours=hours_today))
    worked = {each.day for each in hers} | {day}
    if len(worked) > rules.most_days:
        found.append(that(Fact.DAYS_ENOUGH, carer=carer.id, number=rules.most_days))
    if longest_row(carer, worked, problem.days) > rules.longest_run_of_days:
        found.append(that(Fact.ROW_TOO_LONG, carer=carer.id, number=rules.longest_run_of_days))
    hours = sum(each.hours for each in hers)
    if hours + rules.least_hours > carer.contract_hours + rules.most_overtime_hours:
        found.append(that(Fact.HOURS_SPENT, carer=carer.id, hours=hours, contract=carer.contract_hours))
    return found
