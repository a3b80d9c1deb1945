"""An entry of a calendar (RFC 5545, 5546): a later sequence under the same UID moves or cancels an earlier one."""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar, Event, vCalAddress, vText

from .. import CalendarEntry, Outgoing
from ..email.letter import domain


def calendar_of(message: Outgoing, entry: CalendarEntry, sender: str) -> bytes:
    """The calendar object with one event. Its title is the subject: nothing medical, no name."""
    event = Event()
    event.add("uid", f"{entry.appointment}@{domain(sender)}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", message.created_at.astimezone(UTC))
    event.add("dtstart", entry.start.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("summary", vText(message.subject))
    event.add("status", "CANCELLED" if entry.method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", vCalAddress(f"mailto:{sender}"))
    attendee = vCalAddress(f"mailto:{message.address}")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Kraamkring//NL")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
