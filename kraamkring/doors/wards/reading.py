"""A message as what it tells. The table of what is read from where stands in docs/adt.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kraamkring.core.facts.model import Mode
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.doors.ui.local_time import NoSuchTime, TimeTwice, instant
from kraamkring.flows.ward_event import HOSPITAL, Newborn, Unclear, WardEvent, What, Whom
from kraamkring.packs.identifiers import foreign_number

from .segments import (
    OTHER_EVENT,
    OTHER_KIND,
    OTHER_PROCESSING,
    OTHER_VERSION,
    REQUIRED,
    UNKNOWN_VALUE,
    WRONG_TYPE,
    Faulty,
    Message,
    Segment,
)
from .ward import Ward

EVENTS: dict[str, What] = {  # HL7 v2, chapter 3
    "A01": "came", "A03": "left", "A28": "registered", "A31": "changed", "A08": "changed", "A11": "undone",
    "A13": "undone",
}  # fmt: skip
INPATIENT = ("", "I", "B")  # table 0004: inpatient, obstetrics; others are not in a bed
MOTHERS = ("MTH", "MOM")  # table 0063, and a name that is usual
NEWBORN_FOR = timedelta(days=365)  # who is younger may be a newborn; a grown woman names her mother too
MOMENT = re.compile(r"(\d{8})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d{1,4})?)?)?)?([+-]\d{4})?")
DAY = re.compile(r"(\d{8})(\d{2,6}(?:\.\d{1,4})?)?(?:[+-]\d{4})?")


class Header(NamedTuple):
    """What stands in MSH; as far as it could be read, for the answer too."""

    application: str = ""
    facility: str = ""
    to_application: str = ""
    to_facility: str = ""
    kind: str = ""
    event: str = ""
    control_id: str = ""
    processing: str = ""
    version: str = ""


def header_of(message: Message) -> Header:
    """Raises Faulty for a value that cannot be read."""
    said = message.segments[0]
    return Header(
        said.value(3), said.value(4), said.value(5), said.value(6), said.value(9), said.value(9, 2),
        said.value(10), said.value(11), said.value(12),
    )  # fmt: skip


def must_be_for_us(header: Header) -> None:
    """Raises Faulty for a message of another kind."""
    if header.kind != "ADT":
        raise Faulty("MSH-9.1", "only ADT is taken here", OTHER_KIND)
    if header.event not in EVENTS:
        raise Faulty("MSH-9.2", "this event is not taken here", OTHER_EVENT)
    if header.version and not header.version.startswith("2."):
        raise Faulty("MSH-12", "this is no version 2", OTHER_VERSION)
    if not header.control_id:
        raise Faulty("MSH-10", "it is missing", REQUIRED)


def read(message: Message, ward: Ward, now: datetime) -> WardEvent | None:
    """What the message tells; None if it is about nobody in a bed of a maternity ward. Raises Faulty, with the place.
    now: when it came."""
    header = header_of(message)
    if header.processing != ward.processing:
        raise Faulty("MSH-11", "this is no message of daily work", OTHER_PROCESSING)
    patient = message.first("PID")
    if patient is None:
        raise Faulty("PID", "it is missing", REQUIRED)
    what = EVENTS[header.event]
    if not _in_a_bed_of_ours(message, ward, what):
        return None
    whom = _patient(patient, ward)
    if not whom.known:
        raise Faulty("PID-3", "nothing says who this is", REQUIRED)
    told = _when(message, what)
    at, unclear = moment(told.said, ward.zone, told.at)
    child = _newborn(message, patient, whom, ward, at or now)
    left = message.value("PV1", 36)
    return WardEvent(
        code=header.event,
        what=what,
        mother=_mother(message, patient, ward) if child else whom,
        child=child,
        at=at,
        unclear=unclear,
        said="" if at else told.said,
        home=(left in ward.home) if left else (False if message.value("PV1", 37) else None),
        died=bool(patient.value(29)) or patient.value(30) == "Y",
        visit=message.value("PV1", 19),
        zone=ward.zone.key,
    )


def _in_a_bed_of_ours(message: Message, ward: Ward, what: What) -> bool:
    if what in ("came", "left", "undone") and message.first("PV1") is None:
        raise Faulty("PV1", "it is missing", REQUIRED)
    where = message.value("PV1", 3)
    if ward.points_of_care and (where or what != "registered") and where not in ward.points_of_care:
        return False
    return message.value("PV1", 2) in INPATIENT or what == "registered"


def _patient(said: Segment, ward: Ward) -> Whom:
    return Whom(
        numbers=tuple(dict.fromkeys(_numbers(said, 3, ward))),
        family_name=said.value(5, 1),
        given_name=said.value(5, 2),
        birth_date=_day(said, 7),
    )


def _mother(message: Message, child: Segment, ward: Ward) -> Whom:
    """Whom a child's message names as its mother: PID-21, and the next of kin who is said to be."""
    numbers = list(_numbers(child, 21, ward))
    named = [each for each in message.all("NK1") if each.value(3) in MOTHERS]
    if len(named) != 1:
        return Whom(numbers=tuple(dict.fromkeys(numbers)))
    said = named[0]
    numbers += _numbers(said, 33, ward)
    return Whom(
        numbers=tuple(dict.fromkeys(numbers)),
        family_name=said.value(2, 1),
        given_name=said.value(2, 2),
        birth_date=_day(said, 16),
    )


def _numbers(said: Segment, position: int, ward: Ward) -> Iterator[tuple[str, str]]:
    """The numbers of a field (CX) by naming system. A national number whose check digits are wrong is passed over:
    it must not make her somebody else."""
    for parts in said.repetitions(position):
        value, authority, kind = ([*parts, "", "", "", "", ""][at] for at in (0, 3, 4))
        national = ward.national.get(kind) or ward.national.get(authority)
        if not value:
            continue
        if national:
            try:
                number = foreign_number(national, value)
            except ImpossibleFact:
                continue
            yield number.system, number.value
        elif not kind or kind in ward.own_numbers:
            yield HOSPITAL, value[:64]


def _newborn(message: Message, said: Segment, whom: Whom, ward: Ward, near: datetime) -> Newborn | None:
    """What is told of a child; None where it is about a grown woman."""
    named = bool(said.repetitions(21)) or any(each.value(3) in MOTHERS for each in message.all("NK1"))
    young = whom.birth_date is None or near.date() - whom.birth_date < NEWBORN_FOR
    if not young or not (named or message.value("PV1", 4) == "N"):
        return None
    born_at, unclear = moment(said.value(7), ward.zone, "PID-7")
    alive = {"N": True, "Y": False}.get(said.value(30))
    return Newborn(
        whom=whom,
        born_at=born_at,
        unclear=unclear,
        said="" if born_at else said.value(7),
        lives=alive,
        mode=_mode(message, ward),
        several={"Y": True, "N": False}.get(said.value(24)),
        order=_order(said),
    )


def _mode(message: Message, ward: Ward) -> Mode | None:
    """How the child was born, where this ward says so; HL7 has no field for it in these messages."""
    if ward.mode is None:
        return None
    return ward.mode.words.get(message.value(ward.mode.segment, ward.mode.position))


def _order(said: Segment) -> int | None:
    order = said.value(25)
    if not order:
        return None
    if not re.fullmatch(r"[1-9]", order):
        raise Faulty("PID-25", "this is no order of birth", WRONG_TYPE)
    return int(order)


class Told(NamedTuple):
    """A time as it stands, and where."""

    said: str
    at: str


def _when(message: Message, what: What) -> Told:
    """When it happened: PV1-44 or PV1-45, else EVN-6. When it was typed (EVN-2, MSH-7) is another thing."""
    position = {"came": 44, "left": 45}.get(what)
    if position and (said := message.value("PV1", position)):
        return Told(said, f"PV1-{position}")
    return Told(message.value("EVN", 6), "EVN-6")


def moment(said: str, zone: ZoneInfo, at: str) -> tuple[datetime | None, Unclear]:
    """The instant, in UTC; or why it is not clear. Without an offset it is the wall clock of the hospital. Raises
    Faulty for what is no time."""
    if not said or re.fullmatch(r"\d{4}|\d{6}", said):
        return None, "no_time"
    found = MOMENT.fullmatch(said)
    if found is None:
        raise Faulty(at, "this is no date and time", WRONG_TYPE)
    day, hour, minutes, seconds, offset = found.groups()
    on = _date(day, at)
    if minutes is None:
        return None, "no_time"
    try:
        shown = time(int(hour), int(minutes), int(seconds or 0))
        if offset:
            sign = -1 if offset[0] == "-" else 1
            behind = sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
            return datetime.combine(on, shown, tzinfo=timezone(behind)).astimezone(UTC), ""
        return instant(on, shown, zone), ""
    except NoSuchTime:
        return None, "skipped_hour"
    except TimeTwice:
        return None, "hour_twice"
    except (ValueError, OverflowError):
        raise Faulty(at, "this is no date and time", WRONG_TYPE) from None


def _day(said: Segment, position: int) -> date | None:
    value = said.value(position)
    if not value or re.fullmatch(r"\d{4}|\d{6}", value):
        return None
    found = DAY.fullmatch(value)
    if found is None:
        raise Faulty(f"{said.name}-{position}", "this is no date", WRONG_TYPE)
    return _date(found[1], f"{said.name}-{position}")


def _date(digits: str, at: str) -> date:
    try:
        on = datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 (a day of the calendar)
    except ValueError:
        raise Faulty(at, "this is no date", WRONG_TYPE) from None
    if not 1900 <= on.year <= 2200:
        raise Faulty(at, "this year cannot be meant", UNKNOWN_VALUE)
    return on
