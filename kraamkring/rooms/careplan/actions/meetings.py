"""Writing meetings: the meeting itself in versions; agenda, answers and decisions as rows that are only added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from ..models import AgendaPoint, MeetingAnswer, MeetingDecision, NetworkMeeting
from ..models.meetings import AboutMeeting
from .versions import write_version

M = TypeVar("M", bound=AboutMeeting)


def write_meeting(
    *,
    episode: PregnancyEpisode,
    item: UUID,
    start: datetime,
    end: datetime,
    where: str,
    based_on: int,
    by: User,
    now: datetime,
    id: UUID,
    called_off: bool = False,
) -> NetworkMeeting:
    """The next version of a meeting. Raises Refusal without a place, Conflict if it changed since `based_on`."""
    if not where.strip():
        raise Refusal("where", "no place is given", "Say where, or how one joins")
    content = {"start": start, "end": end, "where": where, "called_off": called_off}
    return write_version(
        NetworkMeeting, episode=episode, item=item, content=content, based_on=based_on, by=by, now=now, id=id
    )


def put_on_agenda(*, meeting: NetworkMeeting, text: str, by: User, now: datetime, id: UUID) -> AgendaPoint:
    """Something more to talk about. Raises Refusal without words."""
    if not text.strip():
        raise Refusal("text", "nothing is said", "Write a few words")
    return _add(AgendaPoint, meeting, {"text": text}, by, now, id)


def answer_meeting(
    *, meeting: NetworkMeeting, comes: bool, by: User, now: datetime, id: UUID
) -> MeetingAnswer:
    """Whether she comes; her last word holds."""
    return _add(MeetingAnswer, meeting, {"comes": comes}, by, now, id)


def decide_in_meeting(
    *,
    meeting: NetworkMeeting,
    point: UUID,
    who: UUID | None,
    until: date | None,
    by: User,
    now: datetime,
    id: UUID,
) -> MeetingDecision:
    """What was decided, as a point of the plan that is there."""
    return _add(MeetingDecision, meeting, {"point": point, "who_id": who, "until": until}, by, now, id)


@transaction.atomic
def _add(
    model: type[M], meeting: NetworkMeeting, said: Mapping[str, Any], by: User, now: datetime, id: UUID
) -> M:
    """A row about a meeting; the same id again is the same row. Raises Refusal if it was used for something else."""
    rows = model._default_manager
    if (before := rows.filter(pk=id).first()) is not None:
        same = (before.meeting, before.by_id) == (meeting.item, by.pk)
        if not same or any(getattr(before, name) != value for name, value in said.items()):
            raise Refusal("id", "this was sent before, with other words", "Open the page again")
        return before
    row = rows.create(id=id, episode_id=meeting.episode_id, meeting=meeting.item, by=by, at=now, **said)
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=f"careplan:{model._meta.model_name}",
        episode_id=meeting.episode_id,
        object_id=id,
    )
    return row
