"""Which care needs somebody now: what every list shows, and what an alarm is raised for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .phases import Milestones
from .promises import Promise
from .states import Activity


def needing(activities: Iterable[Activity], stones: Milestones | None, now: datetime) -> list[Activity]:
    """At risk, or a gap of the phase one is in; gaps first, and of these what closes first. What was missed in a phase
    that is over stays in the history and does not call for ever. stones: None after a loss without a birth."""
    found = [
        activity
        for activity in activities
        if activity.state == "at_risk"
        or (activity.state == "gap" and is_of_now(activity.promise, stones, now))
    ]
    return sorted(found, key=lambda a: (a.state != "gap", a.promise.window.latest, a.promise.key))


def is_of_now(promise: Promise, stones: Milestones | None, now: datetime) -> bool:
    """True if it lies in the phase one is in; after a loss without a birth, if it came with the loss."""
    if stones is None:
        return promise.card.event != "booking"
    return stones.phase_of(promise) == stones.phase_at(now)
