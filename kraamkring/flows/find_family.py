"""Somebody looks for a family by a part of a name, a birth date or a national number. It only reads.

What was typed stands nowhere afterwards: the audit row says who searched, when, and how many were shown.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import Asked, Module, Standing, decide
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.finding import Sought, folded, sought
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.facts import standing_of_each
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.network.read_once import Networks
from kraamkring.rooms.people.finding import counted_out, with_all_sought
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person_each
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import entries_of_each

from . import transaction

MOST_SHOWN = 50
SAYS_HOW_FAR: tuple[Module, ...] = ("prenatal", "birth_and_stay")


class SeenMatch(NamedTuple):
    """A family that was found. facts: what was recorded, None where the actor may not read how far the pregnancy is,
    or where it cannot be read. coordinator: her name, or empty."""

    episode: PregnancyEpisode
    mother: Person
    facts: PregnancyFacts | None
    coordinator: str


class SeenMatches(NamedTuple):
    """At most 50 families, by name. more: there are others, so that more must be typed."""

    matches: tuple[SeenMatch, ...]
    more: bool


@transaction.atomic
def find_families(*, by: User, now: datetime, fragment: str) -> SeenMatches:
    """The families that the actor has to do with in which each fragment is found, in the mother or a child: under any
    name, where rows were merged. A child counts where the actor may read about children.

    Raises Refusal if there is nothing to search by. The same number of queries, however many are found.
    """
    asked = sought(fragment)
    scope = counted_out(episodes_of(by, now))
    found = list(with_all_sought(scope, asked).select_related("mother")[: MOST_SHOWN + 1])
    shown = found[:MOST_SHOWN]
    networks = Networks(shown)
    standing = standing_of_each(by, networks)
    shown = _found_by_what_she_may_read(shown, asked, standing, now)
    matches = tuple(_matches(shown, networks, standing, by, now))
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=f"search:{len(matches)}")
    return SeenMatches(matches, more=len(found) > MOST_SHOWN)


def _found_by_what_she_may_read(
    found: list[PregnancyEpisode], asked: Sought, standing: dict[UUID, Standing], now: datetime
) -> list[PregnancyEpisode]:
    """Without those that only a child of whom she may read nothing led to."""
    closed = {each.pk for each in found if not _may(standing[each.pk], now, "child")}
    scope = PregnancyEpisode.objects.filter(pk__in=closed)
    by_mother = set(with_all_sought(scope, asked, children_too=False).values_list("pk", flat=True))
    return [each for each in found if each.pk not in closed or each.pk in by_mother]


def _matches(
    episodes: Collection[PregnancyEpisode],
    networks: Networks,
    standing: dict[UUID, Standing],
    by: User,
    now: datetime,
) -> list[SeenMatch]:
    mothers = one_person_each(episode.mother for episode in episodes)
    readable = [each for each in episodes if _may(standing[each.pk], now, *SAYS_HOW_FAR)]
    entries = entries_of_each(by, readable)
    coordinators = {task.episode_id: task.membership.name for task in networks.tasks if task.until is None}
    matches = [
        SeenMatch(
            episode,
            mothers[episode.mother_id],
            _facts(episode, entries[episode.pk]) if episode in readable else None,
            coordinators.get(episode.pk, "") if _may(standing[episode.pk], now, "network") else "",
        )
        for episode in episodes
    ]
    return sorted(matches, key=_by_name)


def _facts(episode: PregnancyEpisode, entries: list[Entry]) -> PregnancyFacts | None:
    try:
        return facts_from(episode, entries, numbers={})
    except ImpossibleFact:
        return None


def _may(standing: Standing, now: datetime, *modules: Module) -> bool:
    return all(decide(Asked(module=module, act="read", at=now), standing).allowed for module in modules)


def _by_name(match: SeenMatch) -> tuple[str, str, str]:
    return folded(match.mother.family_name), folded(match.mother.given_name), str(match.episode.pk)
