"""The network in the words of the reader: the circle, each member with what she sees, and what is past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kraamkring.core.access import MAY_COORDINATE, MODULES
from kraamkring.core.facts.coherence import standing as standing_facts
from kraamkring.core.kernel.moments import local_day
from kraamkring.doors.ui import notation, words
from kraamkring.doors.ui.drawing import Presence, ring
from kraamkring.doors.ui.network import NetworkTelling
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_network import SeenNetwork
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User

from ..banner import Banner, name_of
from ..words import role_word
from .words import ANSWERS, INTENSITIES, MARKS
from .words import MODULES as PARTS
from .words import PLACES as PLACE_WORDS


@dataclass(frozen=True)
class PersonShown:
    """One place in the network. state, state_word: as a pill wants them. told: terms and values. sees: what she reads
    and writes, reads, does not see, each as one line; None for who does not sign in. The rest: what the reader
    may do about it."""

    id: UUID
    name: str
    role: str
    state: str
    state_word: str
    told: tuple[tuple[str, str], ...]
    sees: tuple[str, str, str] | None
    coordinates: bool
    asked: UUID | None
    to_note: bool
    to_note_asked: bool
    removable: bool
    leaves: bool
    choosable: bool
    mine: bool


@dataclass(frozen=True)
class Group:
    """A discipline and its people."""

    title: str
    people: tuple[PersonShown, ...]


@dataclass(frozen=True)
class EmergencyShown:
    """Who opened the record without being asked, when, until when, why."""

    who: str
    when: str
    why: str
    open: bool


@dataclass(frozen=True)
class NetworkShown:
    """What the page shows. banner: None for who does not see every part of the record. ring: empty after a loss, or
    where the record cannot be read. coordinated: who, since when, how intensively; asked: who is asked; answered:
    what the last one who was asked said, while nobody else is."""

    name: str
    banner: Banner | None
    quiet: bool
    ring: SafeString | None
    people: tuple[Presence, ...]
    coordinated: str
    intensity: bool
    asked: str
    answered: str
    groups: tuple[Group, ...]
    recorded: tuple[str, ...]
    past: tuple[PersonShown, ...]
    emergencies: tuple[EmergencyShown, ...]
    writes: bool

    @property
    def who_see(self) -> tuple[PersonShown, ...]:
        """Everybody in it who signs in."""
        return tuple(each for group in self.groups for each in group.people if each.sees is not None)

    @classmethod
    def of(cls, seen: SeenNetwork, by: User, now: datetime, language: str) -> NetworkShown:
        return _Telling(seen, by, now, language).shown()


class _Telling:
    def __init__(self, seen: SeenNetwork, by: User, now: datetime, language: str) -> None:
        self.seen, self.by, self.now, self.language = seen, by, now, language
        self.zone = ZoneInfo(seen.episode.zone)
        self.names = {row.pk: row.name for row in seen.members}
        self.open = next((each for each in reversed(seen.proposals) if each.answered_as is None), None)

    def shown(self) -> NetworkShown:
        seen = self.seen
        standing = self._standing()
        telling = NetworkTelling(standing, self.language) if standing and not standing.quiet else None
        places = telling.places() if telling else ()
        rows = [(row, self._place_of(row)) for row in seen.members]
        live = [self._person(row, place) for row, place in rows if place in MARKS]
        task = seen.coordinator
        return NetworkShown(
            name=name_of(seen.mother),
            banner=Banner.of(seen.mother, standing, (), self.language) if standing and seen.whole else None,
            quiet=standing is not None and standing.quiet,
            ring=ring(places, telling.children) if telling else None,
            people=places,
            coordinated=self._coordinated(),
            intensity=task is not None
            and seen.writes
            and self._user_of(task.membership_id) in (None, self.by.pk),
            asked=self._asked(),
            answered=self._answered(),
            groups=tuple(_grouped(live)),
            recorded=tuple(self._recorded()),
            past=tuple(self._person(row, place) for row, place in reversed(rows) if place not in MARKS),
            emergencies=tuple(self._emergencies()),
            writes=seen.writes,
        )

    def _standing(self) -> Standing | None:
        facts = self.seen.facts
        if facts is None:
            return None
        return Standing(facts, self.seen.activities, protocol(facts.region or ""), self.now)

    def _place_of(self, row: Any) -> str:
        """A key of PLACE_WORDS."""
        if row.ended_at is not None:
            return str(row.ended_as)
        if row.until is not None and row.until <= self.now:
            return "over"
        if row.accepted_at is None:
            return "invited"
        return "later" if row.since > self.now else "here"

    def _person(self, row: Any, place: str) -> PersonShown:
        seen, task = self.seen, self.seen.coordinator
        coordinates = task is not None and task.membership_id == row.pk
        asked = self.open.pk if self.open is not None and self.open.membership_id == row.pk else None
        mine, live = row.user_id == self.by.pk, place in MARKS
        noted = seen.writes and row.user_id is None
        return PersonShown(
            id=row.pk,
            name=row.name,
            role=role_word(row.role),
            state=MARKS.get(place, "withdrawn"),
            state_word=str(PLACE_WORDS[place]),
            told=tuple(self._told(row, place)),
            sees=_sees(seen.rights[row.pk]) if live and row.user_id is not None else None,
            coordinates=coordinates,
            asked=asked,
            to_note=noted and place == "invited",
            to_note_asked=noted and asked is not None,
            removable=live and seen.writes and not mine,
            leaves=mine and row.accepted_at is not None and live and not coordinates,
            choosable=seen.writes
            and place == "here"
            and row.role in MAY_COORDINATE
            and row.until is None
            and not coordinates
            and asked is None,
            mine=mine,
        )

    def _told(self, row: Any, place: str) -> Iterator[tuple[str, str]]:
        if row.organisation_name:
            yield _("Organisation"), row.organisation_name
        if row.address:
            yield _("To be reached at"), row.address
        if row.number:
            yield _("Professional number"), row.number
        asked = _("%(moment)s by %(name)s") % {
            "moment": self._at(row.invited_at),
            "name": _name(row.invited_by),
        }
        yield _("Invited"), asked
        if row.accepted_at:
            yield _("Accepted"), self._at(row.accepted_at)
        if place in ("later", "invited") and row.since > self.now:
            yield _("From"), self._at(row.since)
        if row.until:
            yield _("Until"), self._at(row.until)
        for cover in self.seen.covers if row.user_id and place == "here" else ():
            if cover.covered_id == row.user_id:
                said = {"name": _name(cover.by_whom), "until": self._at(cover.until)}
                yield _("Covered by"), _("%(name)s, until %(until)s") % said
        if row.ended_at:
            why = f" · {row.ended_why}" if row.ended_why else ""
            yield str(PLACE_WORDS[place]), self._at(row.ended_at) + why

    def _recorded(self) -> Iterator[str]:
        """Who stands in the record as there, and is no member: an import knew her, or somebody wrote it down."""
        facts, today = self.seen.facts, local_day(self.now, self.zone)
        known = {str(row.pk) for row in (*self.seen.members, *self.seen.coordinations)}
        for member in standing_facts(facts.network, facts.retracted) if facts else ():
            if member.id not in known and (member.until is None or member.until > today):
                role = role_word(member.role)
                accepted = (
                    _("accepted on %(day)s") % {"day": notation.day(member.accepted_on)}
                    if member.accepted_on
                    else _("not accepted")
                )
                yield f"{role[:1].upper()}{role[1:]}, {accepted}"

    # --- who coordinates

    def _coordinated(self) -> str:
        task = self.seen.coordinator
        if task is None:
            return ""
        return _("%(name)s coordinates since %(moment)s. How much it takes: %(intensity)s.") % {
            "name": self.names[task.membership_id],
            "moment": self._at(task.since),
            "intensity": INTENSITIES[task.intensity],
        }

    def _asked(self) -> str:
        if self.open is None:
            return ""
        return _("%(name)s is asked to coordinate, on %(moment)s by %(by)s. She has not answered yet.") % {
            "name": self.names[self.open.membership_id],
            "moment": self._at(self.open.asked_at),
            "by": _name(self.open.asked_by),
        }

    def _answered(self) -> str:
        last = self.seen.proposals[-1] if self.seen.proposals else None
        if last is None or last.answered_as != "declined":
            return ""
        return _("%(name)s was asked, and %(answer)s on %(moment)s.") % {
            "name": self.names[last.membership_id],
            "answer": ANSWERS[last.answered_as],
            "moment": self._at(last.answered_at),
        }

    def _user_of(self, membership_id: UUID) -> UUID | None:
        found: UUID | None = next(row.user_id for row in self.seen.members if row.pk == membership_id)
        return found

    # --- emergencies

    def _emergencies(self) -> Iterator[EmergencyShown]:
        for broken in self.seen.emergencies:
            role = words.ROLES.get(broken.user.profession, broken.user.profession)
            when = _("%(first)s to %(last)s") % {
                "first": self._at(broken.at),
                "last": self._at(broken.expires_at),
            }
            who = f"{_name(broken.user)}, {role}"
            yield EmergencyShown(who, when, broken.reason, broken.at <= self.now < broken.expires_at)

    def _at(self, moment: datetime) -> str:
        return notation.moment(moment, self.zone, self.language)


def _grouped(people: list[PersonShown]) -> Iterator[Group]:
    """By role in the usual order; whoever has another one comes last, and is never left out."""
    for role in dict.fromkeys([*map(str, words.ROLES.values()), *(person.role for person in people)]):
        inside = tuple(person for person in people if person.role == role)
        if inside:
            yield Group(role[:1].upper() + role[1:], inside)


def _sees(rights: Mapping[Any, str]) -> tuple[str, str, str]:
    """Which parts she reads and writes, only reads, does not see."""

    def parts(right: str) -> str:
        return ", ".join(str(PARTS[part]) for part in MODULES if rights[part] == right) or "–"

    return parts("write"), parts("read"), parts("")


def _name(user: User) -> str:
    return user.name or user.email
