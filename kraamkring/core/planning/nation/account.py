"""What a plan of a nation comes to, region by region."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction

from ..week.model import Plan, Shift
from ..week.objective import Part, amounts
from .model import Nation


@dataclass(frozen=True)
class Account:
    """A region. unserved: days without anybody; shortened: hours; from_outside: shifts by carers from elsewhere."""

    name: str
    families: int
    carers: int
    care_days: int
    unserved: int
    shortened: int
    from_outside: int
    cost: Fraction


def accounts(nation: Nation, plan: Plan) -> list[Account]:
    """A line for every region, with the overtime of each carer where she works most (at home if that is equal)."""
    shifts: list[list[Shift]] = [[] for _ in nation.regions]
    hours: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for shift in plan.shifts:
        at = nation.region_of_family[shift.family]
        shifts[at].append(shift)
        hours[shift.carer][at] += shift.hours
    overtime: Counter[int] = Counter()
    for who, where in hours.items():
        above = sum(where.values()) - nation.whole.carer_by_id[who].contract_hours
        if above > 0:
            home = nation.region_of_carer[who]
            overtime[max(where, key=lambda at: (where[at], at == home, -at))] += above
    return [_account(nation, at, Plan(tuple(shifts[at])), overtime[at]) for at in range(len(nation.regions))]


def _account(nation: Nation, at: int, plan: Plan, overtime: int) -> Account:
    region = nation.regions[at]
    who = {shift.carer for shift in plan.shifts}
    people = [nation.whole.carer_by_id[each] for each in sorted(who)]
    counted = amounts(nation.problem_of(region.families, people), plan)
    counted[Part.OVERTIME] = overtime
    return Account(
        region.name,
        len(region.families),
        len(region.carers),
        sum(len(family.days) for family in region.families),
        counted[Part.UNSERVED] + counted[Part.UNSERVED_VULNERABLE],
        counted[Part.SHORTENED] + counted[Part.SHORTENED_VULNERABLE],
        sum(nation.region_of_carer[shift.carer] != at for shift in plan.shifts),
        nation.objective.cost(counted),
    )
