"""A family gets its full hours on a day, or the least; nothing between."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "On a care day a family gets its full hours or the least hours."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every shift of another length."""
    for shift in plan.shifts:
        allowed = (problem.rules.least_hours, problem.family_by_id[shift.family].hours_a_day)
        if shift.day >= problem.settled_before and shift.hours not in allowed:
            yield f"{shift.family} gets {shift.hours} h on day {shift.day}, allowed {allowed[0]} or {allowed[1]}"
