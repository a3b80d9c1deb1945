"""In the morning everybody hears once how much waits for her, if something does that was not urgent."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import locked_if_free
from kraamkring.rooms.careplan.watching import families_waiting_for, told_and_not_seen
from kraamkring.rooms.messages.actions import intend
from kraamkring.rooms.messages.queries import intended

from .telling import LINKS, by_account

DIGEST_AT = time(7)  # on the clock of the region of her organisation, when the quiet hours end; our choice
AT_ONCE = 500


def send_digests(*, now: datetime) -> int:
    """One message for each person whom something waits for since before this morning: how many were intended now. One
    a day for a person, however often this is done."""
    sent, after = 0, None
    while users := told_and_not_seen(before=now, after=after, most=AT_ONCE):
        sent += sum(_send(user_id, now) for user_id in users)
        after = users[-1]
    return sent


@transaction.atomic
def _send(user_id: UUID, now: datetime) -> bool:
    user = locked_if_free(user_id)
    to = by_account(user) if user else None
    if user is None or to is None:
        return False
    morning = _morning(user, now)
    intention = f"digest:{user.pk}:{morning.date()}"
    if now < morning or intended(intention) is not None:
        return False
    families = families_waiting_for(user, before=morning)
    if not families:
        return False
    intend(
        intention=intention,
        to=to,
        template_name="digest",
        context={"count": families, "link": settings.SITE_ADDRESS + LINKS["today"]},
        cancellation_key="",
        now=now,
    )
    return True


def _morning(user: User, now: datetime) -> datetime:
    """This morning's hour, where she works."""
    zone = zone_of(user.organisation.region if user.organisation else None)
    return datetime.combine(local_day(now, zone), DIGEST_AT, tzinfo=zone)
