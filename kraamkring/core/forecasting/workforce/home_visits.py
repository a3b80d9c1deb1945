"""The midwives that home visits take: how many visits, how long, how far, how many in a day, and the telephone.

KCE 232As, 3.9.2 says what must be measured (length of a visit, visits in a working day, travel, telephone calls, how
many are eligible) and has no number of it: every number is the reader's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from .document import Guess, Midwives

MINUTES = 60


class Needed(NamedTuple):
    """In a year. midwives: full-time. visits_a_day: of one midwife."""

    families: float
    visits: float
    hours: float
    visits_a_day: float
    midwives: float


def midwives_needed(values: Mapping[str, float], stays: list[tuple[float, float]]) -> Needed:
    """stays: share of families, and visits each. values: named as in `Midwives`; visits_a_day missing: as many as fit.

    A visit takes its own time and the way to it; a family's telephone calls are spread over the visits of all.
    """
    families = values["births"] * values["eligible"]
    seen = families * sum(share for share, visits in stays if visits > 0)
    visits = families * sum(share * visits for share, visits in stays)
    later = max(visits - seen, 0.0)
    minutes = (
        seen * values["first_visit_minutes"]
        + later * values["visit_minutes"]
        + visits * values["travel_minutes"]
        + families * values["phone_minutes_a_family"]
    )
    if not visits:
        return Needed(families, 0.0, minutes / MINUTES, 0.0, _days(minutes, values) / values["days_a_year"])
    a_day = values.get("visits_a_day", values["minutes_a_day"] * visits / minutes if minutes else 0.0)
    days = visits / a_day if a_day else 0.0
    return Needed(families, visits, minutes / MINUTES, a_day, days / values["days_a_year"])


def _days(minutes: float, values: Mapping[str, float]) -> float:
    return minutes / values["minutes_a_day"]


def shares_and_visits(midwives: Midwives, usual: Callable[[float], float]) -> list[tuple[float, float]]:
    """Of each stay the share and the visits; usual: the visits that go with a stay where none are said."""
    return [
        (each.share, usual(each.stay_days) if each.visits is None else each.visits) for each in midwives.stays
    ]


def guesses(midwives: Midwives) -> dict[str, Guess]:
    """Everything that is a number of its own, by name."""
    return {
        name: getattr(midwives, name)
        for name in type(midwives).model_fields
        if name != "stays" and getattr(midwives, name) is not None
    }
