"""What a good week is: named parts, weighed against one another or one strictly before the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from .model import Family, Plan, WeekProblem


class Part(StrEnum):
    """What is counted, in the order of the product: who is without care comes first, who must drive comes late."""

    UNSERVED_VULNERABLE = "unserved_vulnerable"  # days
    UNSERVED = "unserved"  # days
    SHORTENED_VULNERABLE = "shortened_vulnerable"  # hours
    SHORTENED = "shortened"  # hours
    EXTRA_CARERS = "extra_carers"
    TRAVEL = "travel"  # minutes
    OVERTIME = "overtime"  # hours
    CHANGES = "changes"  # shifts that were promised with another carer


Amounts = Mapping[Part, int]


@dataclass(frozen=True)
class Objective:
    """A weight for every part. strict: each part outweighs all later ones together, whatever one move can change."""

    weights: Mapping[Part, Fraction]
    strict: bool = False

    def whole(self) -> tuple[dict[Part, int], int]:
        """The weights as whole numbers, and by how much they were multiplied for that."""
        scale = lcm(*(weight.denominator for weight in self.weights.values()))
        return {part: int(weight * scale) for part, weight in self.weights.items()}, scale

    def cost(self, amounts: Amounts) -> Fraction:
        """The weighted sum."""
        return sum((self.weights[part] * amounts[part] for part in Part), Fraction(0))


def weighted(weights: Mapping[Part, Fraction | int]) -> Objective:
    """Parts weighed against one another."""
    return Objective({part: Fraction(weights.get(part, 0)) for part in Part})


def in_order(problem: WeekProblem, families_a_move: int) -> Objective:
    """One part strictly before the next: no move of the search can gain below and lose above.

    A part's weight is one more than all that a move of so many families can change in the parts below it.
    """
    days = max((len(family.days) for family in problem.families), default=0) * families_a_move
    short = max((family.hours_a_day for family in problem.families), default=0) - problem.rules.least_hours
    minutes = max(
        (
            problem.minutes(carer, family)
            for family in problem.families
            for carer in problem.carers
            if problem.able(carer, family)
        ),
        default=0,
    )
    most = {
        Part.CHANGES: days,
        Part.OVERTIME: days * problem.rules.most_hours_a_day,
        Part.TRAVEL: days * 2 * minutes,
        Part.EXTRA_CARERS: families_a_move * problem.rules.most_carers,
        Part.SHORTENED: days * short,
        Part.SHORTENED_VULNERABLE: days * short,
        Part.UNSERVED: days,
        Part.UNSERVED_VULNERABLE: days,
    }
    weights: dict[Part, Fraction] = {}
    below = 0
    for part in reversed(Part):
        weights[part] = Fraction(below + 1)
        below += (below + 1) * most[part]
    return Objective(weights, strict=True)


def amounts(problem: WeekProblem, plan: Plan) -> Counter[Part]:
    """How much of every part there is in a plan."""
    counted: Counter[Part] = Counter(dict.fromkeys(Part, 0))
    given = {(shift.family, shift.day): shift for shift in plan.shifts}
    promised = {(shift.family, shift.day): shift.carer for shift in problem.promised.shifts}
    for family in problem.families:
        comes = {}
        for day in family.days:
            shift = given.get((family.id, day))
            if shift is None:
                counted[Part.UNSERVED_VULNERABLE if family.vulnerable else Part.UNSERVED] += 1
                continue
            comes[shift.carer] = problem.carer_by_id[shift.carer]
            counted[Part.TRAVEL] += 2 * problem.minutes(comes[shift.carer], family)
            hours = family.hours_a_day - shift.hours
            counted[Part.SHORTENED_VULNERABLE if family.vulnerable else Part.SHORTENED] += hours
            if promised.get((family.id, day), shift.carer) != shift.carer:
                counted[Part.CHANGES] += 1
        counted[Part.EXTRA_CARERS] += _extra(family, set(comes))
    hours_of: Counter[str] = Counter()
    for shift in plan.shifts:
        hours_of[shift.carer] += shift.hours
    for carer in problem.carers:
        counted[Part.OVERTIME] += max(0, hours_of[carer.id] - carer.contract_hours)
    return counted


def _extra(family: Family, came: set[str]) -> int:
    """Carers the family did not know yet; the first is no extra one where it knew nobody."""
    new = came - family.knows
    return len(new) - (not family.knows and bool(new))
