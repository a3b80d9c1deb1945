"""What has happened is not planned again."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "Days that have passed stay as they were."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every shift of a passed day that was taken away, added, or given to another carer or other hours."""
    now = {(shift.family, shift.day): shift for shift in plan.shifts if shift.day < problem.settled_before}
    for key in sorted(now.keys() | problem.passed.keys()):
        if now.get(key) != problem.passed.get(key):
            yield f"day {key[1]} of {key[0]} has passed and was changed"
