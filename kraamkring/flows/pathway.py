"""Facts of every room together, and the pathway that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.facts.coherence import newborn_slots
from kraamkring.core.pathway import Pathway, derive
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.heard import Written, hear, heard_so_far
from kraamkring.rooms.careplan.actions import Difference, reconcile
from kraamkring.rooms.careplan.facts import with_careplan
from kraamkring.rooms.careplan.queries import activities_about
from kraamkring.rooms.network.facts import with_network
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.actions import make_slots
from kraamkring.rooms.people.models import PregnancyEpisode, Subject
from kraamkring.rooms.people.queries import national_numbers
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.queries import entries_about

from .exchange.derived import DERIVED, Derived, keep
from .watching import watch


def facts_now(episode: PregnancyEpisode, networks: Networks | None = None) -> PregnancyFacts:
    """All that is known of a pregnancy, for a flow that was admitted to it: six queries, four where its network was
    read before. Whoever asks, care follows from everything; what somebody is shown of it is decided at the gate."""
    recorded = facts_from(episode, entries_about(episode), national_numbers(episode))
    return with_rooms(episode, recorded, networks)


def with_rooms(
    episode: PregnancyEpisode, recorded: PregnancyFacts, networks: Networks | None = None
) -> PregnancyFacts:
    """The facts of the record, with what the care plan and the network add: four queries, or two."""
    return with_network(episode, with_careplan(episode, recorded), networks)


def reconciled(episode: PregnancyEpisode, *, by: User, now: datetime, because: Iterable[UUID]) -> Difference:
    """The pathway of a locked pregnancy, derived again from all that is known and written where it differs."""
    networks = Networks([episode])
    facts = facts_now(episode, networks)
    return bring_up_to_date(
        episode=episode,
        facts=facts,
        pathway=pathway_of(facts),
        by=by,
        now=now,
        because=because,
        networks=networks,
    )


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
    networks: Networks | None = None,
    subjects: Mapping[str, Subject] | None = None,
    of_rows: bool = True,
) -> Difference:
    """The activities made as the pathway says, and the watch over the family made true. facts: those that the pathway
    was derived from; networks: what they were read from; subjects: by slot, where they were read already. What goes
    out of it follows from the same (ADR 0801). of_rows: the facts bear the names of their rows; in a document they bear
    its own, or none."""
    there = {row.key: row for row in activities_about(episode)}
    difference = reconcile(
        episode=episode,
        derived=pathway.promises,
        there=there,
        subjects=subjects,
        by=by,
        now=now,
        because=list(because),
    )
    watch(episode=episode, facts=facts, pathway=pathway, by=by, now=now)
    hear(Written(DERIVED, by.pk, episode.pk, None, None, now))
    if of_rows:
        keep(Derived(episode, facts, pathway, list(there.values()), networks), len(heard_so_far()))
    return difference
