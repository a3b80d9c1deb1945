"""Somebody looks at who was told about one family, and what became of it. It only reads, and leaves an audit row."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.messages.queries import under_keys
from kraamkring.rooms.network.queries import members_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from .admitting import admit
from .messages_shown import SeenMessage, seen_messages
from .telling import keys_of

MOST = 200  # on one page, the newest


class SeenMessages(NamedTuple):
    """The messages about one family, newest first. more: whether there are older ones. may_settle: the actor may say
    what becomes of those that nobody knows about."""

    episode: PregnancyEpisode
    mother: Person
    messages: list[SeenMessage]
    more: bool
    may_settle: bool


@transaction.atomic
def see_messages(
    *, episode_id: UUID, by: User, now: datetime, purpose: str = CARE, reason: str = ""
) -> SeenMessages:
    """Every message about this pregnancy. Raises NotThere or NotAllowed if the actor may not see its network."""
    admitted = admit(by, episode_id, now, "network", purpose=purpose)
    admitted.note_look("messages", purpose=purpose, reason=reason)
    episode = admitted.episode
    found = list(under_keys(keys_of(episode))[: MOST + 1])
    members = members_of([episode])
    return SeenMessages(
        episode,
        one_person(episode.mother),
        seen_messages(found[:MOST], {message.pk: members for message in found}),
        len(found) > MOST,
        admitted.may("network", "write").allowed,
    )
