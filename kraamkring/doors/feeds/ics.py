"""A calendar as RFC 5545 writes it. Titles say that there is an appointment, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from kraamkring.flows.own_calendar import Dated, OwnCalendar
from kraamkring.rooms.messages.channels.icalendar.clock import clock_of, on_the_clock

ASK_AGAIN = timedelta(hours=1)  # what we ask of telephones; most have their own mind


def as_ics(own: OwnCalendar, host: str) -> bytes:
    """The calendar. host: what follows the @ of each entry's name; the same as in the entries that go by mail, so that
    a later one replaces an earlier one. The same appointments give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kraamkring//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Kraamkring")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    spoken = {dated.zone for dated in own.dates if _times(dated)[0].tzinfo is not UTC}
    for zone in sorted(spoken):
        calendar.add_component(clock_of(zone))
    with override(own.language):
        for dated in own.dates:
            calendar.add_component(_event(dated, host))
    return bytes(calendar.to_ical())


def _event(dated: Dated, host: str) -> Event:
    event = Event()
    start, end = _times(dated)
    event.add("uid", f"{dated.item}@{host}")
    event.add("sequence", dated.version)
    event.add("dtstamp", dated.changed_at.astimezone(UTC))
    event.add("last-modified", dated.changed_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", f"{_('Appointment')} · Kraamkring")
    event.add("description", _("With whom and where, you can read here: %(link)s") % {"link": dated.link})
    event.add("url", dated.link)
    event.add("status", _status(dated))
    event.add("transp", "TRANSPARENT" if dated.cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _times(dated: Dated) -> tuple[datetime, datetime]:
    return on_the_clock(dated.start, dated.end, dated.zone)


def _status(dated: Dated) -> str:
    return "CANCELLED" if dated.cancelled else "CONFIRMED" if dated.sure else "TENTATIVE"
