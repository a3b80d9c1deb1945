"""Writes of this room: what was said for a form; that a form was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.registering import Form
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import FormAnswer, FormSent

ANSWERED = "form:answers"


@transaction.atomic
def keep_answers(
    *,
    episode: PregnancyEpisode,
    said: Mapping[tuple[str, str], str],
    role: str,
    by: User,
    now: datetime,
) -> None:
    """A row for each, and one audit row for them all."""
    FormAnswer.objects.bulk_create(
        FormAnswer(
            id=new_id(now), episode=episode, slot=slot, item=item, value=value, by=by, role=role, at=now
        )
        for (slot, item), value in said.items()
    )
    _note(ANSWERED, episode, None, by, now)


@transaction.atomic
def note_sent(
    *, episode: PregnancyEpisode, form: Form, version: int, id: UUID, by: User, now: datetime
) -> FormSent:
    """The row of a sending, with what was in it, and its audit row."""
    row = FormSent.objects.create(
        id=id,
        episode=episode,
        form=form.card.id,
        version=version,
        digest=form.hash,
        told=form.values,
        by=by,
        at=now,
    )
    _note("form:sent", episode, row.pk, by, now)
    return row


def _note(what: str, episode: PregnancyEpisode, row: UUID | None, by: User, now: datetime) -> None:
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=what,
        episode_id=episode.pk,
        person_id=episode.mother_id,
        object_id=row,
    )
