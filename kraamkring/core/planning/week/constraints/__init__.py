"""What no plan may break: one rule a file, each with a sentence for a name. Independent of how plans are found."""

from __future__ import annotations

from types import ModuleType

from ....kernel.errors import ImpossibleFact
from ..model import Plan, WeekProblem
from . import (
    able_carer,
    care_days,
    days_off,
    few_carers,
    full_days,
    hours_given,
    overtime,
    passed_days,
    pins,
    working_days,
)

RULES: tuple[ModuleType, ...] = (
    care_days,
    hours_given,
    able_carer,
    days_off,
    few_carers,
    full_days,
    working_days,
    overtime,
    pins,
    passed_days,
)


def broken_rules(problem: WeekProblem, plan: Plan) -> list[str]:
    """Every fault of a plan, as the name of the rule and what breaks it; empty for a plan that may be published.

    Raises ImpossibleFact if it names a family or carer that the problem does not know.
    """
    for at, shift in enumerate(plan.shifts):
        if shift.family not in problem.family_by_id or shift.carer not in problem.carer_by_id:
            raise ImpossibleFact(
                f"shifts[{at}]", "it names a family or carer that is not there", "Correct it"
            )
    return [f"{rule.SENTENCE} {fault}" for rule in RULES for fault in rule.broken(problem, plan)]
