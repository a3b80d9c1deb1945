"""The postnatal plan changes, and the pathway follows what it says of stay and maternity care."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan import actions
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import PostnatalPlan

from .admitting import admit
from .pathway import reconciled


class ChangedPlan(NamedTuple):
    """The plan as it stands, and what changed in the pathway."""

    plan: PostnatalPlan
    difference: Difference


def change_plan(
    *, episode_id: UUID, content: PlanContent, based_on: int, by: User, now: datetime
) -> ChangedPlan:
    """The next version of the plan. based_on: the version that was seen, 0 for none. Raises Conflict, which holds
    both, if somebody wrote one since; Refusal if the actor may not see the pregnancy."""
    with transaction.atomic():
        episode = admit(by, episode_id, now, "plan", act="write").episode
        plan = actions.change_plan(episode=episode, content=content, based_on=based_on, by=by, now=now)
        difference = reconciled(episode, by=by, now=now, because=[plan.pk])
    return ChangedPlan(plan, difference)
