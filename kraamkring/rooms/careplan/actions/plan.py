"""Changing the postnatal plan, its points, and talking about them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from ..models import PlanComment, PlanItem, PostnatalPlan
from .versions import write_version

Contact = dict[str, str]  # {"role": ..., "name": ..., "contact": ...}


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """What the plan holds at least (KCE 232As, 3.2). Empty or None: not agreed yet. estimated_hours: of maternity
    care, a first estimate."""

    course: str = ""
    stay: str = ""
    paediatric_check: str = ""
    youth_visit: str = ""
    six_week_check: str = ""
    network: tuple[Contact, ...] = ()
    to_be_told: tuple[Contact, ...] = ()
    maternity_care: bool | None = None
    estimated_hours: int | None = None


def change_plan(
    *,
    episode: PregnancyEpisode,
    content: PlanContent,
    based_on: int,
    by: User,
    now: datetime,
    id: UUID | None = None,
) -> PostnatalPlan:
    """The next version of the plan of a pregnancy. Raises Conflict if somebody wrote one since `based_on`."""
    columns = asdict(content) | {"network": list(content.network), "to_be_told": list(content.to_be_told)}
    return write_version(
        PostnatalPlan,
        episode=episode,
        item=episode.pk,
        content=columns,
        based_on=based_on,
        by=by,
        now=now,
        id=id,
    )


def write_item(
    *,
    episode: PregnancyEpisode,
    topic: str,
    text: str,
    by: User,
    now: datetime,
    settled: bool = False,
    item: UUID | None = None,
    based_on: int = 0,
    id: UUID | None = None,
) -> PlanItem:
    """A new point of the plan, or the next version of one. id: of this version; a new point is called by it too.
    Raises Conflict, or Refusal without a text."""
    _said(text)
    content = {"topic": topic, "text": text, "settled": settled}
    return write_version(
        PlanItem,
        episode=episode,
        item=item or id or new_id(now),
        content=content,
        based_on=based_on,
        by=by,
        now=now,
        id=id,
    )


@transaction.atomic
def comment(*, about: PlanItem, text: str, by: User, now: datetime, id: UUID | None = None) -> PlanComment:
    """What somebody says about a point as it stands; it stays as it was said. id: sent again, it is not said twice.
    Raises Refusal without a text, or if the id was used for something else."""
    _said(text)
    if id is not None and (before := PlanComment.objects.filter(pk=id).first()) is not None:
        if (before.episode_id, before.by_id, before.text) != (about.episode_id, by.pk, text):
            raise Refusal("id", "this was sent before, with other words", "Open the page again")
        return before
    said = PlanComment.objects.create(
        id=id or new_id(now), episode_id=about.episode_id, about=about, text=text, by=by, at=now
    )
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what="careplan:plancomment",
        episode_id=about.episode_id,
        object_id=said.pk,
    )
    return said


def _said(text: str) -> None:
    if not text.strip():
        raise Refusal("text", "nothing is said", "Write a few words")
