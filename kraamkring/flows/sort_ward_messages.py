"""What the system of a hospital's ward told and nobody could place: somebody who works there looks, and takes it up for
a family or sets it aside."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import MAY_SORT_WARD_MESSAGES
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.accounts.queries import house_in_turn
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.wards.actions import settle_message
from kraamkring.rooms.wards.models import WardMessage, WardSettlement
from kraamkring.rooms.wards.queries import how_many_wait, waiting_at, waiting_one
from kraamkring.rooms.wards.waiting import SENTENCES

from . import transaction
from .admitting import admit
from .ward_event import WardEvent, from_kept
from .what_a_ward_tells import WAITS, write_told
from .whom_a_ward_means import MayBe, who_it_may_be

MOST = 50  # on one page; the rest follows when these are settled
ONLY_BY_HAND = frozenset({"died", "undone", "not_home", "no_time", "skipped_hour", "hour_twice"})


class Waiting(NamedTuple):
    """One message that waits, and what it tells."""

    row: WardMessage
    event: WardEvent


class SeenWaiting(NamedTuple):
    """The oldest first. more: there are others."""

    messages: tuple[Waiting, ...]
    more: bool


class SeenOne(NamedTuple):
    """One message. may_be: the families in the care of this reader that it may be about. settlement: None while nobody
    decided. by_hand: nothing of it can be written by itself; whoever looks writes it on the family's pages."""

    row: WardMessage
    event: WardEvent
    may_be: tuple[MayBe, ...]
    settlement: WardSettlement | None
    by_hand: bool


def may_sort(by: User) -> bool:
    """Whether she looks at messages of her hospital's ward."""
    return by.is_active and by.organisation_id is not None and by.profession in MAY_SORT_WARD_MESSAGES


def how_many_to_sort(*, by: User) -> int:
    """How many messages wait for her and her colleagues; 0 for whoever does not look at them."""
    return how_many_wait(by.organisation_id) if may_sort(by) and by.organisation_id else 0


@transaction.atomic
def see_ward_messages(*, by: User, now: datetime) -> SeenWaiting:
    """What waits at her hospital. Raises NotAllowed to whoever does not care for mothers there."""
    house = _house(by)
    found = waiting_at(house.pk, MOST + 1)
    record_event(
        by=by, now=now, action=AuditEvent.Action.READ, what=f"ward_messages:{len(found[:MOST])}",
        ground="organisation",
    )  # fmt: skip
    return SeenWaiting(
        tuple(Waiting(row, from_kept(row.told)) for row in found[:MOST]), more=len(found) > MOST
    )


@transaction.atomic
def see_ward_message(*, message_id: UUID, by: User, now: datetime) -> SeenOne:
    """One of them, with whom it may be about: of each a row in the log. Raises NotThere for one of another house."""
    house = _house(by)
    row = _one(house, message_id)
    event = from_kept(row.told)
    settlement = getattr(row, "settlement", None)
    may_be = () if settlement else tuple(who_it_may_be(event, house, by, now))
    record_event(
        by=by, now=now, action=AuditEvent.Action.READ, what="ward_message", object_id=row.pk,
        ground="organisation",
    )  # fmt: skip
    for each in may_be:
        record_event(
            by=by, now=now, action=AuditEvent.Action.READ, what="ward_message", object_id=row.pk,
            episode_id=each.episode.pk, person_id=each.mother.pk,
        )  # fmt: skip
    return SeenOne(row, event, may_be, settlement, row.why in ONLY_BY_HAND)


@transaction.atomic
def take_up(*, message_id: UUID, episode_id: UUID, id: UUID, by: User, now: datetime) -> WardSettlement:
    """She says whom it is about, and it is written as hers. id: sending it again changes nothing. Raises NotThere for a
    family that is not hers to see, NotAllowed where she does not write about the stay, Refusal where it still cannot be
    written, with the reason; then nothing is."""
    house = _house(by)
    house_in_turn(house)
    row = _one(house, message_id)
    if (before := _decided(row, id)) is not None:
        return before
    episode = admit(by, episode_id, now, "birth_and_stay", act="write").episode
    slot = row.slot if row.episode_id == episode.pk else ""
    event = from_kept(row.told)
    told = write_told(
        event=event,
        episode_id=episode.pk,
        slot=slot if event.child else "",
        house=house,
        id=row.pk,
        by=by,
        now=now,
    )
    if told.outcome == WAITS:
        raise Refusal("", SENTENCES[told.why], "Write it on the family's own page, and then set this aside")
    return settle_message(
        message=row, what=WardSettlement.What.TAKEN_UP, episode=episode, reason="", id=id, by=by, now=now
    )


@transaction.atomic
def set_aside(*, message_id: UUID, reason: str, id: UUID, by: User, now: datetime) -> WardSettlement:
    """It is about nobody here, or was written by hand: why, in her words. id: sending it again changes nothing."""
    house = _house(by)
    house_in_turn(house)
    row = _one(house, message_id)
    if (before := _decided(row, id)) is not None:
        return before
    return settle_message(
        message=row, what=WardSettlement.What.SET_ASIDE, episode=None, reason=reason, id=id, by=by, now=now
    )


def _decided(row: WardMessage, id: UUID) -> WardSettlement | None:
    """What the same form decided before. Raises Refusal if somebody else did."""
    before: WardSettlement | None = getattr(row, "settlement", None)
    if before is not None and before.pk != id:
        raise Refusal("", "somebody has decided about this message", "Look at the list again")
    return before


def _house(by: User) -> Organisation:
    if not may_sort(by) or by.organisation is None:
        raise NotAllowed(
            "", "messages of a ward are sorted by who cares for mothers there", "Ask somebody who does"
        )
    return by.organisation


def _one(house: Organisation, message_id: UUID) -> WardMessage:
    row = waiting_one(house.pk, message_id)
    if row is None:
        raise NotThere("message", "there is no such message", "Look at the list again")
    return row
