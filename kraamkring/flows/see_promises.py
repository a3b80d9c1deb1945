"""Somebody who sees the plan, and not the record, looks at the care that is promised."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.pathway import Activity, assess
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE

from . import transaction
from .admitting import admit
from .pathway import facts_now, pathway_of


@transaction.atomic
def see_promises(
    *, episode_id: UUID, by: User, now: datetime, purpose: str = CARE, reason: str = ""
) -> tuple[Activity, ...]:
    """What care is due, arranged, done or missing at `now`, without the facts that it follows from. Raises Refusal if
    the actor may not see the plan."""
    admitted = admit(by, episode_id, now, "plan", purpose=purpose)
    admitted.note_look("promises", purpose=purpose, reason=reason)
    facts = facts_now(admitted.episode, admitted.networks)
    return assess(pathway_of(facts), facts, now)
