"""Invitations and feeds, read by another hand: vobject, which shares no code with what wrote them. The clock of the
place comes with each, and the nights on which it changes are right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from vobject.base import Component

from kraamkring.doors.feeds.ics import as_ics
from kraamkring.flows.own_calendar import Dated, OwnCalendar
from kraamkring.rooms.messages.channels import CalendarEntry
from kraamkring.rooms.messages.channels.icalendar.entry import calendar_of
from kraamkring.rooms.messages.channels.icalendar.transport import ICalendar

from .test_channels import outgoing
from .test_wording import MEDICAL

APPOINTMENT = UUID("0198c1f0-0000-7000-8000-00000000000a")
SENDER, LINK = "no-reply@kraamkring.example", "https://kraamkring.example/my/plan/"
HOUR = timedelta(hours=1)
AROUND_THE_CLOCK = [  # Brussels and Amsterdam: on 29-03-2026 from 02:00 to 03:00, on 25-10-2026 from 03:00 to 02:00
    datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # 01:30, ends at 03:30 by the clock
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 23, 30, tzinfo=UTC),  # 01:30
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 02:30, the first of two
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 02:30, the second
    datetime(2026, 10, 25, 2, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 0, tzinfo=UTC),
]
ZONES = pytest.mark.parametrize("zone", ["Europe/Brussels", "Europe/Amsterdam"])


def entry(start: datetime, zone: str = "Europe/Brussels", **more: object) -> CalendarEntry:
    known = {"appointment": APPOINTMENT, "method": "REQUEST", "sequence": 0} | more
    return CalendarEntry(start=start, end=start + HOUR, zone=zone, **known)  # type: ignore[arg-type]


def read(text: bytes | str) -> Component:
    """The calendar, as vobject reads and checks it."""
    calendar = vobject.readOne(text.decode() if isinstance(text, bytes) else text)
    assert calendar.validate(raiseException=True)
    return calendar


@ZONES
@pytest.mark.parametrize("start", AROUND_THE_CLOCK)
def test_the_moment_is_the_same_in_another_reader(start: datetime, zone: str) -> None:
    event = read(calendar_of(replace(outgoing(), link=LINK), entry(start, zone), SENDER)).vevent
    assert event.dtstart.value.astimezone(UTC) == start
    assert event.dtend.value.astimezone(UTC) == start + HOUR


@ZONES
def test_the_clock_comes_with_it_whole(zone: str) -> None:
    """What stands in VTIMEZONE, and not a table of the reader, gives the offset on both sides of each change."""
    text = calendar_of(outgoing(), entry(AROUND_THE_CLOCK[0], zone), SENDER).decode()
    clock = read(text.replace(zone, "Somewhere/Else")).vtimezone.gettzinfo()
    for local, hours in (
        ("2026-03-29T01:59", 1),
        ("2026-03-29T03:01", 2),
        ("2026-10-25T01:59", 2),
        ("2026-10-25T03:01", 1),
        ("2036-07-01T12:00", 2),
        ("2036-12-01T12:00", 1),
    ):
        assert clock.utcoffset(datetime.fromisoformat(local)) == hours * HOUR
        assert datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).utcoffset() == hours * HOUR


def test_an_hour_that_comes_twice_is_said_without_doubt() -> None:
    """A clock with a name cannot tell the second 02:30 from the first, and readers differ: then the entry is in UTC."""
    for start, said in (
        (AROUND_THE_CLOCK[5], b"DTSTART:20261025T003000Z"),
        (AROUND_THE_CLOCK[6], b"T013000Z"),
    ):
        text = calendar_of(outgoing(), entry(start), SENDER)
        assert said in text
        assert b"VTIMEZONE" not in text


def test_one_entry_for_life_is_moved_and_cancelled() -> None:
    start = AROUND_THE_CLOCK[3]
    made = entry(start)
    moved = replace(made, start=start + HOUR, end=start + 2 * HOUR, sequence=1)
    cancelled = replace(moved, method="CANCEL", sequence=2)
    calendars = [read(calendar_of(outgoing(), each, SENDER)) for each in (made, moved, cancelled)]
    assert {str(each.vevent.uid.value) for each in calendars} == {f"{APPOINTMENT}@kraamkring.example"}
    assert [int(each.vevent.sequence.value) for each in calendars] == [0, 1, 2]
    assert [str(each.method.value) for each in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [str(each.vevent.status.value) for each in calendars] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert calendars[1].vevent.dtstart.value.astimezone(UTC) == start + HOUR
    for each in calendars:
        event = each.vevent
        assert str(event.organizer.value) == f"mailto:{SENDER}"
        assert event.organizer.params["CN"] == ["Kraamkring"]
        assert str(event.attendee.value) == "mailto:leen@example.org"
        assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
        assert event.attendee.params["RSVP"] == ["FALSE"]  # who cannot come says so behind the link
        assert event.contents["class"][0].value == "PRIVATE"


def test_an_entry_holds_a_time_and_a_link_and_nothing_else() -> None:
    event = read(calendar_of(replace(outgoing(), link=LINK), entry(AROUND_THE_CLOCK[3]), SENDER)).vevent
    assert (str(event.description.value), str(event.url.value)) == (LINK, LINK)
    assert not event.contents.get("location")
    assert not MEDICAL.search(event.serialize())


def test_a_letter_carries_it_as_calendars_expect() -> None:
    class Kept:
        def hand_in(self, mail: object) -> str:
            self.mail = mail
            return ""

    kept = Kept()
    ICalendar(kept, SENDER).send(replace(outgoing(), calendar=entry(AROUND_THE_CLOCK[5])))
    _, part = kept.mail.iter_parts()  # type: ignore[attr-defined]
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == "REQUEST"
    read(part.get_content())


@ZONES
def test_the_feed_is_read_by_another_hand_too(zone: str) -> None:
    dates = tuple(
        Dated(UUID(int=number), 1, start, start + HOUR, start, True, number == 3, LINK, zone)
        for number, start in enumerate(AROUND_THE_CLOCK)
    )
    calendar = read(as_ics(OwnCalendar("nl", dates), "kraamkring.example"))
    events = {str(event.uid.value): event for event in calendar.vevent_list}
    for dated in dates:
        event = events[f"{dated.item}@kraamkring.example"]
        assert event.dtstart.value.astimezone(UTC) == dated.start
        assert event.dtend.value.astimezone(UTC) == dated.end
        assert str(event.status.value) == ("CANCELLED" if dated.cancelled else "CONFIRMED")
    assert [str(each.tzid.value) for each in calendar.vtimezone_list] == [zone]
