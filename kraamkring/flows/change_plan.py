"""The postnatal plan changes, everyone concerned is told, and the pathway follows what it says of stay and care."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.facts import StepDone
from kraamkring.core.facts.coherence import standing
from kraamkring.packs import protocol
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan import actions
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import PostnatalPlan
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.actions import Statement

from . import transaction
from .admitting import admit
from .pathway import facts_now, reconciled
from .record_fact import write
from .telling import tell

MADE = "postnatal_plan_made"


class ChangedPlan(NamedTuple):
    """The plan as it stands, and what changed in the pathway."""

    plan: PostnatalPlan
    difference: Difference


def change_plan(
    *,
    episode_id: UUID,
    content: PlanContent,
    based_on: int,
    by: User,
    now: datetime,
    id: UUID | None = None,
) -> ChangedPlan:
    """The next version of the plan; everyone else is told, unless it says the same as before. based_on: the version
    that was seen, 0 for none. id: of the new version; sent again, nothing is written or told twice.

    Once somebody has written it who may make it (the card says who), the pathway counts it as made: what the mother
    begins by herself waits for that. Raises Conflict, which holds both, if somebody wrote one since; Refusal if the
    actor may not see the pregnancy.
    """
    with transaction.atomic():
        episode = admit(by, episode_id, now, "plan", act="write").episode
        plan = actions.change_plan(episode=episode, content=content, based_on=based_on, by=by, now=now, id=id)
        difference = reconciled(episode, by=by, now=now, because=[plan.pk])
        if plan.version > based_on:
            _note_as_made(episode, plan, by, now)
            tell(
                episode=episode,
                what="plan_changed",
                because=plan.pk,
                template="plan_changed",
                by=by,
                now=now,
                link="plan",
            )
    return ChangedPlan(plan, difference)


def _note_as_made(episode: PregnancyEpisode, plan: PostnatalPlan, by: User, now: datetime) -> None:
    """The step of the pathway, once, by somebody of a role that may take it."""
    if not any(
        by.profession in card.allowed
        for card in protocol(episode.region or "").cards
        if card.done_by.step == MADE
    ):
        return
    facts = facts_now(episode)
    if any(step.step == MADE for step in standing(facts.steps, facts.retracted)):
        return
    step = StepDone(step=MADE, at=now, by=by.profession)  # type: ignore[arg-type]
    said = Statement(id=uuid5(plan.pk, MADE), kind="steps", value=step)
    write(episode=episode, said=said, by=by, now=now)
