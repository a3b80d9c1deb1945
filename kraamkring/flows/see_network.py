"""Somebody looks at the network: who is in it, who coordinates or is asked to, what each sees, who broke the glass."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.access import MODULES, Asked, Module, decide
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.pathway import Activity, assess
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.facts import standing_as_member
from kraamkring.rooms.network.models import (
    BreakGlass,
    Consent,
    Coordination,
    CoordinationProposal,
    Cover,
    Membership,
)
from kraamkring.rooms.network.queries import (
    NOT_COVERED,
    covering_for,
    emergencies_of,
    episodes_of,
    invitations_to,
    proposals_of,
    proposals_to,
)
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import Admitted, admit, sees_all
from .pathway import facts_now, pathway_of

Rights = Mapping[Module, str]  # what a member may with each module: write, read, or nothing


class SeenNetwork(NamedTuple):
    """members: every Membership, past ones too, with `accepted_at`, `ended_at`, `ended_as`, `ended_why`. rights: by the
    id of each that has not ended. writes: whether the actor may change the network; whole: whether she sees every
    part of the record. facts: None where what was recorded contradicts itself; activities: none for who does not
    see the plan. covers: who covers now for whom of those whose part in it holds."""

    episode: PregnancyEpisode
    mother: Person
    members: list[Any]
    rights: dict[UUID, Rights]
    coordinator: Coordination | None
    coordinations: list[Coordination]
    proposals: list[Any]
    consents: list[Consent]
    emergencies: list[BreakGlass]
    writes: bool
    whole: bool
    facts: PregnancyFacts | None
    activities: tuple[Activity, ...]
    covers: tuple[Cover, ...] = ()


class MyInvitations(NamedTuple):
    """What waits for her answer: places in a network, and networks to coordinate."""

    memberships: list[Membership]
    proposals: list[CoordinationProposal]


@transaction.atomic
def see_network(
    *, episode_id: UUID, by: User, now: datetime, purpose: str = CARE, reason: str = ""
) -> SeenNetwork:
    """The network as it is and was. Raises NotAllowed if the actor may not see it."""
    admitted = admit(by, episode_id, now, "network", purpose=purpose)
    episode = admitted.episode
    admitted.note_look("network", purpose=purpose, reason=reason)
    networks = admitted.networks
    members, tasks, consents = networks.members, networks.tasks, networks.consents
    facts, activities = _due(admitted)
    return SeenNetwork(
        episode=episode,
        mother=one_person(episode.mother),
        members=members,
        rights=rights_of(episode, members, tasks, consents, now),
        coordinator=next((task for task in tasks if task.until is None), None),
        coordinations=tasks,
        proposals=proposals_of(episode),
        consents=consents,
        emergencies=emergencies_of(episode),
        writes=admitted.may("network", "write").allowed,
        whole=sees_all(admitted.standing, now),
        facts=facts,
        activities=activities,
        covers=tuple(covering_for(_theirs(episode, members, now), now)),
    )


@transaction.atomic
def see_invitations(*, by: User, now: datetime) -> MyInvitations:
    """What the actor is asked; of a family that she does not belong to yet, nothing but who asks."""
    found = MyInvitations(invitations_to(by, now), proposals_to(by, now))
    seen = set(episodes_of(by, now).filter(pk__in=[each.episode_id for each in found.proposals]))
    kept = found._replace(proposals=[each for each in found.proposals if each.episode in seen])
    many = len(kept.memberships) + len(kept.proposals)
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=f"invitations:{many}", purpose=CARE)
    return kept


def rights_of(
    episode: PregnancyEpisode,
    members: Collection[Any],
    tasks: Collection[Coordination],
    consents: Collection[Consent],
    now: datetime,
) -> dict[UUID, Rights]:
    """What each member who has not ended may, or would once she accepts and it begins."""
    found: dict[UUID, Rights] = {}
    for row in members:
        if row.ended_at is None and (row.until is None or row.until > now):
            standing = standing_as_member(row, episode, tasks, consents, now)
            at = max(now, row.since)
            found[row.pk] = {
                module: next(
                    (
                        act
                        for act in ("write", "read")
                        if decide(Asked(module=module, act=act, at=at), standing).allowed
                    ),
                    "",
                )
                for module in MODULES
            }
    return found


def _theirs(episode: PregnancyEpisode, members: Collection[Any], now: datetime) -> set[UUID]:
    """The accounts that can be covered for here: of members in force, and of who registered her."""
    here = {
        row.user_id
        for row in members
        if row.user_id
        and row.accepted_at
        and row.ended_at is None
        and row.role not in NOT_COVERED
        and row.since <= now
        and (row.until is None or row.until > now)
    }
    return here | {episode.registered_by_id}


def _due(admitted: Admitted) -> tuple[PregnancyFacts | None, tuple[Activity, ...]]:
    """What the circle is drawn from. Facts that contradict themselves hide no network."""
    try:
        facts = facts_now(admitted.episode, admitted.networks)
        plan = admitted.may("plan").allowed
        return facts, assess(pathway_of(facts), facts, admitted.now) if plan else ()
    except ImpossibleFact:
        return None, ()
