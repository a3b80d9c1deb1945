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

from .models import BreakGlass, Consent, Coordination, Membership
from .queries import consents_of, coordinations_of, members_of

MOTHER = "mother"


def with_network(episode: PregnancyEpisode, facts: PregnancyFacts) -> PregnancyFacts:
    """The facts of the record, with the members and coordinators of this room: two queries."""
    members = members_of_each([episode], members_of([episode]))
    return replace(facts, network=facts.network + members.get(episode.pk, ()))


def members_of_each(
    episodes: Collection[PregnancyEpisode], rows: Collection[Membership]
) -> dict[UUID, tuple[Member, ...]]:
    """Members and coordinators of several pregnancies, by the id of each that has any: one query. rows: what
    `members_of` gave for these, or for more."""
    zones = {episode.pk: ZoneInfo(episode.zone) for episode in episodes}
    found: dict[UUID, list[Member]] = defaultdict(list)
    for row in rows:
        if row.episode_id in zones:
            found[row.episode_id].append(_member(row, zones[row.episode_id]))
    for task in coordinations_of(episodes):
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


def standing_of(actor: User, episode: PregnancyEpisode) -> access.Standing:
    """Every relation of the actor to a pregnancy, past ones too, and every consent: four queries."""
    return standing_of_each(actor, [episode], members_of([episode]))[episode.pk]


def standing_of_each(
    actor: User, episodes: Collection[PregnancyEpisode], rows: Collection[Membership]
) -> dict[UUID, access.Standing]:
    """The same for several pregnancies, by the id of each: three queries however many they are. rows: what
    `members_of` gave for them."""
    relations = {episode.pk: _registered(actor, episode) for episode in episodes}
    mine = {row.pk: row for row in rows if row.user_id == actor.pk}
    for row in mine.values():
        relations[row.episode_id].append(_relation(row))
    for task in coordinations_of(episodes) if mine else ():
        if task.membership_id in mine:
            relations[task.episode_id].append(_coordinating(task))
    for broken in BreakGlass.objects.filter(episode__in=relations, user=actor):
        relations[broken.episode_id].append(
            access.Relation(
                ground="emergency", role=actor.profession, since=broken.at, until=broken.expires_at
            )
        )
    consents: dict[UUID, list[access.Consent]] = defaultdict(list)
    for said in consents_of(episodes):
        consents[said.episode_id].append(_consent(said))
    return {
        episode_id: access.Standing(
            person=str(actor.pk),
            relations=tuple(found) if actor.is_active else (),
            consents=tuple(consents[episode_id]),
        )
        for episode_id, found in relations.items()
    }


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
