"""The ledger of fair play: what a plan asks of every carer, and of every organisation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .model import Plan, Shift, WeekProblem


@dataclass(frozen=True)
class Asked:
    """What a plan asks of one carer, or of all carers of an organisation together.

    weekend_days: days worked on days that the caller says are of a weekend. families_changed: families that were
    promised her and now have somebody else on a day, or that have her now and were promised somebody else.
    """

    who: str
    shifts: int
    hours: int
    contract_hours: int
    overtime_hours: int
    travel_minutes: int
    days: int
    weekend_days: int
    families: int
    families_changed: int


def ledger(
    problem: WeekProblem, plan: Plan, weekend: Collection[int] = (), before: Plan | None = None
) -> tuple[Asked, ...]:
    """A line for every carer, in the order of the problem. before: the plan that was promised."""
    hers: dict[str, list[Shift]] = {each.id: [] for each in problem.carers}
    for shift in plan.shifts:
        hers[shift.carer].append(shift)
    promised = before or problem.promised
    moved = _moved(promised, plan) if promised.shifts else {}
    found = []
    for carer in problem.carers:
        shifts = hers[carer.id]
        hours, days = sum(each.hours for each in shifts), {each.day for each in shifts}
        found.append(
            Asked(
                who=carer.id,
                shifts=len(shifts),
                hours=hours,
                contract_hours=carer.contract_hours,
                overtime_hours=max(0, hours - carer.contract_hours),
                travel_minutes=sum(
                    2 * problem.minutes(carer, problem.family_by_id[each.family]) for each in shifts
                ),
                days=len(days),
                weekend_days=len(days & set(weekend)),
                families=len({each.family for each in shifts}),
                families_changed=len(moved.get(carer.id, set())),
            )
        )
    return tuple(found)


def by_organisation(lines: tuple[Asked, ...], organisation_of: Mapping[str, str]) -> tuple[Asked, ...]:
    """The same, added up for every organisation, in order of name. A family that two carers share counts twice."""
    totals: dict[str, list[Asked]] = {}
    for line in lines:
        if line.who in organisation_of:
            totals.setdefault(organisation_of[line.who], []).append(line)
    return tuple(
        Asked(
            who=name,
            shifts=sum(each.shifts for each in own),
            hours=sum(each.hours for each in own),
            contract_hours=sum(each.contract_hours for each in own),
            overtime_hours=sum(each.overtime_hours for each in own),
            travel_minutes=sum(each.travel_minutes for each in own),
            days=sum(each.days for each in own),
            weekend_days=sum(each.weekend_days for each in own),
            families=sum(each.families for each in own),
            families_changed=sum(each.families_changed for each in own),
        )
        for name, own in sorted(totals.items())
    )


def _moved(before: Plan, now: Plan) -> dict[str, set[str]]:
    """For every carer the families that lost or got her on a day, as it was promised."""
    was = {(each.family, each.day): each.carer for each in before.shifts}
    found: dict[str, set[str]] = {}
    for shift in now.shifts:
        told = was.pop((shift.family, shift.day), None)
        if told is not None and told != shift.carer:
            found.setdefault(told, set()).add(shift.family)
            found.setdefault(shift.carer, set()).add(shift.family)
    for (family, _), carer in was.items():
        found.setdefault(carer, set()).add(family)
    return found
