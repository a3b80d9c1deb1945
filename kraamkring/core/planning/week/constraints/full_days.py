"""A carer's day is not overfull."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "On a day a carer has few families and works no longer than a working day."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every day on which a carer has too many families or hours."""
    hours: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for shift in plan.shifts:
        hours[shift.carer, shift.day].append(shift.hours)
    rules = problem.rules
    for (carer, day), given in hours.items():
        if day < problem.settled_before:
            continue
        if len(given) > rules.most_families_a_day or sum(given) > rules.most_hours_a_day:
            yield f"{carer} works {given} on day {day}"
