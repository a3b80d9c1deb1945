"""Rows into facts: the entries of one pregnancy, in any order, give back exactly what was said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kraamkring.core.facts import LISTS, PregnancyFacts
from kraamkring.core.facts.reading import read
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import national_numbers

from .kinds import SINGLE
from .models import Entry
from .queries import entries_of


def facts_of(actor: User, episode: PregnancyEpisode) -> PregnancyFacts:
    """The facts of a pregnancy, as far as the actor may see it: two queries, however long the history.

    An id is that of the entry. A national number comes from `people`, and so does one that was given after birth.
    Raises ImpossibleFact if nothing may be seen (no due date), or the entries can no longer be read.
    """
    return facts_from(episode, list(entries_of(actor, episode)), national_numbers(episode))


def facts_from(
    episode: PregnancyEpisode, entries: Sequence[Entry], numbers: Mapping[str, str]
) -> PregnancyFacts:
    """The facts in these entries; numbers: the current national number by slot."""
    document: dict[str, Any] = {
        "booked_on": episode.booked_on.isoformat(),
        "region": episode.region,
        "mother_number": numbers.get("mother"),
        **_single(entries),
    }
    for kind in LISTS:
        document[kind] = [_fact(entry) for entry in entries if entry.kind == kind]
    _number_the_newborns(document["births"], numbers)
    return read(json.dumps(document))


def _fact(entry: Entry) -> dict[str, Any]:
    fact = {
        **entry.payload,
        "id": str(entry.pk),
        "corrects": str(entry.corrects_id) if entry.corrects_id else None,
        "recorded_at": entry.recorded_at.isoformat(),
        "recorded_by": entry.attributed_to or str(entry.author_id),
    }
    return fact | {"number": entry.identifier.value} if entry.identifier else fact


def _single(entries: Iterable[Entry]) -> dict[str, Any]:
    """Of each single fact what was said last; of preferences, the last of each that was asked."""
    listed = [entry for entry in entries if entry.kind in SINGLE]
    replaced = {entry.corrects_id for entry in listed}
    said: dict[str, Any] = {}
    for entry in sorted(listed, key=lambda entry: (entry.effective_at, entry.recorded_at, entry.pk)):
        if entry.pk in replaced:
            continue
        if entry.kind == "preferences":
            said["preferences"] = said.get("preferences", {}) | entry.payload
        else:
            said[entry.kind] = entry.payload["value"]
    return said


def _number_the_newborns(births: list[dict[str, Any]], numbers: Mapping[str, str]) -> None:
    numbered = {birth["newborn"] for birth in births if "number" in birth}
    for birth in births:
        if birth["newborn"] in numbers and birth["newborn"] not in numbered:
            birth["number"] = numbers[birth["newborn"]]
