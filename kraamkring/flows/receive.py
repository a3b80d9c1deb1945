"""What was written without signal comes in: each item by itself, once, and whatever becomes of it is kept and told."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.devices.actions import Became, Came, hear, keep, lock_device
from kraamkring.rooms.devices.models import Device, Received
from kraamkring.rooms.devices.queries import (
    Heard,
    device_now,
    device_of,
    heard_from,
    received_as,
    received_near,
)
from kraamkring.rooms.devices.waiting import USED_TWICE

from . import transaction
from .note_refusal import note_refusal
from .taking import KINDS
from .taking_words import Taken, Unreadable

log = logging.getLogger(__name__)
PAGE = "visit_send"  # as the audit log calls an attempt that was refused
CLOCKS_AGREE = timedelta(minutes=2)  # our choice: within it, the device's own time is kept as it is
MOST_STEPS = 50  # back through one field that was refused again and again
LATER = "later"  # not taken and not kept here: it stays on the device, and comes again
Outcome = Received.Outcome


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that was written on a device. body: what a kind of `taking.KINDS` reads."""

    id: UUID
    sequence: int
    family: UUID
    kind: str
    said_at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The device that sends, whose it says it is, and its clock at that moment. by: who is signed in; None for nobody,
    then the caller has seen the device's own sign and what comes waits for a person."""

    device: UUID
    owner: UUID
    name: str
    sent_at: datetime
    by: User | None


class Answer(NamedTuple):
    """What became of one item: accepted, refused, quarantined; or `later`. received: its row, None of `later`."""

    id: UUID
    state: str
    received: Received | None


class Reception(NamedTuple):
    """device: as it stands now; heard: what of its count came, and where it has gaps."""

    device: Device
    heard: Heard
    answers: tuple[Answer, ...]


def receive(*, sender: Sender, items: Sequence[Item], now: datetime) -> Reception:
    """Takes the items in the order of the device's count, each in a transaction of its own. What came before is
    answered as it was then. Raises NotThere for a device that nobody knows while its owner is not signed in: whoever
    else is would become its owner, and the author of what stands on it."""
    ahead = round((sender.sent_at - now) / timedelta(milliseconds=1))
    here = sender.by is not None and sender.by.pk == sender.owner
    if not here and device_of(sender.device) is None:
        raise NotThere("device", "there is no such device", "Sign in")
    if sender.by is not None:
        hear(device_id=sender.device, name=sender.name, user=sender.by, ahead_ms=ahead, now=now)
    answers = [_answered(sender, item, ahead, now) for item in sorted(items, key=lambda item: item.sequence)]
    device = device_now(sender.device)
    return Reception(device, heard_from(device), tuple(answers))


def _answered(sender: Sender, item: Item, ahead: int, now: datetime) -> Answer:
    """One item, whatever goes wrong with it: the others do not wait for it."""
    came = Came(
        id=item.id,
        sequence=item.sequence,
        family=item.family,
        kind=item.kind,
        said_at=item.said_at,
        ahead_ms=ahead,
        body=item.body,
        delivered_by=sender.by,
    )
    try:
        row, refused = _take(sender, came, now)
    except Exception as error:  # noqa: BLE001 (rolled back: it stays on the device and comes again)
        log.error("an item of a device could not be taken now: %s", type(error).__name__)
        return Answer(item.id, LATER, None)
    if refused is not None and sender.by is not None:
        note_refusal(episode_id=item.family, page=PAGE, refusal=refused, by=sender.by, now=now)
    return Answer(item.id, row.outcome, row)


@transaction.atomic
def _take(sender: Sender, came: Came, now: datetime) -> tuple[Received, NotThere | NotAllowed | None]:
    """The row of this item, now or from before; and the refusal that the mother reads about."""
    device = lock_device(sender.device)
    corrected = _id(came.body.get("corrects"))
    near = received_near(device, [id for id in (came.id, came.other_id, corrected) if id], came.sequence)
    for id in (came.id, came.other_id):
        before = near.get(id)
        if before is not None and before.device_id == device.pk and before.digest == came.digest:
            return before, None
    if (why := _waits(device, came, near)) is not None:
        return _kept(device, came, Became(Outcome.QUARANTINED, why), now), None
    try:
        with transaction.atomic():
            KINDS[came.kind].write(as_it_stands(came.body), taken(device, came), device.user, now)
    except (NotThere, NotAllowed) as refusal:
        why = "no_relation" if isinstance(refusal, NotThere) else "not_allowed"
        return _kept(device, came, Became(Outcome.QUARANTINED, why), now), refusal
    except Conflict:
        return _kept(device, came, Became(Outcome.QUARANTINED, "conflict"), now), None
    except Unreadable:
        return _kept(device, came, Became(Outcome.QUARANTINED, "unreadable"), now), None
    except Refusal as refusal:
        if refusal.field == "corrects":  # somebody corrected the same before her
            return _kept(device, came, Became(Outcome.QUARANTINED, "conflict"), now), None
        return _kept(device, came, Became(Outcome.REFUSED, "refused", refusal), now), None
    return _kept(device, came, Became(Outcome.ACCEPTED), now), None


def _waits(device: Device, came: Came, near: Mapping[UUID, Received]) -> str | None:
    """Why a person must look at it before anything is written; None if nobody must. near: what came under the ids that
    it names, and under its number."""
    if came.id in near:
        return "id_used"
    if any(
        (row.device_id, row.sequence) == (device.pk, came.sequence) for row in near.values() if _counts(row)
    ):
        return "count_used"
    if came.delivered_by is None:
        return "signed_out" if device.revoked_at is None else "revoked"
    if came.delivered_by.pk != device.user_id:
        return "another_person"
    if device.revoked_at is not None:
        return "revoked"
    if came.kind not in KINDS:
        return "unknown_kind"
    corrected = _id(came.body.get("corrects"))
    before = near.get(corrected) if corrected else None
    return "after_another" if before is not None and _still_waits(before) else None


def _counts(row: Received) -> bool:
    return row.why not in USED_TWICE


def _still_waits(row: Received) -> bool:
    """Whether it was not taken up: what changes it waits as well."""
    return row.outcome == Outcome.QUARANTINED and not _taken_up(row)


def as_it_stands(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body, as a change of what stands: what was refused, or rests, never stood, and what that changed does."""
    corrected = body.get("corrects")
    for _step in range(MOST_STEPS):
        id = _id(corrected)
        before = received_as(id) if id else None
        if before is None or before.outcome == Outcome.ACCEPTED or _taken_up(before):
            break
        corrected = before.body.get("corrects")
    return {**body, "corrects": corrected or ""} if "corrects" in body else body


def _id(said: object) -> UUID | None:
    """The id that a body names; None where it names none, or something else."""
    try:
        return UUID(str(said)) if said else None
    except ValueError:
        return None


def _taken_up(row: Received) -> bool:
    settlement = getattr(row, "settlement", None)
    return settlement is not None and settlement.what == "taken_up"


def _kept(device: Device, came: Came, became: Became, now: datetime) -> Received:
    return keep(
        device=device, came=came, became=became._replace(module=module_of(came.kind, came.body)), now=now
    )


def module_of(kind: str, body: Mapping[str, Any]) -> str:
    """The part of the record that this would stand in; empty if nobody can tell."""
    try:
        return KINDS[kind].module(body)
    except (KeyError, TypeError, ValueError):
        return ""


def taken(device: Device, came: Came | Received, attributed_to: str = "") -> Taken:
    """The item as a kind takes it, with the moment at which it was said as well as that can be known."""
    received_at = came.received_at if isinstance(came, Received) else None
    return Taken(
        id=came.item if isinstance(came, Received) else came.id,
        sequence=came.sequence,
        device=device.pk,
        family=came.family,
        said_at=said_by_our_clock(came.said_at, came.ahead_ms),
        received_at=received_at,
        author=device.user,
        attributed_to=attributed_to,
    )


def said_by_our_clock(said_at: datetime, ahead_ms: int) -> datetime:
    """When it was said, if the device's clock was as far ahead then as when it sent. Within two minutes it is left as
    it is: that much is the way through the network."""
    ahead = timedelta(milliseconds=ahead_ms)
    return said_at if abs(ahead) <= CLOCKS_AGREE else said_at - ahead
