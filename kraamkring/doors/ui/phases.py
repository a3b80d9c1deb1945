"""The four zooms of the line: pregnancy, birth and stay, ten days, 1000 days, each with the time that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kraamkring.core.kernel import gestation
from kraamkring.core.kernel.moments import DAY, local_day, start_of_day
from kraamkring.core.pathway import phases
from kraamkring.core.pathway.phases import PHASES

from .line import Span

__all__ = ["PHASES", "Milestones"]

FIRST_WEEK_DRAWN, LAST_WEEK_DRAWN = 4, 42
SECOND_BIRTHDAY_DAYS = 730  # where the 1000 days that began with conception end
EARLY_DAYS_BEND = 0.45  # the first weeks hold nearly all promises: they get the room


@dataclass(frozen=True)
class Milestones(phases.Milestones):
    """Where this pregnancy stands, with the time that each zoom shows."""

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
        days, bend = (
            (self.days_at_home, 1.0) if phase == "ten_days" else (SECOND_BIRTHDAY_DAYS, EARLY_DAYS_BEND)
        )
        return Span(start_of_day(day_0, zone), start_of_day(day_0 + timedelta(days=days), zone), bend)
