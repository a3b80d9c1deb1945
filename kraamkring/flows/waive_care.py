"""Somebody decides with the parents that a promised care need not be given, and says why."""

from __future__ import annotations

from datetime import datetime
from typing import get_args
from uuid import UUID

from kraamkring.core.facts import Role, Waiver
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.queries import activity_of
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.queries import entry_about

from . import transaction
from .admitting import admit
from .record_fact import Recorded, write
from .telling import tell


def waive_care(*, activity_id: UUID, why: str, by: User, now: datetime, id: UUID | None = None) -> Recorded:
    """Writes down that this one activity is not needed, for this reason; everyone concerned is told. id: of the entry;
    sent again, nothing is written twice. Raises NotAllowed for a role that gives no care, ImpossibleFact without a
    reason."""
    with transaction.atomic():
        activity = activity_of(by, activity_id)
        if activity is None:
            raise NotThere("activity", "there is no such care for you", "Look it up again")
        episode = admit(by, activity.episode_id, now, "plan", act="write").episode
        if by.profession not in get_args(Role):
            raise NotAllowed("by", "your role does not decide that care is not needed", "Ask her coordinator")
        before = entry_about(episode, str(id)) if id else None
        waiver = Waiver(
            activity=activity.activity,
            by=by.profession,  # type: ignore[arg-type]
            why=why.strip(),
            at=before.effective_at if before else now,
            who=activity.subject.slot,
            ordinal=activity.ordinal,
        )
        said = Statement(id=id or new_id(now), kind="waivers", value=waiver)
        recorded = write(episode=episode, said=said, by=by, now=now)
        tell(
            episode=episode,
            what="plan_changed",
            because=recorded.entry.pk,
            template="plan_changed",
            by=by,
            now=now,
            link="plan",
        )
        return recorded
