"""Somebody looks at the network: who is in it, who coordinates, what was agreed to, who broke the glass."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.network.models import BreakGlass, Consent, Coordination
from kraamkring.rooms.network.queries import consents_of, coordinations_of, emergencies_of, members_of
from kraamkring.rooms.people.models import PregnancyEpisode

from .admitting import admit


class SeenNetwork(NamedTuple):
    """members: every Membership, past ones too, with `accepted_at`, `ended_at` and `ended_as`."""

    episode: PregnancyEpisode
    members: list[Any]
    coordinator: Coordination | None
    coordinations: list[Coordination]
    consents: list[Consent]
    emergencies: list[BreakGlass]


@transaction.atomic
def see_network(
    *, episode_id: UUID, by: User, now: datetime, purpose: str = CARE, reason: str = ""
) -> SeenNetwork:
    """The network as it is and was. Raises Refusal if the actor may not see it."""
    admitted = admit(by, episode_id, now, "network", purpose=purpose)
    episode = admitted.episode
    admitted.note_look("network", purpose=purpose, reason=reason)
    tasks = coordinations_of([episode])
    return SeenNetwork(
        episode,
        members_of([episode]),
        next((task for task in tasks if task.until is None), None),
        tasks,
        consents_of([episode]),
        emergencies_of(episode),
    )
