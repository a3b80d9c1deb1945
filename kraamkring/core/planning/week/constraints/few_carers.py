"""A family does not see ever new faces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "A family sees few carers."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every family with more carers than the rules allow."""
    came: defaultdict[str, set[str]] = defaultdict(set)
    for shift in plan.shifts:
        came[shift.family].add(shift.carer)
    for family, carers in came.items():
        if len(carers) > problem.rules.most_carers:
            yield f"{family} sees {len(carers)} carers"
