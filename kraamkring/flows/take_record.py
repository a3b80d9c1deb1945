"""A mother takes her whole record along: what was written with every version, what was measured, and her plan."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.rooms.accounts.models import User

from . import transaction
from .admitting import PART_OF_FACTS, admit
from .see_observations import SeenObservations, see_observations
from .see_plan import SeenPlan, see_plan
from .see_record import SeenRecord, see_record


class TakenRecord(NamedTuple):
    """Everything that a file of it says. plan: None where what was written cannot be read together."""

    record: SeenRecord
    observations: SeenObservations
    plan: SeenPlan


@transaction.atomic
def take_record(*, episode_id: UUID, by: User, now: datetime, form: str) -> TakenRecord:
    """The whole of it, for a file in that form (`pdf` or `json`), which the log names. Raises NotAllowed to whoever may
    not read every part."""
    admit(by, episode_id, now, *PART_OF_FACTS)
    return TakenRecord(
        see_record(episode_id=episode_id, by=by, now=now, taken_as=form),
        see_observations(episode_id=episode_id, by=by, now=now),
        see_plan(episode_id=episode_id, by=by, now=now, all_changes=True),
    )
