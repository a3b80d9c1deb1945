"""Rows into facts: members and coordinators for the pathway, and how an actor stands to a family for core.access."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core import access
from kraamkring.core.facts import Member, PregnancyFacts
from kraamkring.core.kernel.moments import local_day
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import BreakGlass, Consent, Coordination, Cover
from .queries import NOT_COVERED, covers_by, emergencies_by
from .read_once import Networks

MOTHER = "mother"


def with_network(
    episode: PregnancyEpisode, facts: PregnancyFacts, networks: Networks | None = None
) -> PregnancyFacts:
    """The facts of the record, with the members and coordinators of this room: two queries, none where `networks` of
    this pregnancy were read before."""
    members = members_of_each([episode], networks or Networks([episode]))
    return replace(facts, network=facts.network + members.get(episode.pk, ()))


def members_of_each(
    episodes: Collection[PregnancyEpisode], networks: Networks
) -> dict[UUID, tuple[Member, ...]]:
    """Members and coordinators of several pregnancies, by the id of each that has any. networks: of these, or of
    more."""
    zones = {episode.pk: ZoneInfo(episode.zone) for episode in episodes}
    found: dict[UUID, list[Member]] = defaultdict(list)
    for row in networks.members:
        if row.episode_id in zones:
            found[row.episode_id].append(_member(row, zones[row.episode_id]))
    for task in networks.tasks:
        if task.episode_id in zones:
            found[task.episode_id].append(_coordinator(task, zones[task.episode_id]))
    return {episode_id: tuple(members) for episode_id, members in found.items()}


def _member(row: Any, zone: ZoneInfo) -> Member:
    """row: a Membership with `accepted_at` and `ended_at`."""
    ends = min((at for at in (row.ended_at, row.until) if at), default=None)
    return Member(
        id=str(row.pk),
        recorded_at=row.invited_at,
        recorded_by=str(row.invited_by_id),
        role=row.role,
        accepted_on=_day(row.accepted_at and max(row.accepted_at, row.since), zone),
        until=_day(ends, zone),
        number=row.number or None,
    )


def _coordinator(task: Coordination, zone: ZoneInfo) -> Member:
    return Member(
        id=str(task.pk),
        recorded_at=task.since,
        recorded_by=str(task.begun_by_id),
        role="coordinator",
        accepted_on=_day(task.since, zone),
        until=_day(task.until, zone),
        number=task.membership.number or None,
    )


def _day(at: datetime | None, zone: ZoneInfo) -> Any:
    return local_day(at, zone) if at else None


def standing_of(actor: User, episode: PregnancyEpisode, networks: Networks | None = None) -> access.Standing:
    """Every relation of the actor to a pregnancy, past ones too, and every consent: five queries."""
    return standing_of_each(actor, networks or Networks([episode]))[episode.pk]


def standing_of_each(actor: User, networks: Networks) -> dict[UUID, access.Standing]:
    """The same for several pregnancies, by the id of each: five queries however many they are."""
    return standings([actor], networks)[actor.pk]


def standings(actors: Collection[User], networks: Networks) -> dict[UUID, dict[UUID, access.Standing]]:
    """The same of several persons, by the id of each: no more queries than for one."""
    covers, broken = defaultdict(list), defaultdict(list)
    for cover in covers_by(actors):
        covers[cover.by_whom_id].append(cover)
    for glass in emergencies_by(actors, networks.episodes):
        broken[glass.user_id].append(glass)
    return {actor.pk: _standing(actor, networks, covers[actor.pk], broken[actor.pk]) for actor in actors}


def _standing(
    actor: User, networks: Networks, covers: Collection[Any], broken: Collection[BreakGlass]
) -> dict[UUID, access.Standing]:
    """covers: those she said yes to. broken: where she opened a record in an emergency."""
    relations = {episode.pk: _registered(actor, episode) for episode in networks.episodes}
    covered = {cover.covered_id for cover in covers}
    mine = {row.pk: row for row in networks.members if row.user_id == actor.pk}
    theirs = {
        row.pk: row for row in networks.members if row.user_id in covered and row.role not in NOT_COVERED
    }
    could = any(row.role in access.MAY_COORDINATE for row in (*mine.values(), *theirs.values()))
    tasks = networks.tasks if could else []
    for row in mine.values():
        relations[row.episode_id].append(_relation(row))
    for row in networks.members if actor.profession == access.WARD_SYSTEM else ():
        if _of_its_house(actor, row):
            relations[row.episode_id].append(replace(_relation(row), role=actor.profession))
    for task in tasks:
        if task.membership_id in mine:
            relations[task.episode_id].append(_coordinating(task))
    for cover in covers:
        for episode in networks.episodes:
            relations[episode.pk] += _through(actor, cover, episode, list(theirs.values()), tasks)
    for glass in broken:
        relations[glass.episode_id].append(
            access.Relation(ground="emergency", role=actor.profession, since=glass.at, until=glass.expires_at)
        )
    consents: dict[UUID, list[access.Consent]] = defaultdict(list)
    for said in networks.consents:
        consents[said.episode_id].append(_consent(said))
    return {
        episode_id: access.Standing(
            person=str(actor.pk),
            relations=tuple(found) if actor.is_active else (),
            consents=tuple(consents[episode_id]),
        )
        for episode_id, found in relations.items()
    }


def _of_its_house(system: User, row: Any) -> bool:
    """Whether it is the place of somebody who works in the house that a system speaks for: the system stands where
    she stands, as long as she does."""
    house = system.organisation_id
    return bool(row.user and house and row.user.organisation_id == house and row.role not in NOT_COVERED)


def _through(
    actor: User,
    cover: Any,
    episode: PregnancyEpisode,
    theirs: Collection[Any],
    tasks: Collection[Coordination],
) -> list[access.Relation]:
    """What she has to do with a pregnancy by covering for somebody. theirs: the places of whom she covers for."""
    of_her = {
        row.pk: row for row in theirs if (row.user_id, row.episode_id) == (cover.covered_id, episode.pk)
    }
    coordinated = [
        _within(_coordinating(task), _relation(of_her[task.membership_id]))
        for task in tasks
        if task.membership_id in of_her
    ]
    hers = [*_as_registered(cover, episode), *map(_relation, of_her.values()), *coordinated]
    return _covering(actor, cover, hers)


def standing_as_member(
    row: Any,
    episode: PregnancyEpisode,
    tasks: Collection[Coordination],
    consents: Collection[Consent],
    now: datetime,
) -> access.Standing:
    """How a member stands to the family by what was agreed, or would once she accepts. row: a Membership that has not
    ended, with `accepted_at`; tasks, consents: those of its pregnancy."""
    accepted = replace(_relation(row), since=max(row.accepted_at or now, row.since))
    relations = [accepted, *(_registered(row.user, episode) if row.user else ())]
    relations += [_coordinating(task) for task in tasks if task.membership_id == row.pk]
    return access.Standing(
        person=str(row.user_id),
        relations=tuple(relations),
        consents=tuple(_consent(said) for said in consents),
    )


def _as_registered(cover: Cover, episode: PregnancyEpisode) -> list[access.Relation]:
    """What her colleagues see by working with her is not hers to pass on; what she registered herself is."""
    if episode.registered_by_id != cover.covered_id:
        return []
    return [access.Relation(ground="registered", role=cover.covered.profession, since=episode.registered_at)]


def _covering(actor: User, cover: Any, hers: Collection[access.Relation]) -> list[access.Relation]:
    """Her relations, as long as both hold: hers, and the cover. cover: with `accepted_at` and `ended_at`."""
    ends = min(at for at in (cover.ended_at, cover.until) if at)
    place = access.Relation(
        ground="cover",
        role="",
        since=max(cover.accepted_at, cover.since),
        until=ends,
        covered=str(cover.covered_id),
        profession=actor.profession,
    )
    return [
        replace(_within(place, each), role=each.role, modules=each.modules)
        for each in hers
        if each.since is not None
    ]


def _within(one: access.Relation, other: access.Relation) -> access.Relation:
    """The first, while the second holds too."""
    starts = [at for at in (one.since, other.since) if at]
    ends = [at for at in (one.until, other.until) if at]
    return replace(one, since=max(starts), until=min(ends, default=None))


def standing_as_colleague(
    profession: str, user: User | None, episode: PregnancyEpisode, consents: Collection[Consent]
) -> access.Standing:
    """How somebody of that profession stands to the family by working where it was registered, and in no other way.
    user: None for whoever of them she said nothing to by name."""
    here = access.Relation(ground="organisation", role=profession, since=episode.registered_at)
    said = tuple(_consent(row) for row in consents)
    return access.Standing(person=str(user.pk) if user else "", relations=(here,), consents=said)


def _coordinating(task: Coordination) -> access.Relation:
    return access.Relation(ground="care_network", role="coordinator", since=task.since, until=task.until)


def _registered(actor: User, episode: PregnancyEpisode) -> list[access.Relation]:
    since, role = episode.registered_at, actor.profession
    if episode.registered_by_id == actor.pk:
        return [access.Relation(ground="registered", role=role, since=since)]
    if actor.organisation_id is not None and actor.organisation_id == episode.organisation_id:
        return [access.Relation(ground="organisation", role=role, since=since)]
    return []


def _relation(row: Any) -> access.Relation:
    """row: a Membership with `accepted_at` and `ended_at`."""
    return access.Relation(
        ground="own_record" if row.role == MOTHER else "care_network",
        role=row.role,
        since=max(row.accepted_at, row.since) if row.accepted_at else None,
        until=min((at for at in (row.ended_at, row.until) if at), default=None),
        modules=None if row.modules is None else frozenset(row.modules),
    )


def _consent(row: Any) -> access.Consent:
    return access.Consent(
        module=row.module,
        given=row.given,
        at=row.at,
        person=str(row.user_id) if row.user_id else None,
        role=row.role or None,
    )
