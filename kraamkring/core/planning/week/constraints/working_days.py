"""A carer has days without work in every period, and never too many working days in a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from ..model import Carer, Plan, WeekProblem

SENTENCE = "A carer has free days in the period, and never works too many days in a row."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every carer with too many working days, or too many in a row; days around the period count in the row."""
    worked: defaultdict[str, set[int]] = defaultdict(set)
    for shift in plan.shifts:
        worked[shift.carer].add(shift.day)
    for carer, days in worked.items():
        if len(days) > problem.rules.most_days:
            yield f"{carer} works {len(days)} days"
        row = longest_row(problem.carer_by_id[carer], days, problem.days)
        if row > problem.rules.longest_run_of_days:
            yield f"{carer} works {row} days in a row"


def longest_row(carer: Carer, worked: Collection[int], days: int) -> int:
    """How many days in a row she works at most with these of a period of so many days; a row that touches none of
    them is not looked at."""
    longest, row = 0, carer.days_worked_before
    for day in range(days):
        row = row + 1 if day in worked else 0
        longest = max(longest, row)
    return max(longest, row + carer.days_worked_after) if row else longest
