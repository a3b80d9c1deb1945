"""Her leave as a file for a calendar (RFC 5545): whole days, and nothing about why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

Stretch = tuple[str, str, date, date]  # its name in the scheme, its title, first and last day


def as_ics(parts: Iterable[Stretch], episode: UUID, now: datetime) -> bytes:
    """One entry for each part. Taken in again after the dates moved, an entry replaces the one before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kraamkring//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for name, title, first, last in parts:
        event = Event()
        event.add("uid", f"leave-{name}-{episode}@kraamkring")
        event.add("sequence", int(now.timestamp()) // 60)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        event.add("summary", title)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
