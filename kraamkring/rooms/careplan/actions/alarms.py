"""Raising an alarm, noting who was told and who has seen it, closing it. The caller holds the lock on the episode.

What the house does by itself leaves no audit row: nobody looked, and the steps say what was done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.pathway import Activity
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE_RELATION, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from ..models import Alarm, AlarmStep, Appointment, OpenAlarm, Reminder

What = AlarmStep.What


@transaction.atomic
def raise_alarms(*, episode: PregnancyEpisode, needs: Sequence[Activity], now: datetime) -> list[OpenAlarm]:
    """A new alarm for each of these activities. The database refuses a second one while the first has not ended."""
    alarms = [
        Alarm(
            id=new_id(now),
            episode=episode,
            key=activity.promise.key,
            level=activity.state,
            role=activity.promise.card.role,
            closes_at=activity.promise.window.latest,
            raised_at=now,
        )
        for activity in needs
    ]
    Alarm.objects.bulk_create(alarms)
    return OpenAlarm.objects.bulk_create(
        [
            OpenAlarm(alarm=alarm, episode=episode, key=alarm.key, level=alarm.level, climbs_at=now)
            for alarm in alarms
        ]
    )


def note_steps(steps: Sequence[AlarmStep]) -> None:
    """These steps, written."""
    AlarmStep.objects.bulk_create(steps)


def wait_until(moments: Mapping[UUID, datetime | None], alarms: Sequence[OpenAlarm]) -> None:
    """When each of these alarms goes a rung higher, by its id; None: it stays where it is."""
    for alarm in alarms:
        alarm.climbs_at = moments[alarm.pk]
    OpenAlarm.objects.bulk_update(alarms, ["climbs_at"])


@transaction.atomic
def close_alarms(*, ended: Collection[tuple[OpenAlarm, str]], by: User | None, now: datetime) -> None:
    """These alarms have ended, each because of something (AlarmStep.Because). by: whose act it was, None: the clock."""
    note_steps(
        [
            AlarmStep(
                id=new_id(now),
                episode_id=alarm.episode_id,
                alarm_id=alarm.pk,
                what=What.CLOSED,
                because=because,
                by=by,
                at=now,
            )
            for alarm, because in ended
        ]
    )
    OpenAlarm.objects.filter(pk__in=[alarm.pk for alarm, _ in ended]).delete()


@transaction.atomic
def acknowledge(
    *, alarms: Collection[OpenAlarm], by: User, now: datetime, ground: str = CARE_RELATION
) -> None:
    """Somebody has seen these alarms: nobody further is told of them."""
    note_steps(
        [
            AlarmStep(
                id=new_id(now),
                episode_id=alarm.episode_id,
                alarm_id=alarm.pk,
                what=What.ACKNOWLEDGED,
                by=by,
                at=now,
            )
            for alarm in alarms
        ]
    )
    OpenAlarm.objects.filter(pk__in=[alarm.pk for alarm in alarms]).update(climbs_at=None)
    for alarm in alarms:
        record_event(
            by=by,
            now=now,
            action=AuditEvent.Action.WRITE,
            what="careplan:alarm",
            episode_id=alarm.episode_id,
            object_id=alarm.pk,
            ground=ground,
        )


def note_reminders(*, appointments: Sequence[Appointment], now: datetime) -> None:
    """Of these versions of appointments those concerned were reminded."""
    Reminder.objects.bulk_create(
        [Reminder(id=new_id(now), episode_id=row.episode_id, appointment=row, at=now) for row in appointments]
    )
