"""The four phases of the time around a birth, and in which of them a promise or a moment lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from ..facts.model import PregnancyFacts
from ..kernel.moments import start_of_day
from .cards import Protocol
from .course import Course, Happening
from .promises import Promise
from .view import views

PHASES = ("pregnancy", "stay", "ten_days", "thousand_days")


@dataclass(frozen=True)
class Milestones:
    """Where this pregnancy stands: the birth and the homecoming of the mother, each recorded or expected."""

    course: Course
    birth: Happening
    home: Happening

    @classmethod
    def of(cls, facts: PregnancyFacts, protocol: Protocol) -> Self | None:
        """The milestones of the mother, in the first of the views that the facts allow; None after a loss without a
        birth."""
        return cls.in_course(Course(facts, views(facts)[0][0], protocol))

    @classmethod
    def in_course(cls, course: Course) -> Self | None:
        """The same, of one course."""
        birth = course.first("birth", "mother")
        home = course.first("homecoming", "mother")
        return cls(course, birth, home) if birth and home else None

    @property
    def ten_days_end(self) -> datetime:
        """The midnight after the last of the first days at home: day 10."""
        day_0 = self.course.day_of(self.birth)
        return start_of_day(day_0 + timedelta(days=self.days_at_home), self.course.zone)

    @property
    def days_at_home(self) -> int:
        """How many these first days are: day 0 to day 10."""
        return self.course.protocol.bounds.last_day_at_home + 1

    def phase_of(self, promise: Promise) -> str:
        """The phase that a promise belongs to."""
        if promise.card.event == "booking":
            return "pregnancy"
        if promise.window.latest <= self.home.at:
            return "stay"
        return "ten_days" if promise.window.target < self.ten_days_end else "thousand_days"

    def phase_at(self, now: datetime) -> str:
        """The phase in which a moment lies."""
        if now < self.birth.at or self.birth.basis == "expected":
            return "pregnancy"
        if now < self.home.at:
            return "stay"
        return "ten_days" if now < self.ten_days_end else "thousand_days"
