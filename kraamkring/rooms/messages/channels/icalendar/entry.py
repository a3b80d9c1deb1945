"""An entry of a calendar (RFC 5545, 5546): a later sequence under the same UID moves or cancels an earlier one."""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar, Event, vCalAddress, vText

from .. import CalendarEntry, Outgoing
from ..email.letter import domain
from .clock import clock_of, on_the_clock

NAME = "Kraamkring"


def calendar_of(message: Outgoing, entry: CalendarEntry, sender: str) -> bytes:
    """The calendar object with one event, on the clock of the place, which comes with it. Its title is the subject:
    nothing medical, no name. Whoever cannot come says so behind the link: an answer by mail would reach nobody."""
    start, end = on_the_clock(entry.start, entry.end, entry.zone)
    event = Event()
    event.add("uid", f"{entry.appointment}@{domain(sender)}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", message.created_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", vText(message.subject))
    if message.link:
        event.add("description", vText(message.link))
        event.add("url", message.link)
    event.add("status", "CANCELLED" if entry.method == "CANCEL" else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.method == "CANCEL" else "OPAQUE")
    organizer = vCalAddress(f"mailto:{sender}")
    organizer.params["CN"] = vText(NAME)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{message.address}")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Kraamkring//NL")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    if start.tzinfo is not UTC:
        calendar.add_component(clock_of(entry.zone))
    calendar.add_component(event)
    return bytes(calendar.to_ical())
