"""A family has at most one carer on a day, and only on its care days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "A care day has one carer, and other days have none."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every day that is no care day, and every care day with two shifts."""
    times = Counter((shift.family, shift.day) for shift in plan.shifts if shift.day >= problem.settled_before)
    for (family, day), shifts in times.items():
        if day not in problem.family_by_id[family].days:
            yield f"day {day} is no care day of {family}"
        if shifts > 1:
            yield f"{family} has {shifts} shifts on day {day}"
