"""Facts of every room together, and the pathway that follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.facts.coherence import newborn_slots
from kraamkring.core.pathway import Pathway, derive
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference, reconcile
from kraamkring.rooms.careplan.facts import with_careplan
from kraamkring.rooms.network.facts import with_network
from kraamkring.rooms.people.actions import make_slots
from kraamkring.rooms.people.models import PregnancyEpisode, Subject
from kraamkring.rooms.people.queries import national_numbers
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.queries import entries_about

from .watching import watch


def facts_now(episode: PregnancyEpisode) -> PregnancyFacts:
    """All that is known of a pregnancy, for a flow that was admitted to it: six queries. Whoever asks, care follows
    from everything; what somebody is shown of it is decided at the gate."""
    return with_rooms(episode, facts_from(episode, list(entries_about(episode)), national_numbers(episode)))


def with_rooms(episode: PregnancyEpisode, recorded: PregnancyFacts) -> PregnancyFacts:
    """The facts of the record, with what the care plan and the network add: four queries."""
    return with_network(episode, with_careplan(episode, recorded))


def reconciled(episode: PregnancyEpisode, *, by: User, now: datetime, because: Iterable[UUID]) -> Difference:
    """The pathway of a locked pregnancy, derived again from all that is known and written where it differs."""
    facts = facts_now(episode)
    pathway = pathway_of(facts)
    return bring_up_to_date(episode=episode, facts=facts, pathway=pathway, by=by, now=now, because=because)


def pathway_of(facts: PregnancyFacts) -> Pathway:
    """What the protocol in force promises. Raises ImpossibleFact for a region without one."""
    return derive(facts, protocols())


def slots(episode: PregnancyEpisode, facts: PregnancyFacts, now: datetime) -> dict[str, Subject]:
    """Every subject by slot: the mother, and as many newborns as are expected or born."""
    return make_slots(episode=episode, slots=("mother", *newborn_slots(facts)), now=now)


def bring_up_to_date(
    *,
    episode: PregnancyEpisode,
    facts: PregnancyFacts,
    pathway: Pathway,
    by: User,
    now: datetime,
    because: Iterable[UUID],
) -> Difference:
    """The activities made as the pathway says, and the watch over the family made true. facts: those that the pathway
    was derived from."""
    difference = reconcile(episode=episode, derived=pathway.promises, by=by, now=now, because=list(because))
    watch(episode=episode, facts=facts, pathway=pathway, by=by, now=now)
    return difference
