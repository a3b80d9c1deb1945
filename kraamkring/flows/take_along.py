"""Somebody who visits takes her families along: those of the next 14 days, and no others."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kraamkring.core.kernel.moments import local_day, start_of_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.queries import calendar_of, waiting_for
from kraamkring.rooms.network.queries import episodes_of

from . import transaction
from .my_day import DAYS_AHEAD

AHEAD = timedelta(days=DAYS_AHEAD)
MOST = 40  # families on one device


@transaction.atomic
def families_to_take(*, by: User, now: datetime) -> tuple[UUID, ...]:
    """The families of her appointments from the start of today to 14 days on, and those who asked her to come, the
    soonest first. What she may read of each is asked by the page of that family."""
    scope = episodes_of(by, now)
    zone = zone_of(by.organisation.region if by.organisation else None)
    since = start_of_day(local_day(now, zone), zone)
    agreed = calendar_of(by, (), since, now + AHEAD).filter(episode__in=scope)
    asked = waiting_for(by, now).filter(episode__in=scope, start__lt=now + AHEAD)
    rows = sorted((row.start, row.episode_id) for row in (*agreed, *asked) if row.outcome is None)
    return tuple(dict.fromkeys(episode for _start, episode in rows))[:MOST]
