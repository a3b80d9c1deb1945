"""The postnatal plan is begun during pregnancy; what is known already stands in the first draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.plan import Contact, PlanContent

from .change_plan import ChangedPlan, change_plan

NOT_IN_THE_PLAN = ("mother", "partner")  # it is theirs


def make_plan(
    *, episode_id: UUID, content: PlanContent, by: User, now: datetime, id: UUID | None = None
) -> ChangedPlan:
    """The first version of the plan, told to everyone concerned; a step of the pathway is done by it. Raises Conflict,
    which holds both, if there is a plan already; Refusal if the actor may not see the pregnancy."""
    return change_plan(episode_id=episode_id, content=content, based_on=0, by=by, now=now, id=id)


def first_draft(facts: PregnancyFacts, members: Iterable[Any], now: datetime) -> PlanContent:
    """What is known already, for the plan: the course, what the parents prefer, and who is in the network. members:
    of the network, with their steps; those who left are left out. Who is told of the discharge is a proposal too."""
    people = tuple(_contact(member) for member in members if _belongs(member, now))
    return PlanContent(
        course=facts.course or "",
        stay=facts.preferences.stay or "",
        maternity_care=facts.preferences.maternity_care,
        network=people,
        to_be_told=people,
    )


def _belongs(member: Any, now: datetime) -> bool:
    over = member.ended_at is not None or (member.until is not None and member.until <= now)
    return not over and member.role not in NOT_IN_THE_PLAN


def _contact(member: Any) -> Contact:
    """How a member is reached: at her address, or by the e-mail she signs in with."""
    reached = member.address or (member.user.email if member.user else "")
    name = f"{member.name}, {member.organisation_name}" if member.organisation_name else member.name
    return {"role": member.role, "name": name, "contact": reached}
