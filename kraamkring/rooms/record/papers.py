"""Letters that were photographed: written, listed without their pictures, opened one by one, taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kraamkring.core.access import Module
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from .actions import Device
from .kinds import storable
from .models import Paper
from .redrawing import Drawn

AUDITED = "paper"


@dataclass(frozen=True, kw_only=True)
class NewPaper:
    """A letter, ready to be written. digest: of what was sent."""

    id: UUID
    who: str
    module: Module
    title: str
    drawn: Drawn
    digest: str
    recorded_at: datetime
    device: Device | None = None
    visit: UUID | None = None


def papers_of(episode: PregnancyEpisode, modules: Collection[Module]) -> list[Paper]:
    """Those that stand in these modules, newest first, without their pictures: one query, for a flow that asked the
    gate for each module."""
    rows = Paper.objects.filter(
        episode=episode, module__in=modules, takes_back=None, taken_back_by__isnull=True
    )
    return list(rows.defer("content").select_related("author").order_by("-recorded_at", "-id"))


def every_paper_of(episode: PregnancyEpisode) -> list[Paper]:
    """Each that was ever put in, without its picture, with `gone`: whether it was taken back. Whoever asks:
    what is shown of them is decided at the gate of the flow."""
    rows = Paper.objects.filter(episode=episode, takes_back=None).defer("content")
    return list(rows.annotate(gone=Q(taken_back_by__isnull=False)).order_by("id"))


def count_papers(episode: PregnancyEpisode, modules: Collection[Module]) -> int:
    """How many those are."""
    rows = Paper.objects.filter(
        episode=episode, module__in=modules, takes_back=None, taken_back_by__isnull=True
    )
    return rows.count()


def paper_with_picture(episode: PregnancyEpisode, id: UUID) -> Paper | None:
    """One that stands, with its picture, None if there is none in this pregnancy. The flow asks the gate."""
    return Paper.objects.filter(episode=episode, pk=id, takes_back=None, taken_back_by__isnull=True).first()


def paper_by(id: UUID) -> Paper | None:
    """The row that a form or a device wrote before, whoever asks."""
    return Paper.objects.filter(pk=id).first()


@transaction.atomic
def write_paper(*, episode: PregnancyEpisode, paper: NewPaper, role: str, by: User, now: datetime) -> Paper:
    """One row, and its audit row."""
    row = Paper.objects.create(
        id=paper.id,
        episode=episode,
        slot=paper.who,
        module=paper.module,
        title=storable("title", paper.title),
        media_type=paper.drawn.media_type,
        content=paper.drawn.content,
        pages=paper.drawn.pages,
        digest=paper.digest,
        author=by,
        role=role,
        recorded_at=paper.recorded_at,
        received_at=now,
        device_id=paper.device.id if paper.device else None,
        device_sequence=paper.device.sequence if paper.device else None,
        visit=paper.visit,
    )
    _note(row, AUDITED, by, now)
    return row


@transaction.atomic
def take_paper_back(*, paper: Paper, id: UUID, reason: str, role: str, by: User, now: datetime) -> Paper:
    """It stands no longer, and is opened no longer; that it was there, who took it back and why stays."""
    row = Paper.objects.create(
        id=id,
        episode=paper.episode,
        slot=paper.slot,
        module=paper.module,
        content=b"",
        pages=0,
        author=by,
        role=role,
        recorded_at=now,
        received_at=now,
        takes_back=paper,
        reason=storable("reason", reason),
    )
    _note(row, f"{AUDITED}:taken_back", by, now)
    return row


def _note(row: Paper, what: str, by: User, now: datetime) -> None:
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=what,
        episode_id=row.episode_id,
        person_id=row.episode.mother_id,
        object_id=row.pk,
    )
