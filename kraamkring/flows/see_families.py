"""Somebody looks at her families: which of them need somebody. It only reads, and leaves one audit row for the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.pathway import Activity, assess
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE, record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.facts import with_rows
from kraamkring.rooms.careplan.models import Watch
from kraamkring.rooms.careplan.queries import appointments_of_each, plan_of_each
from kraamkring.rooms.careplan.watching import most_urgent_first
from kraamkring.rooms.network.facts import members_of_each, standing_of_each
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person_each
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.queries import entries_of_each

from . import transaction
from .admitting import sees_all
from .pathway import pathway_of

FAMILIES_ON_A_PAGE = 20  # each is judged anew: a page stays within a tenth of a second


class SeenFamily(NamedTuple):
    """One family of the list, its activities with their states. facts: None where what was recorded cannot be read
    as one pregnancy, as when too much of it contradicts; then somebody must look at the entries."""

    episode: PregnancyEpisode
    mother: Person
    facts: PregnancyFacts | None
    activities: tuple[Activity, ...]


class SeenFamilies(NamedTuple):
    """A page of the list. more: whether another page follows."""

    families: tuple[SeenFamily, ...]
    more: bool


@transaction.atomic
def see_families(*, by: User, now: datetime, page: int = 1) -> SeenFamilies:
    """The families of whom the actor may see all that a pathway follows from: over all pages those with a gap first,
    then those at risk, then the others by when their next window closes; 50 on a page. However many they are and
    however long their histories: the same number of queries."""
    families, more = page_of(most_urgent_first(episodes_of(by, now)), by, now, page)
    record_event(
        by=by, now=now, action=AuditEvent.Action.READ, what=f"families:{len(families)}", purpose=CARE
    )
    return SeenFamilies(families, more)


def page_of(
    watched: QuerySet[Watch], by: User, now: datetime, page: int
) -> tuple[tuple[SeenFamily, ...], bool]:
    """A page of these families, each judged anew as far as the actor may see it, and whether another page follows."""
    first = (page - 1) * FAMILIES_ON_A_PAGE
    found = list(watched[first : first + FAMILIES_ON_A_PAGE + 1])
    on_page = [row.episode for row in found[:FAMILIES_ON_A_PAGE]]
    networks = Networks(on_page)
    standing = standing_of_each(by, networks)
    episodes = [each for each in on_page if sees_all(standing[each.pk], now)]
    return tuple(assessed(episodes, networks, by, now)), len(found) > FAMILIES_ON_A_PAGE


def assessed(
    episodes: list[PregnancyEpisode], networks: Networks, by: User, now: datetime
) -> Iterator[SeenFamily]:
    """Each of these families as it stands, for a flow that looked at what the actor may see. networks: of
    them, or of more. Six queries at most, however many they are."""
    entries = entries_of_each(by, episodes)
    appointments = appointments_of_each(by, episodes)
    plans = plan_of_each(by, episodes)
    members = members_of_each(episodes, networks)
    mothers = one_person_each(episode.mother for episode in episodes)
    for episode in episodes:
        mother = mothers[episode.mother_id]
        try:
            recorded = facts_from(
                episode, entries[episode.pk], numbers={}
            )  # no national number is needed here
            planned = with_rows(recorded, appointments[episode.pk], plans.get(episode.pk))
            facts = replace(planned, network=planned.network + members.get(episode.pk, ()))
            activities = assess(pathway_of(facts), facts, now)
        except ImpossibleFact:
            yield SeenFamily(episode, mother, None, ())
        else:
            yield SeenFamily(episode, mother, facts, activities)
