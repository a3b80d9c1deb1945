"""Messages of her families that did not arrive, or of which nobody knows: somebody looks, and decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import ACTS, Asked, decide
from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import Verdict, settle
from kraamkring.rooms.messages.models import DeliveryState
from kraamkring.rooms.messages.queries import about, for_a_person, histories, still_waiting
from kraamkring.rooms.network.facts import standing_of_each
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person_each

from . import transaction
from .admitting import admit
from .messages_shown import SeenMessage, seen_messages
from .red_flags import FlagOfFamily, open_flags
from .telling import keys_of_each

MOST = 100  # on one page; the rest follows when these are settled
LOOKS_BACK = timedelta(
    days=1400
)  # booking to the second birthday, and some months: then nobody waits for a message


class ForAPerson(NamedTuple):
    """One message, and the family it is about. may_settle: the actor may decide what becomes of it."""

    episode: PregnancyEpisode
    mother: Person
    message: SeenMessage
    may_settle: bool


class SeenOutbox(NamedTuple):
    """What waits for a person, red flags first, then the oldest. more: whether there are others. flags: red flags that
    nobody has seen yet, each with its family and mother."""

    messages: list[ForAPerson]
    more: bool
    flags: list[FlagOfFamily]


@transaction.atomic
def see_outbox(*, by: User, now: datetime) -> SeenOutbox:
    """The messages about the actor's families that are unknown or failed and that the house can do no more about. The
    same number of queries however many families and messages there are."""
    families = _families(by, now)
    last = list(for_a_person().filter(message__cancellation_key__in=list(families))[: MOST + 1])
    seen = list(_allowed(last[:MOST], families, by, now))
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=f"outbox:{len(seen)}", purpose=CARE)
    return SeenOutbox(seen, len(last) > MOST, open_flags(set(families.values()), by, now)[:MOST])


def settle_message(
    *, message_id: UUID, verdict: Verdict, why: str, seen: int, by: User, now: datetime
) -> DeliveryState:
    """What a person decided: it arrived, she was told in another way, or it is sent again. seen: the number of the
    state that she saw; if more is known by now, nothing changes, so that the same button twice is once. Raises NotThere
    for a message that is not about a family of the actor, NotAllowed if she may not write in its network."""
    with transaction.atomic():
        message = about(message_id)
        episode_id = _families(by, now).get(message.cancellation_key) if message else None
        if message is None or episode_id is None:
            raise NotThere("message", "there is no such message for you", "Look at the list again")
        admit(by, episode_id, now, "network", act="write")
        last = histories([message])[message.pk][-1]
        if last.number != seen or still_waiting([message]):
            return last
        return settle(message=message, verdict=verdict, why=why, by=by, now=now)


def _families(by: User, now: datetime) -> dict[str, UUID]:
    """The actor's families by every key that messages about them can carry: two queries."""
    lately = episodes_of(by, now).filter(booked_on__gte=(now - LOOKS_BACK).date())
    return keys_of_each(list(lately.values_list("pk", flat=True)))


def _allowed(
    last: list[DeliveryState], families: dict[str, UUID], by: User, now: datetime
) -> Iterator[ForAPerson]:
    about_families = {state.message_id: families[state.message.cancellation_key] for state in last}
    ids = set(about_families.values())
    episodes = {each.pk: each for each in episodes_of(by, now).filter(pk__in=ids).select_related("mother")}
    networks = Networks(list(episodes.values()))
    standing = standing_of_each(by, networks)
    mothers = one_person_each(episode.mother for episode in episodes.values())
    members = defaultdict[UUID, list[Membership]](list)
    for row in networks.members:
        members[row.episode_id].append(row)
    by_message = {message_id: members[episode_id] for message_id, episode_id in about_families.items()}
    for message in seen_messages([state.message for state in last], by_message):
        episode = episodes[about_families[message.id]]
        may = {
            act: decide(Asked(module="network", act=act, at=now), standing[episode.pk]).allowed
            for act in ACTS
        }
        if may["read"]:
            yield ForAPerson(episode, mothers[episode.mother_id], message, may["write"])
