"""The audit row of what this room writes about one family, one carer or the organisation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

WRITE = AuditEvent.Action.WRITE
PLANNING = "planning"  # purpose


def written(
    what: str,
    object_id: UUID,
    by: User,
    now: datetime,
    episode: PregnancyEpisode | None = None,
    *,
    ground: str = "organisation",
) -> None:
    """Whoever writes planned; about a family only where a pregnancy is named."""
    record_event(
        by=by, now=now, action=WRITE, what=what, episode_id=episode.pk if episode else None,
        person_id=episode.mother_id if episode else None, object_id=object_id, purpose=PLANNING, ground=ground,
    )  # fmt: skip
