"""Somebody begins her day, or looks between two visits: who needs somebody, who was told, and what she agreed on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.moments import local_day, start_of_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.handed_over import unread_by, unread_of
from kraamkring.rooms.careplan.models import Appointment, HandOver, OpenAlarm
from kraamkring.rooms.careplan.queries import calendar_of, waiting_for
from kraamkring.rooms.careplan.watching import open_alarms_of_each, that_need_somebody
from kraamkring.rooms.network.queries import episodes_of, how_many_ask
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.people.queries import one_person_each

from . import transaction
from .hand_over import READ_WITHIN
from .red_flags import FlagOfFamily, open_flags
from .see_families import SeenFamily, page_of

MOST_REQUESTS = 50


class SeenToday(NamedTuple):
    """families: a page of those that need somebody, gaps first. alarms: those that did not end, by pregnancy, each
    with `alarm.steps`. appointments: what she comes to today. requests: those that
    wait for her answer, the soonest first. to_read: hand-overs to her that she has not said she read; unread: her own
    that nobody read in time. mothers: whose all these are, by the id of her row. invitations: how many networks wait
    for her answer. flags: red flags of her families that nobody has seen yet."""

    families: tuple[SeenFamily, ...]
    more: bool
    alarms: dict[UUID, list[OpenAlarm]]
    appointments: tuple[Appointment, ...]
    invitations: int
    requests: tuple[Appointment, ...]
    mothers: dict[UUID, Person]
    to_read: tuple[HandOver, ...] = ()
    unread: tuple[HandOver, ...] = ()
    flags: tuple[FlagOfFamily, ...] = ()


@transaction.atomic
def see_today(*, by: User, now: datetime, page: int = 1) -> SeenToday:
    """The day of the actor. However many families she has and however long their histories: the same number of
    queries."""
    scope = episodes_of(by, now)
    families, more = page_of(that_need_somebody(scope, now), by, now, page)
    since, until = _today(by, now)
    found = calendar_of(by, (), since, until).filter(episode__in=scope)
    mine = tuple(row for row in found if row.accepted_at and row.outcome is None)
    requests = tuple(waiting_for(by, now).filter(episode__in=scope)[:MOST_REQUESTS])
    to_read = tuple(unread_by(by, now, scope, MOST_REQUESTS))
    unread = tuple(unread_of(by, now - READ_WITHIN, scope, MOST_REQUESTS))
    of_families = [row.episode for row in (*mine, *requests)] + [row.episode for row in (*to_read, *unread)]
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=f"today:{len(families)}", purpose=CARE)
    return SeenToday(
        families,
        more,
        open_alarms_of_each([family.episode.pk for family in families]),
        mine,
        how_many_ask(by, now),
        requests,
        one_person_each(episode.mother for episode in of_families),
        to_read,
        unread,
        tuple(open_flags(scope.values("pk"), by, now)[:MOST_REQUESTS]),
    )


def _today(actor: User, now: datetime) -> tuple[datetime, datetime]:
    """The day on the wall calendar where she works."""
    zone = zone_of(actor.organisation.region if actor.organisation else None)
    day = local_day(now, zone)
    return start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
