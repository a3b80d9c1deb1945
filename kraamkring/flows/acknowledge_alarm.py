"""Somebody has seen that care is missing: from then on nobody further is told of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan import actions
from kraamkring.rooms.careplan.models import AlarmStep, OpenAlarm
from kraamkring.rooms.careplan.watching import open_alarms
from kraamkring.rooms.people.queries import any_locked_episode

from . import transaction
from .admitting import admit
from .telling import NOT_FOR_ALARMS


def acknowledge_alarms(
    *, episode_id: UUID, alarms: Collection[UUID], by: User, now: datetime
) -> list[OpenAlarm]:
    """Of these alarms of a family, those that the actor is the first to have seen; what has ended or was seen before is
    left as it is, so that sending it again changes nothing. Care that stays missing and becomes a gap is told anew.

    Raises NotThere or NotAllowed to whoever may not see her plan, and to the family itself: it is the carers' task.
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan")
        if by.profession in NOT_FOR_ALARMS:
            raise NotAllowed("alarms", "this is a task of her carers", "Call one of them")
        any_locked_episode(episode_id)
        unseen = [alarm for alarm in open_alarms(admitted.episode) if alarm.pk in alarms and not _seen(alarm)]
        if unseen:
            actions.acknowledge(alarms=unseen, by=by, now=now, ground=admitted.ground)
        return unseen


def _seen(alarm: OpenAlarm) -> bool:
    return any(step.what == AlarmStep.What.ACKNOWLEDGED for step in alarm.alarm.steps.all())
