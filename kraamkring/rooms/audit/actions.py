"""The one function that writes the audit log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from .heard import Written, hear
from .models import AuditEvent
from .whence import whence

CARE = "care"  # purpose
CARE_RELATION = "care_relation"  # ground
COVER = "cover"  # ground; written `cover:<id of who is covered>` on its way here


def record_event(
    *,
    by: User,
    now: datetime,
    action: AuditEvent.Action,
    what: str,
    episode_id: UUID | None = None,
    person_id: UUID | None = None,
    object_id: UUID | None = None,
    purpose: str = CARE,
    reason: str = "",
    ground: str = CARE_RELATION,
) -> AuditEvent:
    """The audit row of one act or look; it stands or falls with the transaction it is in. From where it comes is known
    by the door (`whence`). ground: of a cover with for whom (`cover:<id>`). What was written is told to who listens."""
    if action == AuditEvent.Action.WRITE:
        hear(Written(what, by.pk, episode_id, person_id, object_id, now))
    ground, _colon, covered = ground.partition(":")
    came = whence()
    return AuditEvent.objects.create(
        id=new_id(now),
        at=now,
        actor=by,
        actor_role=by.profession,
        action=action,
        what=what,
        episode_id=episode_id,
        person_id=person_id,
        object_id=object_id,
        purpose=purpose,
        reason=reason,
        ground=ground,
        covered_id=UUID(covered) if covered else None,
        door=came.door,
        device=came.device,
        network=came.network,
    )
