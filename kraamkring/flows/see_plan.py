"""Somebody looks at the plan: the care that is promised with its states, what was agreed, who changed what, and the
dialogue about it. It only reads, and leaves an audit row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.access import MODULES, Module
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import NotThere
from kraamkring.core.pathway import Activity, Pathway, assess
from kraamkring.core.pathway.view import Contradiction
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.careplan.models import Appointment, PlanComment, PlanItem, PostnatalPlan
from kraamkring.rooms.careplan.queries import (
    activity_ids,
    appointment_of,
    appointments_of,
    dialogues_of,
    items_of,
    plans_before,
)
from kraamkring.rooms.network.queries import members_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import Admitted, admit, sees_all
from .make_plan import first_draft
from .pathway import facts_now, pathway_of

LAST_CHANGES = 10  # of the plan, on its page; the others stand on a page of their own


class Family(NamedTuple):
    """Whose plan it is. facts: everything that the states follow from, to reckon with; `sees_all` says whether any of
    them may be shown. hoped: by key of the activity, the start of the appointment that would arrange it, if all who
    were asked said yes. writes: the modules in which the actor may write."""

    episode: PregnancyEpisode
    mother: Person
    facts: PregnancyFacts
    activities: tuple[Activity, ...]
    hoped: Mapping[str, datetime]
    contradictions: tuple[Contradiction, ...]
    sees_all: bool
    writes: frozenset[Module]

    @property
    def may_write(self) -> bool:
        """Whether the actor may write in the plan."""
        return "plan" in self.writes


class SeenPlan(NamedTuple):
    """The plan as it stands. versions: the last ones, newest first, one more than is shown, so that each can be
    compared with the one before. ids: of the activities, by key. points: with what was said about each, by item."""

    family: Family
    ids: Mapping[str, UUID]
    versions: list[PostnatalPlan]
    draft: PlanContent
    points: list[PlanItem]
    dialogues: Mapping[UUID, list[PlanComment]]
    appointments: list[Appointment]
    members: list[Any]

    @property
    def plan(self) -> PostnatalPlan | None:
        return self.versions[0] if self.versions else None


class SeenAppointment(NamedTuple):
    """One appointment as it stands. hers: whether the actor is the person who comes."""

    family: Family
    appointment: Appointment
    hers: bool


@transaction.atomic
def see_plan(
    *, episode_id: UUID, by: User, now: datetime, all_changes: bool = False, purpose: str = "care"
) -> SeenPlan:
    """What care is due, arranged or missing, and what was agreed. Raises Refusal if the actor may not see the plan.
    However long its history: the same number of queries. all_changes: every version, not only the last ones."""
    admitted = admit(by, episode_id, now, "plan", purpose=purpose)
    admitted.note_look("plan", purpose=purpose)
    episode, family = admitted.episode, _family(admitted)
    versions = plans_before(by, episode)
    members: list[Any] = list(members_of([episode]))
    return SeenPlan(
        family,
        activity_ids(episode),
        list(versions if all_changes else versions[: LAST_CHANGES + 1]),
        first_draft(family.facts, members, now),
        list(items_of(by, episode).select_related("written_by")),
        dialogues_of(by, episode),
        sorted(appointments_of(by, episode), key=lambda each: (each.start, each.item)),
        [member for member in members if member.accepted_at is not None and member.ended_at is None],
    )


@transaction.atomic
def see_appointment(*, item: UUID, episode_id: UUID, by: User, now: datetime) -> SeenAppointment:
    """The appointment as it stands. Raises NotThere if the actor does not see it, or if it is of another family."""
    admitted = admit(by, episode_id, now, "plan")
    appointment = appointment_of(by, item)
    if appointment is None or appointment.episode_id != admitted.episode.pk:
        raise NotThere("appointment", "there is no such appointment for you", "Look it up again")
    admitted.note_look("appointment")
    coming = appointment.member.user_id if appointment.member else None
    return SeenAppointment(_family(admitted), appointment, coming == by.pk)


def _family(admitted: Admitted) -> Family:
    facts = facts_now(admitted.episode, admitted.networks)
    pathway = pathway_of(facts)
    return Family(
        admitted.episode,
        one_person(admitted.episode.mother),
        facts,
        assess(pathway, facts, admitted.now),
        _hoped(pathway, facts, admitted.now),
        pathway.contradictions,
        sees_all(admitted.standing, admitted.now),
        frozenset(module for module in MODULES if admitted.may(module, "write").allowed),
    )


def _hoped(pathway: Pathway, facts: PregnancyFacts, now: datetime) -> Mapping[str, datetime]:
    """One appointment arranges one activity of a kind to each subject, asked or accepted: core says which."""
    all_said_yes = tuple(replace(each, accepted=True) for each in facts.appointments)
    found = assess(pathway, replace(facts, appointments=all_said_yes), now)
    return {each.promise.key: each.arranged_for for each in found if each.arranged_for is not None}
