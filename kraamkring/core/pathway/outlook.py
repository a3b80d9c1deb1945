"""How a family stands at a moment, and until which instant that holds if nobody writes anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from ..facts.coherence import standing
from ..facts.model import PregnancyFacts
from ..kernel.moments import start_of_day
from .cards import Protocol
from .course import Course
from .needs import needing
from .phases import Milestones
from .promises import Pathway, Promise
from .states import Activity, assess
from .view import views

JUST_AFTER = timedelta(microseconds=1)  # instants are counted in microseconds, here and in the database
AHEAD = ("open", "arranged")

Worst = Literal["gap", "at_risk", "none"]


class Outlook(NamedTuple):
    """One family at a moment. needs: what needs somebody, most urgent first. quiet: somebody was lost, in any of the
    views that the facts allow.

    turns_at: the first later instant at which an activity is assessed otherwise, or another one needs somebody,
    although nobody wrote anything; None if that never comes.
    """

    activities: tuple[Activity, ...]
    needs: tuple[Activity, ...]
    quiet: bool
    turns_at: datetime | None

    @property
    def worst(self) -> Worst:
        return "none" if not self.needs else "gap" if self.needs[0].state == "gap" else "at_risk"

    @property
    def presses_at(self) -> datetime | None:
        """Of the most urgent need: since when there is a gap, or when the window of what is at risk closes; without
        one, when the next window closes; None if nothing is ahead."""
        if self.needs:
            return self.needs[0].promise.window.latest
        ahead = (a.promise for a in self.activities if a.state in AHEAD)
        return min((p.window.latest for p in ahead if p.obligation != "proposed"), default=None)


def outlook(pathway: Pathway, facts: PregnancyFacts, protocol: Protocol, now: datetime) -> Outlook:
    """The family at `now`. protocol: of the region where it lives."""
    courses = [Course(facts, view, protocol) for view in views(facts)[0]]
    stones = Milestones.in_course(courses[0])

    def at(moment: datetime) -> tuple[tuple[Activity, ...], tuple[Activity, ...]]:
        activities = assess(pathway, facts, moment)
        return activities, tuple(needing(activities, stones, moment))

    seen = at(now)
    moments = sorted({m for m in _moments(seen[0], facts, stones) if m > now})
    turns_at = next((moment for moment in moments if at(moment) != seen), None)
    return Outlook(*seen, somebody_lost(courses), turns_at)


def somebody_lost(courses: Sequence[Course]) -> bool:
    """True if the mother or a child was lost, in any of the courses that the facts allow."""
    return any(course.gone_at(who) for course in courses for who in ("mother", *course.slots))


def _moments(
    activities: Sequence[Activity], facts: PregnancyFacts, stones: Milestones | None
) -> Iterator[datetime]:
    """Every instant at which the clock alone can change an assessment: none is left out, some may change nothing."""
    for activity in activities:
        if activity.state == "open" and activity.at_risk_from is not None:
            yield activity.at_risk_from
        if activity.state in ("open", "at_risk", "arranged", "waived") and _closing_counts(activity.promise):
            window = activity.promise.window
            yield window.latest + JUST_AFTER if window.last_counts else window.latest
    zone = activities[0].promise.protocol.zone if activities else UTC
    yield from _dated(facts, zone)
    if stones is not None:
        yield from (stones.birth.at, stones.home.at, stones.ten_days_end)


def _closing_counts(promise: Promise) -> bool:
    return promise.basis == "recorded" or promise.obligation == "proposed"


def _dated(facts: PregnancyFacts, zone: tzinfo) -> Iterator[datetime]:
    """When what was written down begins or ceases to count: a fact may be dated in the future."""
    yield start_of_day(facts.booked_on, zone)
    for listed in (facts.contacts, facts.screenings, facts.results, facts.steps, facts.waivers):
        yield from (fact.at for fact in standing(listed, facts.retracted))  # type: ignore[attr-defined]
    for agreed in standing(facts.appointments, facts.retracted):
        yield from (agreed.start, agreed.end)
        made_at = agreed.made_at or agreed.recorded_at
        if made_at is not None:
            yield made_at
    for member in standing(facts.network, facts.retracted):
        for day in (member.accepted_on, member.until):
            if day is not None:
                yield start_of_day(day, zone)
