"""Days after birth. Day 0 is the local date of birth; stays are counted in elapsed hours."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from .moments import HOUR, local_day


def postpartum_day(born_on: date, on: date) -> int:
    """0 on the local date of birth, 1 on the next day."""
    return (on - born_on).days


def stay_hours(born_at: datetime, discharged_at: datetime) -> float:
    """Hours between birth and discharge on the clock, daylight saving included."""
    return (discharged_at - born_at) / HOUR


def discharge_day(born_at: datetime, discharged_at: datetime, zone: tzinfo) -> int:
    """The day of life, counted in local days, on which someone goes home."""
    return postpartum_day(local_day(born_at, zone), local_day(discharged_at, zone))
