"""Who is eligible: every criterion answered yes, no or not known, each with its reason. Not known is not no."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Literal, NamedTuple

from ..facts.coherence import standing
from ..facts.model import PregnancyFacts
from ..kernel import gestation
from ..kernel.moments import local_day
from .cards import Certainty, InFourLanguages, Protocol, Strict
from .conditions import Condition, compiled
from .course import Course
from .view import views

Answer = Literal["yes", "no", "unknown"]


class Criterion(Strict):
    """One condition, where it stands and what it says. decides: a no here makes the whole answer no."""

    name: str
    when: Mapping[str, Mapping[str, object]]
    certainty: Certainty
    where: str
    says: InFourLanguages
    decides: bool = True

    @cached_property
    def condition(self) -> Condition:
        return compiled(self.when)


class Criteria(Strict):
    name: str
    source: str
    title: InFourLanguages
    criterion: tuple[Criterion, ...]


class Judged(NamedTuple):
    criterion: Criterion
    met: Answer
    fact: str
    value: Any


class Verdict(NamedTuple):
    """eligible: every deciding criterion is met. undecided: the deciding ones that are not known yet."""

    eligible: bool
    undecided: tuple[str, ...]
    judged: tuple[Judged, ...]


def judge(facts: PregnancyFacts, protocol: Protocol, criteria: Criteria, now: datetime) -> Verdict:
    """The verdict on one family. Facts recorded in contradictory ways must satisfy in every reading."""
    courses = [Course(facts, view, protocol) for view in views(facts)[0]]
    judged = tuple(_judge(each, courses, now) for each in criteria.criterion)
    deciding = [each for each in judged if each.criterion.decides]
    return Verdict(
        all(each.met == "yes" for each in deciding),
        tuple(each.criterion.name for each in deciding if each.met == "unknown"),
        judged,
    )


def _judge(criterion: Criterion, courses: list[Course], now: datetime) -> Judged:
    (name,) = criterion.when
    worst: Judged | None = None
    for course in courses:
        value = _value(course, now, name)
        fails = criterion.condition(lambda _, value=value: value) is not None  # type: ignore[misc]
        met: Answer = "unknown" if value is None else "no" if fails else "yes"
        if worst is None or ORDER.index(met) < ORDER.index(worst.met):
            worst = Judged(criterion, met, name, value)
    assert worst is not None  # noqa: S101 (views() yields at least one)
    return worst


ORDER = ("no", "unknown", "yes")


def _value(course: Course, now: datetime, name: str) -> Any:
    """The named fact about mother and children together: of several children, the one furthest from the criterion."""
    return partial(COMBINED[name], course, now)()


def _children(course: Course, now: datetime) -> int | None:
    if course.facts.expected_newborns is None and not course.view.births:
        return None
    return len(course.slots)


def _outcome(course: Course, now: datetime) -> str | None:
    said = {
        "stillborn" if course.gone_at(slot) else birth.outcome for slot, birth in course.view.births.items()
    }
    if course.view.losses:
        return "stillborn"
    return "stillborn" if "stillborn" in said else next(iter(said), None)


def _mode(course: Course, now: datetime) -> str | None:
    modes = {birth.mode for birth in course.view.births.values()}
    return next((mode for mode in ("caesarean", "instrumental", "vaginal") if mode in modes), None)


def _gestation(course: Course, now: datetime) -> int | None:
    """As judged at birth, else counted from the due date."""
    found = [
        gestation.parse(birth.gestation)
        if birth.gestation
        else gestation.gestation_days(course.view.due, local_day(birth.born_at, course.zone))
        for birth in course.view.births.values()
    ]
    return min(found, default=None)


def _lightest(course: Course, now: datetime) -> int | None:
    weights = [birth.weight_g for birth in course.view.births.values()]
    known = [weight for weight in weights if weight is not None]
    return min(known) if known and len(known) == len(weights) else None


def _newborn_condition(course: Course, now: datetime) -> str | None:
    said = [birth.condition for birth in course.view.births.values()]
    if "concern" in said:
        return "concern"
    return "good" if said and None not in said else None


def _home_visit_agreed(course: Course, now: datetime) -> bool:
    held = any(
        contact.kind == "home_visit" for contact in standing(course.facts.contacts, course.facts.retracted)
    )
    return held or any(
        a.care == "home_visit" and a.accepted and a.outcome != "cancelled" and a.end > now
        for a in standing(course.facts.appointments, course.facts.retracted)
    )


COMBINED: Mapping[str, Any] = {
    "children": _children,
    "outcome": _outcome,
    "mode_of_birth": _mode,
    "gestation_at_birth_days": _gestation,
    "lightest_birth_weight_g": _lightest,
    "newborn_condition": _newborn_condition,
    "mother_condition": lambda course, now: course.facts.mother_condition,
    "course": lambda course, now: course.facts.course,
    "home_visit_agreed": _home_visit_agreed,
    "preferred_stay": lambda course, now: course.facts.preferences.stay,
}
