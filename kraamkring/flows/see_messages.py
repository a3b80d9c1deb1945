"""Somebody looks at who was told about one family, and what became of it. It only reads, and leaves an audit row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.messages.queries import flags_about, told_because, under_keys
from kraamkring.rooms.network.queries import members_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import admit
from .messages_shown import SeenMessage, seen_messages
from .red_flags import SeenFlag, shown_flags
from .telling import keys_of

MOST = 200  # on one page, the newest
MOST_FLAGS = 20  # the same


class SeenMessages(NamedTuple):
    """The messages about one family, newest first. more: whether there are older ones. may_settle: the actor may say
    what becomes of those that nobody knows about. flags: red flags, newest first, with who has seen each."""

    episode: PregnancyEpisode
    mother: Person
    messages: list[SeenMessage]
    more: bool
    may_settle: bool
    flags: list[SeenFlag]


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
        shown_flags(flags_about([episode.pk])[:MOST_FLAGS], {episode.pk: episode}, by),
    )


def told_about(*, episode_id: UUID, because: Collection[UUID], by: User, now: datetime) -> list[SeenMessage]:
    """Who was told because of these rows of a family, oldest first, for the page that shows them; nobody to whoever may
    not see its network. The look is noted where the rows are shown. The same number of queries, however many."""
    admitted = admit(by, episode_id, now)
    if not admitted.may("network").allowed:
        return []
    about = told_because(because).filter(cancellation_key__in=keys_of(admitted.episode))
    found = list(about[:MOST])
    members = members_of([admitted.episode]) if found else []
    return seen_messages(found, {message.pk: members for message in found})
