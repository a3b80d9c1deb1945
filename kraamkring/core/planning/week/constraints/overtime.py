"""Hours above the contract have an end."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "Nobody works more than a few hours above her contract."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every carer with too much overtime."""
    for carer in problem.carers:
        overtime = plan.hours_of(carer.id) - carer.contract_hours
        if overtime > problem.rules.most_overtime_hours:
            yield f"{carer.id} has {overtime} h overtime"
