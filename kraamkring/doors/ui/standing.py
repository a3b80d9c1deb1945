"""Where one family stands at a moment: its milestones, whether somebody was lost, and which care needs somebody now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.pathway import Activity, Protocol
from kraamkring.core.pathway.course import Course
from kraamkring.core.pathway.needs import is_of_now, needing
from kraamkring.core.pathway.outlook import somebody_lost
from kraamkring.core.pathway.view import views

from .phases import PHASES, Milestones

SETTLED = ("withdrawn", "waived")


class Standing:
    """One family at `now`. stones: None after a loss without a birth. current: the phase one is in, then None too.
    quiet: the mother or a child was lost, in any of the views that the facts allow. ended: every child was."""

    def __init__(
        self, facts: PregnancyFacts, activities: Sequence[Activity], protocol: Protocol, now: datetime
    ) -> None:
        self.facts, self.activities, self.protocol, self.now = facts, activities, protocol, now
        self.zone = protocol.zone
        courses = [Course(facts, view, protocol) for view in views(facts)[0]]
        self.course = courses[0]
        self.stones = Milestones.in_course(self.course)
        self.current = self.stones.phase_at(now) if self.stones else None
        self.quiet = somebody_lost(courses)
        self.ended = self.quiet and all(self.course.gone_at(slot) for slot in self.course.slots)

    def needs(self) -> list[Activity]:
        """At risk, or a gap of the phase one is in; gaps first, and of these what closes first."""
        return needing(self.activities, self.stones, self.now)

    def is_of_now(self, activity: Activity) -> bool:
        """True if it lies in the phase one is in; after a loss without a birth, if it came with the loss."""
        return is_of_now(activity.promise, self.stones, self.now)

    def is_past(self, activity: Activity) -> bool:
        """True if it lies in a phase that is over."""
        if self.stones is None or self.current is None:
            return not self.is_of_now(activity)
        return PHASES.index(self.stones.phase_of(activity.promise)) < PHASES.index(self.current)

    def is_still_due(self, activity: Activity) -> bool:
        """After a loss: what is ahead, and what is missing in these days. What is past is not gone over again."""
        if activity.promise.card.event == "booking" and self._is_over():
            return False
        return activity.state in ("open", "arranged", "at_risk") or (
            activity.state == "gap" and self.is_of_now(activity)
        )

    def _is_over(self) -> bool:
        return self.stones is None or self.stones.birth.basis != "expected"
