"""A maternity-care hotel in a shortage, and what it would give whom: an offer, of which a person decides.

In such a place one carer cares for several families, so that time of carers at home comes free.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from ...kernel.errors import ImpossibleFact
from .model import Plan, WeekProblem
from .objective import Part
from .promises import Change
from .reasons import Reason


class Gives(StrEnum):
    """What an offer and a stay would give."""

    FULL_HOURS = "full_hours"
    MORE_CARE = "more_care"
    OWN_HOURS = "own_hours"
    OWN_DAYS = "own_days"
    COMES_FREE = "comes_free"
    OTHER_FULL = "other_full"
    OTHER_HOURS = "other_hours"


SENTENCES: dict[Gives, str] = {
    Gives.FULL_HOURS: "With %(beds)s beds %(families)s families would get their full hours",
    Gives.MORE_CARE: "With %(beds)s beds there would be %(days)s days and %(hours)s hours of care more",
    Gives.OWN_HOURS: "%(family)s would have %(hours)s hours more there than at home",
    Gives.OWN_DAYS: "%(family)s would have somebody on %(days)s days on which nobody comes to her home",
    Gives.COMES_FREE: "%(carer)s would have time for others on %(days)s days",
    Gives.OTHER_FULL: "%(other)s would get its full hours",
    Gives.OTHER_HOURS: "%(other)s would get %(hours)s hours more",
}


@dataclass(frozen=True)
class Hotel:
    """A place with beds for mothers, children and partners. Every number is of this period.

    beds: free on each day. carers: there on each day, each for so many families_a_carer; no carers of the week.
    hours_a_day: what a family has there on a day. accepts: families that may be asked and did not say no.
    longest_stay: in days.
    """

    id: str
    beds: tuple[int, ...]
    carers: tuple[int, ...]
    families_a_carer: int
    hours_a_day: int
    accepts: frozenset[str]
    longest_stay: int

    def __post_init__(self) -> None:
        if min((*self.beds, *self.carers, self.families_a_carer, self.hours_a_day, self.longest_stay)) < 0:
            raise ImpossibleFact("hotel", "a number is below 0", "Correct it")

    def room(self, day: int) -> int:
        """How many families can be cared for there on a day: as many as beds and carers allow."""
        if day >= min(len(self.beds), len(self.carers)):
            return 0
        return min(self.beds[day], self.carers[day] * self.families_a_carer)


@dataclass(frozen=True)
class Stay:
    """A family in the hotel on these days. gained: care that all families together have more by it; why: in words.

    full: families that would get their full hours on all their days by this stay and those before it.
    """

    family: str
    days: tuple[int, ...]
    hours_a_day: int
    gained: Counter[Part]
    full: tuple[str, ...]
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class HotelOffer:
    """Stays, each worth more than the next when it was chosen. beds: used on each day.

    plan: who would come to whom at home then; changes: against the plan in force. Nothing of it holds before a person
    and the families themselves have said yes.
    """

    hotel: str
    stays: tuple[Stay, ...]
    beds: tuple[int, ...]
    full: tuple[str, ...]
    gained: Counter[Part]
    plan: Plan
    changes: tuple[Change, ...]
    why: tuple[Reason, ...]


def without_stays(problem: WeekProblem, stays: tuple[Stay, ...]) -> WeekProblem:
    """The problem of those at home when these families are in the hotel: its days there are no care days at home."""
    away = {each.family: set(each.days) for each in stays}
    return replace(
        problem,
        families=tuple(
            replace(each, days=tuple(day for day in each.days if day not in away.get(each.id, ())))
            for each in problem.families
        ),
        pins=tuple(pin for pin in problem.pins if pin.day not in away.get(pin.family, ())),
    )


def would(code: Gives, **values: str | int) -> Reason:
    """One thing that an offer would give."""
    return Reason(code, SENTENCES[code], tuple(sorted(values.items())))
