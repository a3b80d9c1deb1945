"""Who could come to a family on a day while everything else stays as it is, and for each of the others why not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .explanations import Fact, that
from .model import Carer, Family, Plan, WeekProblem
from .reasons import Reason
from .stops import stops


@dataclass(frozen=True)
class Offer:
    """One carer for one family-day. hours: what she could give, the full hours if they fit. against: what stops her,
    the weightiest first; empty if she could come. hours_left: of her contract, with this day."""

    carer: str
    hours: int
    minutes: int
    knows: bool
    hours_left: int
    against: tuple[Reason, ...]


def offers(problem: WeekProblem, plan: Plan, family: str, day: int) -> tuple[Offer, ...]:
    """Every carer, best first: who can come, who is known, who gives full hours, who is near. A person decides, so a
    pin on this very day is no obstacle. Raises KeyError if there is no such family."""
    open_day = tuple(pin for pin in problem.pins if (pin.family, pin.day) != (family, day))
    week, one = replace(problem, pins=open_day), problem.family_by_id[family]
    came = {each.carer for each in plan.shifts if each.family == family and each.day != day}
    found = (_offer(week, plan, one, day, carer, came) for carer in week.carers)
    return tuple(
        sorted(
            found,
            key=lambda each: (bool(each.against), not each.knows, -each.hours, each.minutes, each.carer),
        )
    )


def _offer(problem: WeekProblem, plan: Plan, family: Family, day: int, carer: Carer, came: set[str]) -> Offer:
    against = stops(problem, plan, family.id, day, carer.id)
    if len(came | {carer.id}) > problem.rules.most_carers:
        against += (that(Fact.CARERS_ENOUGH, family=family.id, number=len(came)),)
    hers = [each for each in plan.of_carer.get(carer.id, ()) if (each.family, each.day) != (family.id, day)]
    worked, today = sum(each.hours for each in hers), sum(each.hours for each in hers if each.day == day)
    rules = problem.rules
    fits = (
        today + family.hours_a_day <= rules.most_hours_a_day
        and worked + family.hours_a_day <= carer.contract_hours + rules.most_overtime_hours
    )
    hours = family.hours_a_day if fits else rules.least_hours
    return Offer(
        carer=carer.id,
        hours=hours,
        minutes=problem.minutes(carer, family),
        knows=carer.id in came or carer.id in family.knows,
        hours_left=carer.contract_hours - worked - hours,
        against=against,
    )
