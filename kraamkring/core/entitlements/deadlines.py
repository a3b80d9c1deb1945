"""Deadlines that a weekend or a public holiday moves. Which days are public holidays, the pack says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from ..kernel.moments import HOUR
from ..kernel.working_days import Holidays, holding_working_days, is_working_day, working_day_from


def declared_by(born: date, days: int, working_days: int, holidays: Holidays) -> date:
    """The last day to declare a birth: so many days after the day of birth, which does not count; so many more that
    it is a working day, and that so many working days lie in it."""
    return holding_working_days(born, born + timedelta(days=days), working_days, holidays)


def notified_by(born_at: datetime, hours: int, zone: tzinfo, holidays: Holidays) -> datetime | date:
    """Hours after birth on the clock, daylight saving included; the whole next working day if they end on a day of the
    zone that is none."""
    end = (born_at.astimezone(UTC) + hours * HOUR).astimezone(zone)
    if is_working_day(end.date(), holidays):
        return end
    return working_day_from(end.date(), holidays)
