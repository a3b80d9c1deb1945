"""A message of the ward in the words of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation
from kraamkring.flows.sort_ward_messages import SeenOne
from kraamkring.flows.ward_event import WardEvent, Whom
from kraamkring.flows.whom_a_ward_means import MayBe
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.wards.models import WardMessage

from ..banner import name_of
from .forms import TakeUp
from .words import OF_CHILD, OF_MOTHER, WHY, WHY_SHE


@dataclass(frozen=True)
class Told:
    """One message. who: as the hospital calls her or it; mother: of a child. when: as it was told, if it was."""

    id: UUID
    what: str
    who: str
    mother: str
    when: str
    came: str
    why: str

    @classmethod
    def of(cls, row: WardMessage, event: WardEvent, language: str) -> Told:
        zone = ZoneInfo(event.zone)
        words = OF_CHILD if event.child else OF_MOTHER
        return cls(
            id=row.pk,
            what=str(words[event.what]),
            who=_called(event.about, language),
            mother=_called(event.mother, language) if event.child else "",
            when=_when(event, zone, language),
            came=notation.moment(row.received_at, zone, language),
            why=str(WHY[row.why]),
        )


@dataclass(frozen=True)
class Candidate:
    """A family it may be about, why, and the form that says that it is."""

    family: UUID
    mother: str
    born: str
    booked: str
    why: str
    form: TakeUp

    @classmethod
    def of(cls, found: MayBe, language: str) -> Candidate:
        return cls(
            family=found.episode.pk,
            mother=name_of(found.mother),
            born=_born(found.mother, language),
            booked=notation.day(found.episode.booked_on, language),
            why=str(WHY_SHE[found.why]),
            form=TakeUp(initial={"family": found.episode.pk}),
        )


def decided(seen: SeenOne, language: str) -> str:
    """Who decided, and when; empty while nobody did."""
    if seen.settlement is None:
        return ""
    zone = ZoneInfo(seen.event.zone)
    by, at = seen.settlement.by, notation.moment(seen.settlement.at, zone, language)
    told = {"name": by.name or by.email, "moment": at}
    if seen.settlement.what == "taken_up":
        return _("Taken up by %(name)s, %(moment)s") % told
    return _("Set aside by %(name)s, %(moment)s") % told


def _when(event: WardEvent, zone: ZoneInfo, language: str) -> str:
    at: datetime | None = event.at or (event.child.born_at if event.child else None)
    if at is not None:
        return notation.moment(at, zone, language)
    said = event.said or (event.child.said if event.child else "")
    shown = said.partition("+")[0].partition("-")[0]  # without an offset
    return f"{shown[6:8]}-{shown[4:6]}-{shown[:4]} {shown[8:10]}:{shown[10:12]}".strip(" :-")


def _called(whom: Whom, language: str) -> str:
    name = " ".join(part for part in (whom.given_name, whom.family_name) if part) or _("Name not known")
    if whom.birth_date is None:
        return name
    return _("%(name)s, born %(day)s") % {"name": name, "day": notation.day(whom.birth_date, language)}


def _born(person: Person, language: str) -> str:
    return notation.day(person.birth_date, language) if person.birth_date else ""
