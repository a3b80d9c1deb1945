"""Somebody says in which language, how and when she wants to be told; and that an address of hers works again."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.actions import set_how_told
from kraamkring.rooms.accounts.models import Language, Told, User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import add_device, end_devices, mend, set_peace
from kraamkring.rooms.messages.models import FaultyAddress, PushDevice
from kraamkring.rooms.messages.queries import faulty_among, live_devices, reach_of_each

from . import transaction
from .reaching import quiet_hours

# whole hours that no change of the clock touches; the table holds the same
QUIET_FROM_HOURS, QUIET_UNTIL_HOURS, DIGEST_HOURS = range(18, 24), range(5, 12), range(5, 13)


@transaction.atomic
def change_how_told(*, by: User, language: str, told_by: str, phone: str, now: datetime) -> User:
    """Her language, channel and number from now on; messages that were intended before go where they were to go. phone:
    as people of her country write it, or empty. Doing it again changes nothing. Raises Refusal for a number that cannot
    be called, and for text messages without one."""
    if language not in Language.values or told_by not in Told.values:
        raise Refusal("language", "this language or channel is not one of ours", "Choose another")
    region = by.organisation.region if by.organisation else None
    number = telephone(phone, region) if phone.strip() else ""
    if number is None:
        raise Refusal(
            "phone", "this is not a number that can be called", "Write it with the country: +32 470 12 34 56"
        )
    if (by.language, by.told_by, by.phone) == (language, told_by, number):
        return by
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="account:how_told")
    return set_how_told(user=by, language=language, told_by=told_by, phone=number)


class OwnReach(NamedTuple):
    """How she is reached: her browsers, her addresses that do not work, her quiet hours and the hour of her morning
    message."""

    devices: list[PushDevice]
    faulty: list[FaultyAddress]
    quiet_from: int
    quiet_until: int
    digest_at: int


def own_reach(*, by: User) -> OwnReach:
    """What she has said of it, and what turned out. Three queries."""
    reach = reach_of_each([by.pk])[by.pk]
    return OwnReach(list(live_devices(by)), faulty_of(by), *quiet_hours(reach))


def faulty_of(user: User) -> list[FaultyAddress]:
    """Her own addresses at which nothing arrives; what she is told of at sign-in."""
    return list(faulty_among([each for each in (user.email, user.phone) if each]).values())


@transaction.atomic
def change_peace(*, by: User, quiet_from: int, quiet_until: int, digest_at: int, now: datetime) -> None:
    """Her quiet hours and her morning message from now on; what waits already goes when it was to go. Doing it again
    changes nothing. Raises Refusal for hours in which the clock may be changed, or that are no night."""
    if (
        quiet_from not in QUIET_FROM_HOURS
        or quiet_until not in QUIET_UNTIL_HOURS
        or digest_at not in DIGEST_HOURS
    ):
        raise Refusal("quiet_from", "these are no hours of the night", "Choose from the list")
    if quiet_hours(reach_of_each([by.pk])[by.pk]) == (quiet_from, quiet_until, digest_at):
        return
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="account:peace")
    set_peace(user=by, quiet_from=quiet_from, quiet_until=quiet_until, digest_at=digest_at)


@transaction.atomic
def switch_push_on(
    *, by: User, endpoint: str, p256dh: str, auth: str, name: str, now: datetime
) -> PushDevice:
    """This browser shows her messages from now on. The same again changes nothing. Raises Refusal for what no browser
    gives."""
    device = add_device(user=by, endpoint=endpoint, p256dh=p256dh, auth=auth, name=name, now=now)
    if device.made_at == now:
        record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="push:on", object_id=device.pk)
    return device


@transaction.atomic
def switch_push_off(*, by: User, now: datetime, device: UUID | None = None, endpoint: str = "") -> bool:
    """Whether one of her browsers stopped showing messages: this one, by its id or its endpoint."""
    mine = [row for row in live_devices(by) if row.pk == device or (endpoint and row.endpoint == endpoint)]
    ended = bool(mine) and bool(end_devices([row.pk for row in mine], why="off", now=now))
    if ended:
        record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="push:off", object_id=mine[0].pk)
    return ended


@transaction.atomic
def say_address_works(*, by: User, kind: str, now: datetime) -> bool:
    """Whether her address of this kind (`email`, `sms`) was held for faulty: messages go there again. If it does not
    work after all, the next one shows it."""
    address = {"email": by.email, "sms": by.phone}.get(kind, "")
    mended = bool(address) and mend(kind=kind, address=address, by=by, now=now)
    if mended:
        record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what=f"address:{kind}:works")
    return mended
