"""How far somebody reaches: which pregnancies she has to do with, and which parts of each are open to her now.

The same decision as for every page (`core.access.decide`), asked for many pregnancies in as many queries as for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from kraamkring.core.access import MODULES, TOGETHER, Asked, Decision, Module, decide, in_force
from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.plan_definition import NOBODYS
from kraamkring.core.exchange.scopes import Scopes
from kraamkring.core.kernel.errors import NotThere
from kraamkring.flows.admitting import EMERGENCY
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import accounts_of_organisations
from kraamkring.rooms.audit.actions import CARE, CARE_RELATION, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Resource, Superseded
from kraamkring.rooms.exchange.queries import Where
from kraamkring.rooms.network.facts import standing_of_each
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.network.scope import hers_among
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import episodes_about, persons_of_each


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who is asking, and with which scopes. client: what the program calls itself; token: by which it is known;
    patient: the only one whose family it opens, None where the scopes are not about one. scope: the scopes as they were
    said; program: which was registered, if it was."""

    user: User
    scopes: Scopes
    client: str = ""
    token: UUID | None = None
    patient: UUID | None = None
    scope: str = ""
    program: UUID | None = None


class NothingThere(NotThere):
    """There is no such resource for who asks: whatever the reason, in the same words."""

    def __init__(self, field: str = "") -> None:
        super().__init__(field, "there is no such resource for you", "")


@dataclass
class Reach:
    """What one asker reaches at one moment, of some pregnancies or of all of hers. opened: of each in which any part is
    open to her, these parts and on which ground."""

    asker: Asker
    now: datetime
    episodes: Collection[PregnancyEpisode]
    opened: dict[UUID, dict[Module, Decision]] = field(init=False)

    def __post_init__(self) -> None:
        self.networks = Networks(list(self.episodes))
        self.opened = {}
        for episode_id, standing in standing_of_each(self.asker.user, self.networks).items():
            if in_force(standing, self.now):
                decisions = {
                    module: decide(Asked(module=module, act="read", at=self.now), standing)
                    for module in MODULES
                }
                if opened := {module: said for module, said in decisions.items() if said.allowed}:
                    self.opened[episode_id] = opened

    @cached_property
    def records(self) -> Mapping[UUID, frozenset[str]]:
        """Where records may be looked into: pregnancies, and the persons they are about."""
        found: dict[UUID, frozenset[str]] = {
            episode_id: frozenset(("", *opened, *_together(opened)))
            for episode_id, opened in self.opened.items()
        }
        for episode_id, persons in self.persons.items():
            for person in persons:
                found[person] = found.get(person, frozenset()) | found[episode_id]
        return found

    @cached_property
    def persons(self) -> Mapping[UUID, set[UUID]]:
        """Whom each pregnancy that is open to her is about."""
        return persons_of_each(list(self.opened))

    @cached_property
    def directory(self) -> frozenset[UUID]:
        """Whom of those who work in care she may see: herself and her colleagues, whoever stands in a network that she
        reads, and who works where such a family was registered; and by which protocols, as everybody may."""
        user = self.asker.user
        open_ids = set(self.opened)
        houses = {each.organisation_id for each in self.episodes if each.pk in open_ids}
        if user.organisation_id and self.asker.patient is None:
            houses.add(user.organisation_id)
        members = {
            row.user_id
            for row in self.networks.members
            if row.user_id and "network" in self.opened.get(row.episode_id, ())
        }
        return frozenset({NOBODYS, user.pk, *members, *houses, *accounts_of_organisations(houses)})

    def where(self, types: Iterable[str]) -> Where:
        """Where resources of these types may be looked for, as far as the scopes allow them."""
        allowed = frozenset(type for type in types if self.asker.scopes.allow(type, "search"))
        listed = any(TYPES[type].directory for type in allowed)
        recorded = any(not TYPES[type].directory for type in allowed)
        return Where(allowed, self.records if recorded else {}, self.directory if listed else frozenset())

    def opens(self, row: Resource | Superseded, type: str) -> bool:
        """Whether she may see this one, as it stands or stood."""
        if TYPES[type].directory:
            return row.home in self.directory
        return row.module in self.records.get(row.home, ())

    def note(self, what: str, homes: Iterable[UUID], about: UUID | None = None) -> None:
        """One row of the log for each family that was looked at; one without a family, if none was. about: the one
        resource that was asked for."""
        families = {each.pk: each for each in self.episodes if each.pk in self.opened}
        seen = [
            families[id] for id in dict.fromkeys(self._family_of(home) for home in homes) if id in families
        ]
        for episode in seen:
            ground = self._ground(episode.pk)
            broken = ground == EMERGENCY
            self._note(what, about, EMERGENCY if broken else CARE, ground, episode)
        if not seen:
            self._note(what, about, CARE, CARE_RELATION, None)

    def _note(
        self, what: str, about: UUID | None, purpose: str, ground: str, episode: PregnancyEpisode | None
    ) -> None:
        record_event(
            by=self.asker.user,
            now=self.now,
            action=AuditEvent.Action.READ,
            what=what[:80],
            episode_id=episode.pk if episode else None,
            person_id=episode.mother_id if episode else None,
            object_id=about,
            purpose=purpose,
            ground=ground,
        )

    def families_of(self, homes: Collection[UUID]) -> list[UUID]:
        """The pregnancies that these homes belong to: one query."""
        persons = self.persons
        return [id for id in self.opened if id in homes or not persons.get(id, set()).isdisjoint(homes)]

    def _family_of(self, home: UUID) -> UUID | None:
        if home in self.opened:
            return home
        for episode_id, persons in self.persons.items():
            if home in persons:
                return episode_id
        return None

    def _ground(self, episode_id: UUID) -> str:
        decisions = self.opened[episode_id].values()
        return next((each.noted for each in decisions if each.noted), CARE_RELATION)


def _together(opened: Collection[str]) -> Iterable[str]:
    """What stands in several parts, each of which is open."""
    return (name for name, parts in TOGETHER.items() if parts.issubset(opened))


def reach_of_all(asker: Asker, now: datetime) -> Reach:
    """Everything that she reaches."""
    return Reach(asker, now, list(_hers(asker, now)))


def reach_of(asker: Asker, now: datetime, episodes: Collection[UUID]) -> Reach:
    """What she reaches of these pregnancies: those she has nothing to do with fall away."""
    meant = (
        set(episodes) if asker.patient is None else {*episodes_about([asker.patient])}.intersection(episodes)
    )
    return Reach(asker, now, hers_among(asker.user, meant, now))


def reach_of_persons(asker: Asker, now: datetime, persons: Collection[UUID]) -> Reach:
    """What she reaches of the pregnancies that one of these is the mother or a child of."""
    return reach_of(asker, now, episodes_about(persons))


def _hers(asker: Asker, now: datetime) -> QuerySet[PregnancyEpisode]:
    """The pregnancies she has to do with; with a token about one patient only those that this one is the mother or a
    child of."""
    hers = episodes_of(asker.user, now)
    return hers if asker.patient is None else hers.filter(pk__in=episodes_about([asker.patient]))
