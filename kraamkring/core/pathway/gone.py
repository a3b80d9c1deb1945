"""Who is no longer there: died, stillborn, or lost before birth. From then on no cheerful word goes out."""

from __future__ import annotations

from collections.abc import Mapping

from ..facts.model import PregnancyFacts
from .cards import Protocol
from .course import Course
from .derive import protocol_in_force
from .view import views


def gone(facts: PregnancyFacts, protocols: Mapping[str, Protocol]) -> frozenset[str]:
    """The slots of mother and children who are gone in any of the ways that the facts can be read: where two people
    wrote it differently, the sad one is heeded. Raises ImpossibleFact for a region without a protocol."""
    protocol = protocol_in_force(facts, protocols)
    courses = [Course(facts, view, protocol) for view in views(facts)[0]]
    return frozenset(
        subject
        for course in courses
        for subject in ("mother", *course.slots)
        if course.gone_at(subject) is not None
    )


def is_over(facts: PregnancyFacts, protocols: Mapping[str, Protocol]) -> bool:
    """Whether nobody is awaited any more: every child was born, or is gone."""
    course = Course(facts, views(facts)[0][0], protocol_in_force(facts, protocols))
    missing = gone(facts, protocols)
    return all(slot in course.view.births or slot in missing for slot in course.slots)
