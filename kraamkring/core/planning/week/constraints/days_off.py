"""A day off is a day off."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "Nobody works on a day off."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every shift on a carer's day off."""
    for shift in plan.shifts:
        if shift.day >= problem.settled_before and shift.day in problem.carer_by_id[shift.carer].days_off:
            yield f"{shift.carer} works on day off {shift.day}"
