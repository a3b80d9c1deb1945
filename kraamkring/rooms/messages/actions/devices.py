"""Browsers in which somebody switched messages on, and off."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from ..models import PushDevice

MOST_DEVICES = 8  # of one person, our choice: a telephone, a tablet, the computer at work and some spare
ENDPOINT = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[^\s]{1,900}")
KEY, SECRET = re.compile(r"[A-Za-z0-9_-]{80,100}"), re.compile(r"[A-Za-z0-9_-]{20,40}")


@transaction.atomic
def add_device(*, user: User, endpoint: str, p256dh: str, auth: str, name: str, now: datetime) -> PushDevice:
    """The browser that this endpoint names, hers from now on: whoever used it before is no longer told there. The same
    again changes nothing. Raises Refusal for what no browser gives, or more than eight."""
    if not (ENDPOINT.fullmatch(endpoint) and KEY.fullmatch(p256dh) and SECRET.fullmatch(auth)):
        raise Refusal("device", "this browser did not say how to reach it", "Switch it off and on again")
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    live = PushDevice.objects.filter(ended_at=None)
    known = live.select_for_update().filter(endpoint=endpoint).first()
    if known and (known.user_id, known.p256dh, known.auth) == (user.pk, p256dh, auth):
        return known
    if live.filter(user=user).count() >= MOST_DEVICES:
        raise Refusal("device", "there are too many devices", "Switch it off on one that you no longer use")
    if known:
        end_devices([known.pk], why="replaced", now=now)
    return PushDevice.objects.create(
        id=new_id(now), user=user, endpoint=endpoint, p256dh=p256dh, auth=auth, name=name[:80], made_at=now
    )


def end_devices(ids: Collection[UUID], *, why: str, now: datetime) -> int:
    """How many of these were still in use until now. why: `gone` (its push service says so), `off`, `replaced`."""
    return PushDevice.objects.filter(pk__in=list(ids), ended_at=None).update(ended_at=now, why_ended=why)
