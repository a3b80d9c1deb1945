"""Whoever comes has every skill the family needs, and the family does not refuse her."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Plan, WeekProblem

SENTENCE = "The carer has the skills that the family needs, and the family accepts her."


def broken(problem: WeekProblem, plan: Plan) -> Iterator[str]:
    """Every shift by somebody who may not come to this family."""
    for shift in plan.shifts:
        if shift.day < problem.settled_before:
            continue
        if not problem.able(problem.carer_by_id[shift.carer], problem.family_by_id[shift.family]):
            yield f"{shift.carer} may not come to {shift.family}"
