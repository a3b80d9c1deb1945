"""Room for families whose child is still to come: an even sample of them stands in the week as shadows.

A shadow is a family like the others, on the days it would be in care. The search finds a carer for it, so that the time
of this carer is not promised to anybody else; then it is taken out of the plan. Of many families who may come each day
of the period gets as many shadows as births are expected, spread over skills and places as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from ..pool.expecting import GestationTable, Registered, births_of
from .model import Expected, Family, Plan, WeekProblem

SHARE = 1.0  # of the births expected: measured, ADR 0709
STRIP_KM = 8.0  # families are taken in order of strips of this width, up one and down the next


def with_room(problem: WeekProblem, share: float = SHARE) -> WeekProblem:
    """The week with shadows among its families, ready for a search; the same one where nobody is expected."""
    found = tuple(_shadows(problem, share))
    return replace(problem, families=problem.families + found, expected=()) if found else problem


def parted(problem: WeekProblem, plan: Plan) -> tuple[Plan, Plan]:
    """A plan of the week with shadows as what may be promised, and the room that is kept and promised to nobody."""
    own = problem.family_by_id
    return (
        Plan(tuple(each for each in plan.shifts if each.family in own)),
        Plan(tuple(each for each in plan.shifts if each.family not in own)),
    )


def begins_of(
    due: date,
    tables: Mapping[bool | None, GestationTable],
    start: date,
    days: int,
    *,
    first_birth: bool | None = None,
    planned: date | None = None,
    home_after_days: int = 0,
) -> tuple[float, ...]:
    """The chance that care begins on each day from start on, of a woman who has not given birth on the day before.

    Care begins so many days after the birth. planned: the day of a caesarean or induction.
    """
    one = Registered("", due, first_birth, planned=planned, pool_at_planned=True)
    births = births_of(one, tables[first_birth], start, days)
    return ((0.0,) * home_after_days + births)[:days]


def not_begun(one: Expected, today: int) -> Expected:
    """The same family when its care has not begun before today."""
    left = 1.0 - sum(one.begins[:today])
    if left <= 0:
        return replace(one, begins=(0.0,) * len(one.begins))
    return replace(
        one,
        begins=tuple(
            min(1.0, chance / left) if day >= today else 0.0 for day, chance in enumerate(one.begins)
        ),
    )


def care_from(one: Expected, day: int, days: int) -> Family:
    """The family if its care begins on this day; days beyond the period fall away."""
    return replace(one.care, days=tuple(range(day, min(days, day + one.care_days))))


def _shadows(problem: WeekProblem, share: float) -> Iterator[Family]:
    """Where the sum of chances, family by family, passes a whole number, a shadow stands."""
    order = sorted(problem.expected, key=lambda one: _where(one.care))
    reached = 0.5
    for day in range(problem.settled_before, problem.days):
        for one in order:
            before = int(reached)
            reached += share * (one.begins[day] if day < len(one.begins) else 0.0)
            if int(reached) > before:
                care = care_from(one, day, problem.days)
                yield replace(care, id=f"room {one.care.id} {day}", to_come=True)


def _where(family: Family) -> tuple[object, ...]:
    strip = int(family.place[0] // STRIP_KM)
    along = family.place[1] if strip % 2 == 0 else -family.place[1]
    return sorted(family.needs), family.vulnerable, strip, along, family.id
