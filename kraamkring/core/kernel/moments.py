"""Moments and local days. An instant is an aware datetime; a local day belongs to a place of care."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from .errors import ImpossibleFact

BRUSSELS = ZoneInfo("Europe/Brussels")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def instant(text: str, field: str = "") -> datetime:
    """The instant that ISO 8601 text names. Raises ImpossibleFact without an offset, or if it is no instant."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ImpossibleFact(field, "this is not a date and time", EXAMPLE) from None
    return aware(moment, field)


EXAMPLE = "Write it with its offset, as in 2026-10-14T08:30:00+02:00"


def aware(moment: datetime, field: str = "") -> datetime:
    """The same instant in UTC. Raises ImpossibleFact if it has no offset or lies outside 1900-2200."""
    if moment.tzinfo is None:
        raise ImpossibleFact(field, "this instant has no offset", EXAMPLE)
    plausible(moment, field)
    return moment.astimezone(UTC)


def plausible(day: date, field: str = "") -> None:
    """Nothing, if the year lies in 1900-2200. Raises ImpossibleFact otherwise."""
    if not 1900 <= day.year <= 2200:
        raise ImpossibleFact(field, "this year cannot be meant", "Check the year")


@lru_cache(maxsize=65536)
def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant (UTC) at which a local day begins; days of 23 and 25 hours included."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The date on the wall calendar of a zone."""
    return moment.astimezone(zone).date()
