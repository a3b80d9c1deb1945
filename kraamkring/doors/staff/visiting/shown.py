"""What a day shows: each family with time, address, language, what is due there, and where it lies on the map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation
from kraamkring.doors.ui.care import Care, Teller
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.my_day import SeenMyDay, Stop
from kraamkring.packs import protocol
from kraamkring.packs.telephone import as_dialled
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.people.models import PlaceOfCare

from ..banner import how_far, lost, name_of, spoken_with
from ..record.words import CONTACTS, SCREENINGS
from .map import draw

CARE = CONTACTS | SCREENINGS
MOST_DUE = 6  # of one family; the visit screen and the plan show them all


@dataclass(frozen=True)
class Agreed:
    """One appointment: `10:00-10:45`, what it is for, and the word for what became of it."""

    item: UUID
    time: str
    care: str
    outcome: str


@dataclass(frozen=True)
class StopShown:
    """One family of the day. number: its place in the order, and on the map. call, map: where the links lead."""

    number: int
    id: UUID
    name: str
    how_far: str
    loss: str
    spoken: str
    interpreter: bool
    quiet: bool
    agreed: tuple[Agreed, ...]
    due: tuple[Care, ...]
    more: int
    address: str
    finding: str
    map: str
    phone: str
    call: str
    writes: bool


@dataclass(frozen=True)
class Day:
    """One of the days that can be asked for."""

    ahead: int
    word: str
    on: str
    many: int
    here: bool


@dataclass(frozen=True)
class MyDayShown:
    """A day, its stops, and the days around it."""

    day: str
    is_today: bool
    stops: tuple[StopShown, ...]
    map: SafeString
    without_place: tuple[int, ...]
    days: tuple[Day, ...]
    on_call: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, seen: SeenMyDay, now: datetime, language: str) -> MyDayShown:
        stops = tuple(_stop(n, stop, seen, now, language) for n, stop in enumerate(seen.stops, start=1))
        points = [(n, stop.point) for n, stop in enumerate(seen.stops, start=1) if stop.point]
        return cls(
            day=notation.weekday(seen.day, language),
            is_today=seen.day == seen.days[0][0],
            stops=stops,
            map=draw(points),
            without_place=tuple(stop.number for stop in stops if stop.number not in dict(points)),
            days=tuple(
                Day(
                    ahead,
                    notation.WEEKDAYS[language][on.weekday()],
                    f"{on:%d-%m}",
                    many,
                    on == seen.day,
                )
                for ahead, (on, many) in enumerate(seen.days)
            ),
            on_call=tuple(
                (
                    notation.moment(duty.from_at, seen.zone, language),
                    notation.moment(duty.until_at, seen.zone, language),
                )
                for duty in seen.on_call
            ),
        )


def address_of(place: PlaceOfCare | None) -> str:
    """`Kerkstraat 12, 9000 Gent`, as far as it is known."""
    if place is None:
        return ""
    town = " ".join(part for part in (place.postcode, place.town) if part)
    return ", ".join(part for part in (place.street, town) if part)


def map_link(address: str) -> str:
    """What a telephone opens its own map with; the address goes to that map only when she taps it."""
    return f"geo:0,0?q={quote(address)}" if address else ""


def _stop(number: int, stop: Stop, seen: SeenMyDay, now: datetime, language: str) -> StopShown:
    told: tuple[Care, ...] = ()
    how, loss, quiet = "", "", False
    if stop.facts is not None:
        standing = Standing(stop.facts, stop.activities, protocol(stop.facts.region or ""), now)
        teller = Teller(stop.activities, standing.zone, language, len(standing.course.slots))
        told = tuple(teller.tell(each) for each in stop.due)
        how, loss, quiet = how_far(standing, language), lost(standing, language), standing.quiet
    address = address_of(stop.place)
    return StopShown(
        number=number,
        id=stop.episode.pk,
        name=name_of(stop.mother),
        how_far=how,
        loss=loss,
        spoken=spoken_with(stop.mother, stop.facts),
        interpreter=bool(stop.mother.interpreter_needed),
        quiet=quiet,
        agreed=tuple(_agreed(row, seen) for row in stop.agreed),
        due=told[:MOST_DUE],
        more=max(len(told) - MOST_DUE, 0),
        address=address,
        finding=stop.place.finding if stop.place else "",
        map=map_link(address),
        phone=as_dialled(stop.phone) if stop.phone else "",
        call=f"tel:{stop.phone}" if stop.phone else "",
        writes=stop.writes,
    )


def _agreed(row: Appointment, seen: SeenMyDay) -> Agreed:
    start, end = row.start.astimezone(seen.zone), row.end.astimezone(seen.zone)
    if row.outcome == "held":
        outcome = _("took place")
    elif row.outcome == "missed":
        outcome = _("did not take place")
    else:
        outcome = "" if row.accepted_at else _("waits for your answer")
    return Agreed(row.item, f"{start:%H:%M}–{end:%H:%M}", str(CARE[row.care]), outcome)
