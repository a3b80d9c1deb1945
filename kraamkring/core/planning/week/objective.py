"""What a good week is: named parts, weighed against one another or one strictly before the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from .distances import minutes_table
from .model import Family, Plan, Shift, WeekProblem


class Part(StrEnum):
    """What is counted, in the order of the product: who is without care comes first, who must drive comes late."""

    UNSERVED_VULNERABLE = "unserved_vulnerable"  # days
    UNSERVED = "unserved"  # days
    SHORTENED_VULNERABLE = "shortened_vulnerable"  # hours
    ROOM_MISSING = "room_missing"  # days of families still to come for which no room is kept
    SHORTENED = "shortened"  # hours
    EXTRA_CARERS = "extra_carers"
    TRAVEL = "travel"  # minutes
    OVERTIME = "overtime"  # hours
    CHANGES = "changes"  # promised care days on which another carer comes, nobody, or for fewer hours


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


IN_ORDER = tuple(Part)
PROMISES_FIRST = (
    Part.UNSERVED_VULNERABLE,
    Part.UNSERVED,
    Part.SHORTENED_VULNERABLE,
    Part.CHANGES,
    Part.ROOM_MISSING,
    Part.SHORTENED,
    Part.EXTRA_CARERS,
    Part.TRAVEL,
    Part.OVERTIME,
)


def promises_first(problem: WeekProblem, families_a_move: int) -> Objective:
    """In order, of a plan that people know: a promise is broken for care at all and for the hours of the vulnerable."""
    return in_order(problem, families_a_move, PROMISES_FIRST)


def in_order(problem: WeekProblem, families_a_move: int, order: tuple[Part, ...] = IN_ORDER) -> Objective:
    """One part strictly before the next: no move of the search can gain below and lose above.

    A part's weight is one more than all that a move of so many families can change in the parts below it.
    """
    families = problem.families
    told = Counter(shift.family for shift in problem.promised.shifts)
    farthest = minutes_table(problem).max(axis=1, initial=0).tolist()
    least = problem.rules.least_hours

    def most_of(amount_of: Iterable[int]) -> int:
        """What the families of a move can come to together."""
        return sum(sorted(amount_of)[-families_a_move:])

    days = {part: most_of(len(each.days) for each in families if nobody_comes(each) is part) for part in Part}
    short = {
        part: most_of(
            len(each.days) * (each.hours_a_day - least) for each in families if fewer_hours(each) is part
        )
        for part in Part
    }
    most = {
        Part.CHANGES: most_of(min(len(each.days), told[each.id]) for each in families),
        Part.OVERTIME: most_of(len(each.days) * each.hours_a_day for each in families),
        Part.TRAVEL: most_of(
            len(each.days) * 2 * minutes for each, minutes in zip(families, farthest, strict=True)
        ),
        Part.EXTRA_CARERS: most_of(min(len(each.days), problem.rules.most_carers) for each in families),
        Part.SHORTENED: short[Part.SHORTENED],
        Part.SHORTENED_VULNERABLE: short[Part.SHORTENED_VULNERABLE],
        Part.ROOM_MISSING: days[Part.ROOM_MISSING],
        Part.UNSERVED: days[Part.UNSERVED],
        Part.UNSERVED_VULNERABLE: days[Part.UNSERVED_VULNERABLE],
    }
    weights: dict[Part, Fraction] = {}
    below = 0
    for part in reversed(order):
        weights[part] = Fraction(below + 1)
        below += (below + 1) * most[part]
    return Objective(weights, strict=True)


def nobody_comes(family: Family) -> Part:
    """What a day without anybody counts as for this family."""
    if family.to_come:
        return Part.ROOM_MISSING
    return Part.UNSERVED_VULNERABLE if family.vulnerable else Part.UNSERVED


def fewer_hours(family: Family) -> Part:
    """What an hour less counts as. No hours of a family that is there are worth less than those of one to come."""
    return Part.SHORTENED_VULNERABLE if family.vulnerable and not family.to_come else Part.SHORTENED


def amounts(problem: WeekProblem, plan: Plan) -> Counter[Part]:
    """How much of every part there is in a plan."""
    counted: Counter[Part] = Counter(dict.fromkeys(Part, 0))
    given = {(shift.family, shift.day): shift for shift in plan.shifts}
    promised = {(shift.family, shift.day): shift for shift in problem.promised.shifts}
    passed = problem.settled_before
    for family in problem.families:
        comes = {}
        for day in family.days:
            shift = given.get((family.id, day))
            told = promised.get((family.id, day))
            if told is not None and not _keeps(told, shift, family):
                counted[Part.CHANGES] += 1
            if shift is None:
                counted[nobody_comes(family)] += 1
                continue
            comes[shift.carer] = problem.carer_by_id[shift.carer]
            counted[Part.TRAVEL] += 2 * problem.minutes(comes[shift.carer], family)
            hours = family.hours_a_day - shift.hours
            if day < passed:
                hours = max(0, hours)  # what was indicated then is not known any more
            counted[fewer_hours(family)] += hours
        counted[Part.EXTRA_CARERS] += _extra(family, set(comes))
    hours_of: Counter[str] = Counter()
    for shift in plan.shifts:
        hours_of[shift.carer] += shift.hours
    for carer in problem.carers:
        counted[Part.OVERTIME] += max(0, hours_of[carer.id] - carer.contract_hours)
    return counted


def _keeps(told: Shift, shift: Shift | None, family: Family) -> bool:
    """Whether who was promised comes, for as long; fewer hours are no broken promise where fewer are indicated now."""
    return (
        shift is not None and shift.carer == told.carer and shift.hours >= min(told.hours, family.hours_a_day)
    )


def _extra(family: Family, came: set[str]) -> int:
    """Carers the family did not know yet; the first is no extra one where it knew nobody."""
    new = came - family.knows
    return len(new) - (not family.knows and bool(new))
