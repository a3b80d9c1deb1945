"""The letter that goes along when mother and child go home (PLAN-7): who they are, what happened, what is agreed, and
what is still open. It is made anew from the record at each look; that it went along is a step of the pathway."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast, get_args
from uuid import UUID

from kraamkring.core.access import MODULES, Module
from kraamkring.core.facts import PregnancyFacts, StepDone
from kraamkring.core.facts.model import Role, Step
from kraamkring.core.kernel.errors import NotAllowed, Refusal
from kraamkring.core.pathway import Activity, assess
from kraamkring.core.pathway.view import Contradiction
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.careplan.models import Appointment, PlanItem, PostnatalPlan
from kraamkring.rooms.careplan.queries import appointments_of, items_of, plan_of
from kraamkring.rooms.network.models import Coordination
from kraamkring.rooms.network.queries import coordinator_of, members_in_force
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import national_numbers, one_person, persons_by_slot
from kraamkring.rooms.record.queries import entry_about

from . import transaction
from .admitting import admit
from .pathway import facts_now, pathway_of
from .record_fact import Recorded, record_fact

STEP: Step = "transfer_letter_sent"


class Letter(NamedTuple):
    """Everything that a letter says, for one reader. sees: the parts of the record that she may read; what belongs to
    another part is empty here, or is left out by who writes the page. persons, numbers: by slot. members: those in
    force, with `accepted_at`. sent_at: when a letter went along before."""

    episode: PregnancyEpisode
    mother: Person
    persons: Mapping[str, Person]
    numbers: Mapping[str, str]
    facts: PregnancyFacts
    activities: tuple[Activity, ...]
    contradictions: tuple[Contradiction, ...]
    appointments: list[Appointment]
    plan: PostnatalPlan | None
    points: list[PlanItem]
    members: list[Any]
    coordinator: Coordination | None
    sees: frozenset[Module]
    sent_at: tuple[datetime, ...]
    writer: User
    at: datetime


@transaction.atomic
def see_transfer_letter(
    *, episode_id: UUID, by: User, now: datetime, form: str = "page", purpose: str = CARE
) -> Letter:
    """The letter as it would go along now. form: `page` or `pdf`, for the audit row. Raises NotThere or NotAllowed if
    the actor may not read about birth and stay; other parts that she may not read stay out of it."""
    admitted = admit(by, episode_id, now, "birth_and_stay", purpose=purpose)
    admitted.note_look(f"transfer_letter:{form}", purpose=purpose)
    episode = admitted.episode
    sees = frozenset(module for module in MODULES if admitted.may(module).allowed)
    facts = facts_now(episode)
    pathway = pathway_of(facts)
    plan, network = "plan" in sees, "network" in sees
    return Letter(
        episode=episode,
        mother=one_person(episode.mother),
        persons=persons_by_slot(episode),
        numbers=national_numbers(episode),
        facts=facts,
        activities=assess(pathway, facts, now) if plan else (),
        contradictions=pathway.contradictions,
        appointments=list(appointments_of(by, episode)) if plan else [],
        plan=plan_of(by, episode) if plan else None,
        points=list(items_of(by, episode)) if plan else [],
        members=members_in_force(episode, now) if network else [],
        coordinator=coordinator_of(episode) if network else None,
        sees=sees,
        sent_at=tuple(
            step.at for step in facts.steps if step.step == STEP and step.id not in facts.retracted
        ),
        writer=by,
        at=now,
    )


def hand_out_letter(*, episode_id: UUID, by: User, now: datetime, id: UUID) -> Recorded:
    """Writes down that the letter went along; sending it again changes nothing. Raises NotAllowed for who may not
    write about birth and stay, and Refusal while no birth is recorded."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "birth_and_stay", act="write")
        if by.profession not in get_args(Role):
            raise NotAllowed("birth_and_stay", "your role does not write in this part")
        if not facts_now(admitted.episode).births:
            raise Refusal("", "no birth is recorded yet, so there is no letter to give", "Record the birth")
        before = entry_about(admitted.episode, str(id))
        at = before.effective_at if before else now
        step = StepDone(step=STEP, at=at, by=cast("Role", by.profession))
        return record_fact(episode_id=episode_id, value=step, by=by, now=now, id=id)
