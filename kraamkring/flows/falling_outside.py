"""Care that was arranged and no longer is, because something moved its window: whoever moved it is told at once."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.pathway import Activity, assess

from .pathway import pathway_of


class Outside(NamedTuple):
    """Care that was arranged, and no longer is: its appointment now lies outside the window, or binds nothing."""

    activity: Activity
    start: datetime


def fell_outside(before: PregnancyFacts, after: PregnancyFacts, now: datetime) -> tuple[Outside, ...]:
    """What was arranged for by the facts as they were, and is not by those as they are."""
    still = {found.promise.key for found in _arranged(after, now)}
    return tuple(
        Outside(found, found.arranged_for)
        for found in _arranged(before, now)
        if found.promise.key not in still and found.arranged_for is not None
    )


def _arranged(facts: PregnancyFacts, now: datetime) -> list[Activity]:
    return [found for found in assess(pathway_of(facts), facts, now) if found.state == "arranged"]
