"""Writing hand-overs, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from ..models import HandOver, HandOverStep, HandOverTo


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is handed over, in the four parts of SBAR. read_back: of a telephone call, whether it was said again."""

    about: tuple[str, ...]
    situation: str
    recommendation: str
    background: str = ""
    assessment: str = ""
    how: str = HandOver.How.WRITTEN
    urgent: bool = False
    read_back: bool | None = None
    language: str = "en"


@transaction.atomic
def write_hand_over(
    *,
    episode: PregnancyEpisode,
    told: Told,
    members: Iterable[UUID],
    modules: Iterable[str],
    role: str,
    by: User,
    now: datetime,
    id: UUID,
) -> HandOver:
    """The hand-over, and a row for each to whom; with an audit row. Raises Refusal where a part that it needs is
    empty."""
    for field in ("situation", "recommendation"):
        if not getattr(told, field).strip():
            raise Refusal(field, "nothing is said here", "Write a few words")
    columns = asdict(told) | {"about": list(told.about), "modules": list(modules)}
    written = HandOver.objects.create(id=id, episode=episode, by=by, role=role, at=now, **columns)
    HandOverTo.objects.bulk_create(
        HandOverTo(id=uuid5(id, str(member)), episode=episode, hand_over=written, member_id=member)
        for member in members
    )
    _noted("handover", written.pk, episode.pk, by, now)
    return written


@transaction.atomic
def note_step(
    *, hand_over: HandOver, what: str, by: User, now: datetime, id: UUID, words: str = ""
) -> HandOverStep:
    """That somebody has read it, at most once each, or what she says about it. The same id changes nothing.
    Raises Refusal for words that say nothing, or an id that was used for something else."""
    if what == HandOverStep.What.SAID and not words.strip():
        raise Refusal("words", "nothing is said", "Write a few words")
    if (before := HandOverStep.objects.filter(pk=id).first()) is not None:
        if (before.hand_over_id, before.by_id, before.what, before.words) != (
            hand_over.pk,
            by.pk,
            what,
            words,
        ):
            raise Refusal("id", "this was sent before, with other words", "Open the page again")
        return before
    if what == HandOverStep.What.READ and (
        read := HandOverStep.objects.filter(hand_over=hand_over, by=by, what=what).first()
    ):
        return read
    step = HandOverStep.objects.create(
        id=id, episode_id=hand_over.episode_id, hand_over=hand_over, what=what, words=words, by=by, at=now
    )
    _noted(f"handover_{what}", step.pk, hand_over.episode_id, by, now)
    return step


def _noted(what: str, id: UUID, episode_id: UUID, by: User, now: datetime) -> None:
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=f"careplan:{what}",
        episode_id=episode_id,
        object_id=id,
    )
