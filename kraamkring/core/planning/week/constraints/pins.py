"""What a person decided is not moved."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "Where a person decided who comes, she comes or nobody."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every pinned care day with another carer."""
    comes = {(shift.family, shift.day): shift.carer for shift in plan.shifts}
    for pin in problem.pins:
        if pin.day >= problem.settled_before and comes.get((pin.family, pin.day), pin.carer) != pin.carer:
            yield f"{pin.family} has another carer than the pinned one on day {pin.day}"
