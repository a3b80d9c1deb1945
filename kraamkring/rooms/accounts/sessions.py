"""Where somebody is signed in, kept by allauth beside the sessions of Django; and the devices that are known of her."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now

from kraamkring.core.kernel.identifiers import new_id

from .models import KnownDevice, User

MOST = 50  # sign-ins on one page


class SignedIn(NamedTuple):
    """One sign-in that holds. number: names it for whoever it belongs to. agent: what the browser calls itself."""

    number: int
    key: str
    agent: str
    since: datetime
    seen: datetime


def signed_in(user: User) -> list[SignedIn]:
    """Where she is signed in, the last one first: two queries. Sessions live by the clock of the machine, also where
    the rest of the house has one of its own (a demo)."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")[:MOST])
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(pk__in=keys, expire_date__gt=Now()).values_list("session_key", flat=True)
    )
    return [
        SignedIn(row.pk, row.session_key, row.user_agent, row.created_at, row.last_seen_at)
        for row in rows
        if row.session_key in alive
    ]


@transaction.atomic
def end_sessions(*, user: User, keys: list[str]) -> int:
    """How many of these sign-ins were hers; they hold no longer."""
    hers = list(
        UserSession.objects.filter(user=user, session_key__in=keys).values_list("session_key", flat=True)
    )
    Session.objects.filter(pk__in=hers).delete()
    UserSession.objects.filter(user=user, session_key__in=hers).delete()
    return len(hers)


def note_seen(key: str) -> None:
    """She was seen in this session."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=Now())


@transaction.atomic
def note_device(*, user: User, digest: str, now: datetime) -> tuple[KnownDevice, bool]:
    """The device, and whether she never signed in on it though she did on another."""
    others = KnownDevice.objects.filter(user=user).exclude(digest=digest).exists()
    device, fresh = KnownDevice.objects.get_or_create(
        user=user, digest=digest, defaults={"id": new_id(now), "first_at": now, "last_at": now}
    )
    if not fresh and device.last_at < now:
        device.last_at = now
        device.save(update_fields=["last_at"])
    return device, fresh and others


def forget_devices(*, user: User, but: str) -> None:
    """Only this device is known of her from now on; a sign-in on any other is told."""
    KnownDevice.objects.filter(user=user).exclude(digest=but).delete()
