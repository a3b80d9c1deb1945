"""Writes of this room: a device is heard, revoked, emptied; an item is received; what waits is settled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent

from .models import Device, Received, Settlement
from .waiting import USED_TWICE

LONGEST_NAME = 60
UNNAMED = "Browser"
WRITE = AuditEvent.Action.WRITE


class Came(NamedTuple):
    """One item as it came: what the device said, and what was known when it came."""

    id: UUID
    sequence: int
    family: UUID
    kind: str
    said_at: datetime
    ahead_ms: int
    body: Mapping[str, Any]
    delivered_by: User | None

    @property
    def digest(self) -> str:
        """Of all that makes it this item and no other."""
        content = [str(self.family), self.kind, self.said_at.isoformat(), self.body]
        return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def other_id(self) -> UUID:
        """The id under which it is kept if its own is taken: the same content finds it again."""
        return uuid5(self.id, f"{self.sequence} {self.digest}")


class Became(NamedTuple):
    """What became of an item: accepted, refused with a sentence, or waiting for a reason of `waiting.SENTENCES`."""

    outcome: str
    why: str = ""
    refusal: Refusal | None = None
    module: str = ""


@transaction.atomic
def hear(*, device_id: UUID, name: str, user: User, ahead_ms: int, now: datetime) -> Device:
    """The device, locked, heard now; registered as hers if it was never heard before."""
    device = _locking().filter(pk=device_id).first()
    if device is None:
        made = Device(
            id=device_id,
            user=user,
            name=(" ".join(name.split()) or UNNAMED)[:LONGEST_NAME],
            registered_at=now,
            last_heard_at=now,
            ahead_ms=ahead_ms,
        )
        Device.objects.bulk_create([made], ignore_conflicts=True)  # two first contacts at once are one
        record_event(by=user, now=now, action=WRITE, what="devices:device", object_id=device_id)
        device = lock_device(device_id)
    device.last_heard_at, device.ahead_ms = max(now, device.last_heard_at), ahead_ms
    device.save(update_fields=["last_heard_at", "ahead_ms"])
    return device


def lock_device(device_id: UUID) -> Device:
    """The device, locked until the end of the transaction: what comes from one device is taken in turn. Devices are
    kept, so that one which was heard is there."""
    return _locking().get(pk=device_id)


def _locking() -> QuerySet[Device]:
    return Device.objects.select_for_update(no_key=True, of=("self",)).select_related("user")


@transaction.atomic
def revoke_device(*, device: Device, by: User, now: datetime) -> Device:
    """What it sends from now on waits for a person, and it is told to destroy its keys. Once revoked it stays so."""
    locked = lock_device(device.pk)
    if locked.revoked_at is None:
        locked.revoked_at, locked.revoked_by = now, by
        locked.save(update_fields=["revoked_at", "revoked_by"])
        record_event(by=by, now=now, action=WRITE, what="devices:revoked", object_id=device.pk)
    return locked


@transaction.atomic
def note_emptied(*, device: Device, now: datetime) -> None:
    """The device says that it destroyed its keys."""
    Device.objects.filter(pk=device.pk, emptied_at=None).update(emptied_at=now)


def keep(*, device: Device, came: Came, became: Became, now: datetime) -> Received:
    """The row of an item. device: locked by the caller. The count goes on as far as there is no gap."""
    twice, refusal = became.why in USED_TWICE, became.refusal
    problem, remedy = refusal.sentences if refusal else ("", "")
    row = Received.objects.create(
        id=came.other_id if twice else came.id,
        device=device,
        sequence=came.sequence,
        item=came.id,
        family=came.family,
        module=became.module,
        kind=came.kind,
        body={} if became.outcome == Received.Outcome.ACCEPTED else dict(came.body),
        digest=came.digest,
        said_at=came.said_at,
        ahead_ms=came.ahead_ms,
        received_at=now,
        delivered_by=came.delivered_by,
        outcome=became.outcome,
        why=became.why,
        field=(refusal.field if refusal else "")[:80],
        problem=problem,
        remedy=remedy,
        values=refusal.values if refusal else {},
    )
    if not twice:
        _count_on(device, came.sequence)
    return row


def _count_on(device: Device, sequence: int) -> None:
    if sequence != device.up_to + 1:
        return
    up_to = sequence
    behind = Received.objects.filter(device=device, sequence__gt=up_to).exclude(why__in=USED_TWICE)
    for each in behind.order_by("sequence").values_list("sequence", flat=True).iterator():
        if each != up_to + 1:
            break
        up_to = each
    device.up_to = up_to
    device.save(update_fields=["up_to"])


@transaction.atomic
def settle(
    *, received: Received, what: str, reason: str, episode_id: UUID | None, by: User, now: datetime, id: UUID
) -> Settlement:
    """The decision of a person about what waits. Raises Refusal without a reason to let it rest; the caller holds the
    lock of its device, and has seen that nobody decided before."""
    if what == Settlement.What.RESTS and not reason.strip():
        raise Refusal("reason", "no reason is given", "Say in a few words why it rests")
    record_event(
        by=by, now=now, action=WRITE, what=f"devices:{what}", episode_id=episode_id, object_id=received.pk
    )
    return Settlement.objects.create(
        id=id or new_id(now), received=received, what=what, reason=reason.strip(), by=by, at=now
    )
