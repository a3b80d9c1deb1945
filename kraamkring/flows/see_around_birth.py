"""Somebody opens a page around the birth: what it shows, if she may read it, and whether she may write there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from kraamkring.core.access import Module
from kraamkring.core.facts import Loss, PregnancyFacts
from kraamkring.core.facts.coherence import newborn_slots, standing
from kraamkring.core.pathway import Activity, Gate, assess, gates_of, gone
from kraamkring.core.pathway.view import Contradiction
from kraamkring.core.pathway.whereabouts import Place, whereabouts
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.models import Appointment, DischargeOverride
from kraamkring.rooms.careplan.queries import appointments_of, current_plan, overrides_of
from kraamkring.rooms.network.queries import members_in_force
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import PART_OF_FACTS, Admitted, admit
from .after_a_loss import Foreseen, foresee
from .pathway import facts_now, pathway_of
from .record_fact import with_fact
from .telling import reaches

Page = Literal[
    "admission", "birth", "going_home", "back_in_hospital", "visit", "screening", "hand_over", "loss"
]


class _Asks(NamedTuple):
    """read: the parts that the page shows. write: the part that it writes in. only_to_write: without that right there
    is nothing to see on it."""

    read: tuple[Module, ...]
    write: Module
    only_to_write: bool = True


ASKS: Mapping[Page, _Asks] = {
    "admission": _Asks(("birth_and_stay",), "birth_and_stay"),
    "birth": _Asks(("birth_and_stay",), "birth_and_stay"),
    "going_home": _Asks(PART_OF_FACTS, "birth_and_stay", only_to_write=False),
    "back_in_hospital": _Asks(("birth_and_stay",), "birth_and_stay"),
    "visit": _Asks(("birth_and_stay", "postnatal", "child"), "postnatal"),
    "screening": _Asks(("birth_and_stay", "child"), "child", only_to_write=False),
    "hand_over": _Asks(("birth_and_stay", "plan", "network"), "plan"),
    "loss": _Asks(("prenatal",), "prenatal"),
}
VISITS = ("home_visit", "maternity_care")
AROUND_A_VISIT = timedelta(
    hours=12
)  # our choice: an appointment so near may be the one that this visit keeps


class SeenAroundBirth(NamedTuple):
    """One family as it stands. people: the mother, and every child that is awaited or lives, by slot, with where each
    is as far as it was recorded. unborn: slots that are still awaited."""

    episode: PregnancyEpisode
    mother: Person
    facts: PregnancyFacts
    activities: tuple[Activity, ...]
    contradictions: tuple[Contradiction, ...]
    people: Mapping[str, Place | None]
    unborn: tuple[str, ...]
    may_write: bool


class SeenGoingHome(NamedTuple):
    """gates: as they would leave at `leaves_at`: the planned moment, or now. listed: everyone who must be told, and
    whether a message can reach them. members: those in force, to agree a visit with."""

    family: SeenAroundBirth
    gates: tuple[Gate, ...]
    leaves_at: datetime
    planned: bool
    listed: tuple[tuple[dict[str, str], bool], ...]
    overrides: tuple[DischargeOverride, ...]
    members: tuple[Any, ...]


class SeenVisit(NamedTuple):
    """near: appointments for a visit about this time that nothing has come of yet."""

    family: SeenAroundBirth
    near: tuple[Appointment, ...]


@transaction.atomic
def see_around_birth(*, episode_id: UUID, page: Page, by: User, now: datetime) -> SeenAroundBirth:
    """What every one of these pages shows. Raises NotThere, or NotAllowed with the reason."""
    return _seen(_admitted(episode_id, page, by, now), page, now)


@transaction.atomic
def see_going_home(*, episode_id: UUID, by: User, now: datetime) -> SeenGoingHome:
    """The gates of those who are still there, and everything to open them with."""
    admitted = _admitted(episode_id, "going_home", by, now)
    family, episode = _seen(admitted, "going_home", now), admitted.episode
    there = tuple(subject for subject, where in family.people.items() if where == "hospital")
    plans = [
        plan.at
        for plan in standing(family.facts.discharges, family.facts.retracted)
        if plan.planned and plan.at > now and set(plan.who) & set(there)
    ]
    leaves_at = min(plans, default=now)
    plan = current_plan(episode)
    return SeenGoingHome(
        family=family,
        gates=gates_of(family.facts, protocols(), there, leaves_at, now),
        leaves_at=leaves_at,
        planned=bool(plans),
        listed=tuple(
            (named, reaches(named.get("contact", ""), episode)) for named in (plan.to_be_told if plan else ())
        ),
        overrides=tuple(overrides_of(episode)),
        members=tuple(members_in_force(episode, now)),
    )


@transaction.atomic
def see_visit(*, episode_id: UUID, by: User, now: datetime) -> SeenVisit:
    """Whom one may visit, and the appointments that this visit may keep."""
    admitted = _admitted(episode_id, "visit", by, now)
    near = [
        each
        for each in appointments_of(by, admitted.episode)
        if each.care in VISITS and each.outcome is None and abs(each.start - now) <= AROUND_A_VISIT
    ]
    may_close = admitted.may("plan", "write").allowed
    return SeenVisit(_seen(admitted, "visit", now), tuple(near) if may_close else ())


@transaction.atomic
def foresee_loss(*, episode_id: UUID, loss: Loss, by: User, now: datetime) -> Foreseen:
    """What would fall silent if this loss were written down; nothing is. Raises ImpossibleFact if it cannot be."""
    episode = _admitted(episode_id, "loss", by, now).episode
    return foresee(episode=episode, facts=with_fact(facts_now(episode), loss), by=by, now=now)


def _admitted(episode_id: UUID, page: Page, by: User, now: datetime) -> Admitted:
    asks = ASKS[page]
    admitted = admit(by, episode_id, now, *asks.read)
    if asks.only_to_write:
        admitted.need(asks.write, act="write")
    return admitted


def _seen(admitted: Admitted, page: Page, now: datetime) -> SeenAroundBirth:
    episode, facts = admitted.episode, facts_now(admitted.episode, admitted.networks)
    pathway = pathway_of(facts)
    admitted.note_look(page)
    born = {birth.newborn for birth in standing(facts.births, facts.retracted)}
    missing = gone(facts, protocols())
    slots = newborn_slots(facts)
    return SeenAroundBirth(
        episode=episode,
        mother=one_person(episode.mother),
        facts=facts,
        activities=assess(pathway, facts, now),
        contradictions=pathway.contradictions,
        people={who: whereabouts(facts, who, now) for who in ("mother", *slots) if who not in missing},
        unborn=tuple(slot for slot in slots if slot not in born and slot not in missing),
        may_write=admitted.may(ASKS[page].write, "write").allowed,
    )
