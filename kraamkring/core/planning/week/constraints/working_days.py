"""A carer has days without work in every period, and never too many working days in a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "A carer has free days in the period, and never works too many days in a row."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every carer with too many working days, or too many in a row; days before the period count in the row."""
    worked: defaultdict[str, set[int]] = defaultdict(set)
    for shift in plan.shifts:
        worked[shift.carer].add(shift.day)
    for carer, days in worked.items():
        if len(days) > problem.rules.most_days:
            yield f"{carer} works {len(days)} days"
        run = problem.carer_by_id[carer].days_worked_before
        for day in range(problem.days):
            run = run + 1 if day in days else 0
            if run > problem.rules.longest_run_of_days:
                yield f"{carer} works {run} days in a row"
