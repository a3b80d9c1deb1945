"""In the morning everybody hears once how much waits for her, if something does that was not urgent."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.conf import settings

from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import locked_if_free
from kraamkring.rooms.careplan.watching import families_waiting_for, told_and_not_seen
from kraamkring.rooms.messages.actions import intend
from kraamkring.rooms.messages.queries import intended, reach_of_each

from . import transaction
from .links import LINKS
from .reaching import PLAIN, quiet_hours
from .telling import by_account

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
    reach = reach_of_each([user_id]).get(user_id, PLAIN)
    to = by_account(user, reach) if user else None
    if user is None or to is None:
        return False
    morning = _morning(user, now, quiet_hours(reach)[2])
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


def _morning(user: User, now: datetime, hour: int) -> datetime:
    """This morning's hour, on the clock of the region of her organisation."""
    zone = zone_of(user.organisation.region if user.organisation else None)
    return datetime.combine(local_day(now, zone), time(hour), tzinfo=zone)
