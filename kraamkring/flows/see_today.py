"""Somebody begins her day, or looks between two visits: who needs somebody, who was told, and what she agreed on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.moments import local_day, start_of_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Appointment, OpenAlarm
from kraamkring.rooms.careplan.queries import calendar_of, waiting_for
from kraamkring.rooms.careplan.watching import open_alarms_of_each, that_need_somebody
from kraamkring.rooms.network.queries import episodes_of, invitations_to, proposals_to
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.people.queries import one_person_each

from .see_families import SeenFamily, page_of

MOST_REQUESTS = 50


class SeenToday(NamedTuple):
    """families: a page of those that need somebody, gaps first. alarms: those that did not end, by pregnancy, each
    with `alarm.steps`. appointments: what she comes to today. requests: those that
    wait for her answer, the soonest first. mothers: whose appointments and requests these are, by the id of her row.
    invitations: how many networks wait for it."""

    families: tuple[SeenFamily, ...]
    more: bool
    alarms: dict[UUID, list[OpenAlarm]]
    appointments: tuple[Appointment, ...]
    invitations: int
    requests: tuple[Appointment, ...]
    mothers: dict[UUID, Person]


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
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=f"today:{len(families)}", purpose=CARE)
    return SeenToday(
        families,
        more,
        open_alarms_of_each([family.episode.pk for family in families]),
        mine,
        len(invitations_to(by, now)) + len(proposals_to(by, now)),
        requests,
        one_person_each(row.episode.mother for row in (*mine, *requests)),
    )


def _today(actor: User, now: datetime) -> tuple[datetime, datetime]:
    """The day on the wall calendar where she works."""
    zone = zone_of(actor.organisation.region if actor.organisation else None)
    day = local_day(now, zone)
    return start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
