"""Where somebody is signed in: she sees it, ends one sign-in or all others, and hears of one on a new device."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.sessions import (
    SignedIn,
    end_sessions,
    forget_devices,
    note_device,
    signed_in,
)
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import Recipient, intend
from kraamkring.rooms.messages.models import Channel

from . import transaction

HOW = frozenset({"password", "mfa", "socialaccount", "invitation"})  # words of allauth, and ours
DEVICES = "/me/devices/"


class OwnSignIns(NamedTuple):
    """here: the sign-in that asks. others: the last seen one first."""

    here: SignedIn | None
    others: tuple[SignedIn, ...]


@transaction.atomic
def note_sign_in(*, by: User, device: str, how: str, now: datetime) -> None:
    """The audit row of a sign-in. device: the random word that the browser keeps. On a device that is new while she has
    another, she is told by e-mail; the message holds nothing but the way to her devices."""
    said = how if how in HOW else "other"
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what=f"signed_in:{said}")
    known, strange = note_device(user=by, digest=_digest(device), now=now)
    if strange:
        intend(
            intention=f"new_device:{known.pk}:{by.pk}",
            to=Recipient(channel=Channel.EMAIL, address=by.email, language=by.language),
            template_name="new_device",
            context={"link": settings.SITE_ADDRESS + DEVICES},
            cancellation_key="",
            now=now,
            by=by,
        )


def see_devices(*, by: User, session: str | None) -> OwnSignIns:
    """Where she is signed in now. session: the key of the one that asks."""
    found = signed_in(by)
    here = next((each for each in found if each.key == session), None)
    return OwnSignIns(here, tuple(each for each in found if each is not here))


@transaction.atomic
def end_sign_in(*, by: User, number: int, now: datetime) -> None:
    """This sign-in of hers holds no longer; one that has ended stays ended. Raises NotThere for what is not hers."""
    found = next((each for each in signed_in(by) if each.number == number), None)
    if found is None:
        raise NotThere("session", "there is no such sign-in of yours", "Look at the list again")
    end_sessions(user=by, keys=[found.key])
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="sign_in:ended")


@transaction.atomic
def end_other_sign_ins(*, by: User, session: str | None, device: str, now: datetime) -> int:
    """How many ended: all but the one that asks. Every other device is a new one again."""
    others = see_devices(by=by, session=session).others
    ended = end_sessions(user=by, keys=[each.key for each in others])
    forget_devices(user=by, but=_digest(device))
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what=f"sign_in:others_ended:{ended}")
    return ended


def _digest(device: str) -> str:
    return sha256(device.encode()).hexdigest()
