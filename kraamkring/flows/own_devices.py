"""Somebody looks at the devices on which she writes, and revokes one that she lost."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.signing import BadSignature, Signer

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.devices.actions import note_emptied, revoke_device
from kraamkring.rooms.devices.models import Device
from kraamkring.rooms.devices.queries import Heard, device_of, devices_of, heard_from

from . import transaction

SIGNER = Signer(salt="kraamkring.device", sep=".")


class OwnDevice(NamedTuple):
    """A device of hers, and whether something that it counted is still on it or was lost with it."""

    device: Device
    heard: Heard


def token_of(device: Device) -> str:
    """What a device shows when nobody is signed in, to leave what it holds: signed by this installation, and of no use
    for anything else."""
    return SIGNER.sign(str(device.pk))


def device_shown(token: str) -> Device | None:
    """The device that shows this token; None for one that was made up."""
    try:
        return device_of(UUID(SIGNER.unsign(token)))
    except (BadSignature, ValueError):
        return None


def see_devices(*, by: User) -> tuple[OwnDevice, ...]:
    """Her own devices, the last heard first."""
    return tuple(OwnDevice(device, heard_from(device)) for device in devices_of(by))


@transaction.atomic
def revoke(*, device_id: UUID, by: User, now: datetime) -> Device:
    """What this device sends from now on waits for a person; at its next contact it destroys its keys. Raises NotThere
    for a device that is not hers."""
    device = device_of(device_id)
    if device is None or device.user_id != by.pk:
        raise NotThere("device", "you have no such device", "Look at the list again")
    return revoke_device(device=device, by=by, now=now)


@transaction.atomic
def emptied(*, device: Device, now: datetime) -> None:
    """A device that was revoked says that it destroyed its keys."""
    if device.revoked_at is not None:
        note_emptied(device=device, now=now)
