"""The four zooms of the line: pregnancy, birth and stay, ten days, 1000 days. Which promise is drawn in which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel import gestation
from kraamkring.core.kernel.moments import DAY, local_day, start_of_day
from kraamkring.core.pathway import Promise, Protocol
from kraamkring.core.pathway.course import Course, Happening
from kraamkring.core.pathway.view import views

from .line import Span

PHASES = ("pregnancy", "stay", "ten_days", "thousand_days")
FIRST_WEEK_DRAWN, LAST_WEEK_DRAWN = 4, 42
DAYS_AT_HOME = 11  # day 0 to day 10
SECOND_BIRTHDAY_DAYS = 730  # where the 1000 days that began with conception end
EARLY_DAYS_BEND = 0.45  # the first weeks hold nearly all promises: they get the room


@dataclass(frozen=True)
class Milestones:
    """Where this pregnancy stands: the due date, the birth and the homecoming, each recorded or expected."""

    course: Course
    birth: Happening
    home: Happening

    @classmethod
    def of(cls, facts: PregnancyFacts, protocol: Protocol) -> Milestones | None:
        """The milestones of the mother, in the first of the views that the facts allow; None after a loss without a
        birth."""
        course = Course(facts, views(facts)[0][0], protocol)
        birth = course.first("birth", "mother")
        home = course.first("homecoming", "mother")
        return cls(course, birth, home) if birth and home else None

    def phase_of(self, promise: Promise) -> str:
        """The zoom in which a promise is drawn."""
        if promise.card.event == "booking":
            return "pregnancy"
        if promise.window.latest <= self.home.at:
            return "stay"
        return "ten_days" if promise.window.target < self.span("ten_days").end else "thousand_days"

    def phase_at(self, now: datetime) -> str:
        """The zoom in which a moment lies."""
        if now < self.birth.at or self.birth.basis == "expected":
            return "pregnancy"
        if now < self.home.at:
            return "stay"
        return "ten_days" if now < self.span("ten_days").end else "thousand_days"

    def span(self, phase: str) -> Span:
        """The time that a zoom shows."""
        zone = self.course.zone
        day_0 = self.course.day_of(self.birth)
        if phase == "pregnancy":
            due = self.course.view.due
            first, last = (gestation.date_at(due, week * 7) for week in (FIRST_WEEK_DRAWN, LAST_WEEK_DRAWN))
            return Span(start_of_day(first, zone), start_of_day(last, zone))
        if phase == "stay":
            end = max(local_day(self.home.at, zone), day_0) + DAY
            return Span(start_of_day(day_0, zone), start_of_day(end, zone))
        days, bend = (DAYS_AT_HOME, 1.0) if phase == "ten_days" else (SECOND_BIRTHDAY_DAYS, EARLY_DAYS_BEND)
        return Span(start_of_day(day_0, zone), start_of_day(day_0 + timedelta(days=days), zone), bend)
