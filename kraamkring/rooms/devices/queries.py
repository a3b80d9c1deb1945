"""Reads of this room: for the author by her devices, for others by families that the flow asked about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Device, Received, Settlement
from .waiting import USED_TWICE

MOST_GAPS = 50
MOST_BEYOND = 5000  # counts beyond a gap that are looked at


class Heard(NamedTuple):
    """up_to: everything from 1 to here was received. gaps: the ranges that are missing behind it, both ends missing
    too; last: the highest count that came."""

    up_to: int
    gaps: tuple[tuple[int, int], ...]
    last: int


def device_of(device_id: UUID) -> Device | None:
    """One device with whose it is, whoever asks: the flow looks whose."""
    return Device.objects.select_related("user", "revoked_by").filter(pk=device_id).first()


def device_now(device_id: UUID) -> Device:
    """The same, of one that was heard: devices are kept."""
    return Device.objects.select_related("user").get(pk=device_id)


def devices_of(user: User) -> list[Device]:
    """Her devices, the last heard first."""
    return list(
        Device.objects.filter(user=user).select_related("revoked_by").order_by("-last_heard_at", "id")
    )


def heard_from(device: Device) -> Heard:
    """What came from a device, in its own count."""
    ordered = Received.objects.filter(device=device).exclude(why__in=USED_TWICE)
    beyond = list(
        ordered.filter(sequence__gt=device.up_to)
        .order_by("sequence")
        .values_list("sequence", flat=True)[:MOST_BEYOND]
    )
    gaps: list[tuple[int, int]] = []
    before = device.up_to
    for sequence in beyond:
        if sequence > before + 1 and len(gaps) < MOST_GAPS:
            gaps.append((before + 1, sequence - 1))
        before = sequence
    return Heard(device.up_to, tuple(gaps), before)


def received_as(item_id: UUID) -> Received | None:
    """What came first under this id, with its device, and what was decided about it."""
    return _whole().filter(pk=item_id).first()


def received_near(device: Device, ids: Collection[UUID], sequence: int) -> dict[UUID, Received]:
    """What came under one of these ids, and what this device counted so, with what was decided about each: one query
    for each item that comes."""
    counted = Q(device=device, sequence=sequence) & ~Q(why__in=USED_TWICE)
    found = Received.objects.filter(Q(pk__in=ids) | counted).select_related("settlement")
    return {row.pk: row for row in found}


def settled_as(row: Received) -> Settlement | None:
    """What was decided about it by now."""
    return Settlement.objects.filter(received=row).select_related("by").first()


def received_from(devices: Collection[Device], most: int, *, since: datetime | None = None) -> list[Received]:
    """What came from these devices last, newest first."""
    found = _whole().filter(device__in=devices)
    if since is not None:
        found = found.filter(received_at__gte=since)
    return list(found.order_by("-received_at", "-sequence")[:most])


def waiting_from(user: User) -> list[Received]:
    """What she wrote that waits, in the order it came; and what was refused stays hers to mend on her device."""
    return list(_waiting().filter(device__user=user).order_by("received_at", "sequence"))


def waiting_about(families: QuerySet[PregnancyEpisode], most: int) -> list[Received]:
    """What waits of these families, in the order it came."""
    return list(
        _waiting().filter(family__in=families.values("pk")).order_by("received_at", "sequence")[:most]
    )


def decided_about(device_id: UUID, items: Collection[UUID], user: User) -> list[Received]:
    """Of these items that waited, those that a person has decided about, if the device is hers; under the ids by which
    it was sent."""
    sent = _whole().filter(device=device_id, device__user=user, item__in=items)
    return list(
        sent.filter(outcome=Received.Outcome.QUARANTINED, settlement__isnull=False).order_by("sequence")
    )


def _waiting() -> QuerySet[Received]:
    return _whole().filter(outcome=Received.Outcome.QUARANTINED, settlement=None)


def _whole() -> QuerySet[Received]:
    return Received.objects.select_related("device__user", "delivered_by", "settlement__by")
