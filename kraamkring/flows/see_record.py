"""Somebody reads the record: what was written, as far as she may see it, with every version of it. It leaves a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import MODULES, Decision, Module
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.facts.coherence import SLOTS, newborn_slots, standing
from kraamkring.core.kernel.errors import ImpossibleFact, NotThere
from kraamkring.core.pathway.view import Contradiction, with_corrections
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.careplan.models import ActivityChange
from kraamkring.rooms.careplan.queries import changes_because_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import national_numbers, one_person
from kraamkring.rooms.record.chains import DECIDES, TAKES_BACK, Chain, Version, chain_with, chains_of
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.models import Entry, TakenOver
from kraamkring.rooms.record.papers import count_papers
from kraamkring.rooms.record.queries import contradictions, signed_entries, taken_over

from . import transaction
from .admitting import EMERGENCY, PART_OF_FACTS, Admitted, admit, refused
from .pathway import with_rooms
from .record_fact import module_of_entry

# In the order in which they are read. Nothing is written in the psychosocial part yet.
PARTS: tuple[Module, ...] = ("prenatal", "birth_and_stay", "child", "postnatal", "plan", "network")
ENTRIES_IN_SIGHT = 5  # of each part, where all parts are shown
ENTRIES_ON_A_PAGE = 50  # where one part is shown
TAKEN_OVER_IN_SIGHT = 100  # of what was taken over from elsewhere, newest first
NAMING = {DECIDES: "stands", TAKES_BACK: "fact"}  # the field with the id of the entry that they are about


@dataclass(frozen=True)
class SeenEntry:
    """An entry with the versions that the reader may see, first to last. stands: the version that holds, of all of
    them; None if all were taken back. last: the one that a correction replaces. overruled: it was decided that another
    entry stands. rivals: the entries that contradict it, where nobody has decided."""

    module: Module
    slot: str
    versions: tuple[Version, ...]
    stands: Entry | None
    last: Entry
    decided: tuple[Entry, ...]
    hidden: int = 0
    overruled: bool = False
    rivals: tuple[UUID, ...] = ()

    @property
    def shown(self) -> Entry:
        """What stands, if the reader may see it; otherwise the last that she may see."""
        seen = [version.entry for version in self.versions]
        return self.stands if self.stands in seen and self.stands else seen[-1]


class SeenPart(NamedTuple):
    """One part of the record; of the child's part, one for each newborn. entries: newest first, as far as they are on
    this page; many: how many there are."""

    module: Module
    slot: str
    entries: tuple[SeenEntry, ...]
    many: int


class Rivalry(NamedTuple):
    """Entries of which only one can be true."""

    about: tuple[Contradiction, ...]
    entries: tuple[SeenEntry, ...]


class SeenElsewhere(NamedTuple):
    """What was taken over from elsewhere and is no entry: the rows that say something, newest first, as far as they are
    in sight; many: how many there are, with those that say nothing to a person."""

    rows: tuple[TakenOver, ...] = ()
    many: int = 0


class SeenRecord(NamedTuple):
    """The record as one reader sees it. closed: the parts that are not shown, and why (a key of core.access.SENTENCES).
    facts: only for a reader of every part. readable: whether all entries can be true together. more: whether a further
    page of the chosen part follows. elsewhere: what was taken over and is no entry, in the parts that are hers to read,
    the psychosocial one included; only where all parts are shown. papers: how many letters are kept in these parts."""

    episode: PregnancyEpisode
    mother: Person
    slots: tuple[str, ...]
    parts: tuple[SeenPart, ...]
    closed: tuple[tuple[Module, str], ...]
    rivalries: tuple[Rivalry, ...]
    writes: frozenset[Module]
    facts: PregnancyFacts | None
    readable: bool
    more: bool
    elsewhere: SeenElsewhere
    papers: int


class SeenHistory(NamedTuple):
    """One entry with its history, and what it changed in the pathway (for a reader of every part)."""

    episode: PregnancyEpisode
    mother: Person
    slots: tuple[str, ...]
    entry: SeenEntry
    rivals: tuple[SeenEntry, ...]
    writes: frozenset[Module]
    facts: PregnancyFacts | None
    changes: tuple[ActivityChange, ...]


@transaction.atomic
def see_record(
    *,
    episode_id: UUID,
    by: User,
    now: datetime,
    part: str = "",
    page: int = 1,
    taken_as: str = "",
    purpose: str = CARE,
    reason: str = "",
) -> SeenRecord:
    """The record, in the parts that the actor may read: the newest entries of each, or one part page by page; taken_as:
    all of it, for a file in that form, which the log names. However long the history: the same number of queries.
    Raises NotAllowed if no part is hers."""
    admitted, allowed = _admitted(episode_id, by, now)
    what = f"record:{taken_as}" if taken_as else "record"
    admitted.note_look(what, purpose=purpose, reason=reason)
    reading = _Reading(admitted, allowed)
    entries = reading.seen(chains_of(reading.entries))
    parts = _parts(entries)
    first = (page - 1) * ENTRIES_ON_A_PAGE if part else 0
    last = None if taken_as else first + ENTRIES_ON_A_PAGE if part else ENTRIES_IN_SIGHT
    chosen = [each for each in parts if not part or name_of_part(each.module, each.slot) == part]
    if part and not chosen:
        raise NotThere("part", "there is nothing in this part of the record", "Look at all parts")
    return SeenRecord(
        admitted.episode,
        one_person(admitted.episode.mother),
        reading.slots,
        tuple(each._replace(entries=each.entries[first:last]) for each in chosen),
        tuple((module, said.why) for module, said in allowed.items() if not said.allowed),
        tuple(_rivalries(entries, reading.contradictory)),
        reading.writes,
        reading.facts_to_show,
        reading.facts is not None,
        more=bool(part) and last is not None and chosen[0].many > last,
        elsewhere=SeenElsewhere() if part else _elsewhere(admitted),
        papers=count_papers(admitted.episode, [module for module, said in allowed.items() if said.allowed]),
    )


def _elsewhere(admitted: Admitted) -> SeenElsewhere:
    readable = [module for module in MODULES if admitted.may(module).allowed]
    rows, many = taken_over(admitted.episode, readable, TAKEN_OVER_IN_SIGHT)
    return SeenElsewhere(tuple(rows), many)


@transaction.atomic
def see_entry(
    *, episode_id: UUID, entry_id: UUID, by: User, now: datetime, purpose: str = CARE, reason: str = ""
) -> SeenHistory:
    """One entry with its whole history. Raises NotThere if it is not of this family, NotAllowed if its part is not
    hers to read."""
    admitted, allowed = _admitted(episode_id, by, now)
    reading = _Reading(admitted, allowed)
    entry = next((each for each in reading.entries if each.pk == entry_id), None)
    if entry is None:
        raise NotThere("entry", "there is no such entry for you", "Look it up again")
    admitted.need(reading.module(entry))
    admitted.note_look("record:entry", purpose=purpose, reason=reason)
    (seen,) = reading.seen([chain_with(reading.entries, entry)])
    others = reading.seen(reading.beside(entry, seen))
    facts = reading.facts_to_show
    changes = changes_because_of(admitted.episode, [v.entry.pk for v in seen.versions]) if facts else []
    return SeenHistory(
        admitted.episode,
        one_person(admitted.episode.mother),
        reading.slots,
        seen,
        tuple(others),
        reading.writes,
        facts,
        tuple(changes),
    )


def name_of_part(module: Module, slot: str) -> str:
    """`postnatal`; of the child's part `newborn-2`, where it is about one child."""
    return slot if module == "child" and slot in SLOTS else module


def _admitted(episode_id: UUID, by: User, now: datetime) -> tuple[Admitted, dict[Module, Decision]]:
    """The gate, asked for each part; the ground is that of the first part that is open."""
    admitted = admit(by, episode_id, now)
    allowed = {module: admitted.may(module) for module in PARTS}
    opened = [decision for decision in allowed.values() if decision.allowed]
    if not opened:
        raise refused(PARTS[0], allowed[PARTS[0]])
    return admitted._replace(ground=opened[0].noted or EMERGENCY), allowed


class _Reading:
    """The entries of one pregnancy, and what follows from them for one reader."""

    def __init__(self, admitted: Admitted, allowed: Mapping[Module, Decision]) -> None:
        episode = admitted.episode
        self.allowed = allowed
        self.entries = signed_entries(episode)
        self._by_id = {str(entry.pk): entry for entry in self.entries}
        self.facts = _facts(episode, self.entries)
        everything = all(admitted.may(module).allowed for module in PART_OF_FACTS)
        self.facts_to_show = self.facts if everything else None
        self.slots = newborn_slots(self.facts) if self.facts else _named_slots(self.entries)
        self.writes = frozenset(module for module in PARTS if admitted.may(module, "write").allowed)
        self.contradictory = contradictions(self.facts) if self.facts else ()
        self._overruled = _overruled(self.facts) if self.facts else frozenset()

    def module(self, entry: Entry) -> Module:
        """Where it stands; of what is about another entry, where that one stands."""
        named = self._by_id.get(entry.payload.get(NAMING.get(entry.kind, ""), ""))
        return module_of_entry(named or entry)

    def beside(self, entry: Entry, seen: SeenEntry) -> list[Chain]:
        """What contradicts an entry; of a decision, everything that it chose from."""
        holding = [chain for chain in chains_of(self.entries) if chain.stands]
        chosen = self._by_id.get(entry.payload["stands"]) if entry.kind == DECIDES else None
        if chosen is None:
            return [chain for chain in holding if chain.shown.pk in seen.rivals]
        alike = (chosen.kind, _slot(chosen.payload))
        return [c for c in holding if (c.shown.kind, _slot(c.shown.payload)) == alike]

    def seen(self, chains: Iterable[Chain]) -> list[SeenEntry]:
        """The chains of which the reader may see something."""
        found = []
        for chain in chains:
            visible = tuple(v for v in chain.versions if self.allowed[self.module(v.entry)].allowed)
            if visible:
                found.append(self._seen(chain, visible))
        return found

    def _seen(self, chain: Chain, visible: tuple[Version, ...]) -> SeenEntry:
        stands = chain.stands
        of = stands if stands in [version.entry for version in visible] and stands else visible[-1].entry
        ids = {str(stands.pk)} if stands else set()
        rivals = {name for each in self.contradictory if ids & set(each.ids) for name in each.ids} - ids
        return SeenEntry(
            module=self.module(of),
            slot=_slot(of.payload),
            versions=visible,
            stands=stands,
            last=chain.last,
            decided=chain.decided,
            hidden=len(chain.versions) - len(visible),
            overruled=bool(ids & self._overruled),
            rivals=tuple(sorted(self._by_id[name].pk for name in rivals if name in self._by_id)),
        )


def _facts(episode: PregnancyEpisode, entries: Sequence[Entry]) -> PregnancyFacts | None:
    """All that is known, None where it cannot be true together: the record is then read all the same, and mended."""
    try:
        return with_rooms(episode, facts_from(episode, entries, national_numbers(episode)))
    except ImpossibleFact:
        return None


def _overruled(facts: PregnancyFacts) -> frozenset[str]:
    """The ids of what contradicted something that was decided to stand."""
    if not facts.decisions:
        return frozenset()
    decisions = standing(facts.decisions, facts.retracted)
    chosen = frozenset().union(*(with_corrections(decision.stands, facts) for decision in decisions))
    open_still = set(contradictions(facts))
    settled = [each for each in contradictions(replace(facts, decisions=())) if each not in open_still]
    return frozenset(name for each in settled for name in each.ids if name not in chosen)


def _slot(content: Mapping[str, object]) -> str:
    """The one newborn that an entry is about, or empty."""
    who = content.get("newborn") or content.get("who") or ""
    named = who if isinstance(who, str) else who[0] if isinstance(who, list) and len(who) == 1 else ""
    return named if named in SLOTS else ""


def _named_slots(entries: Iterable[Entry]) -> tuple[str, ...]:
    last = max((SLOTS.index(slot) for entry in entries if (slot := _slot(entry.payload))), default=0)
    return SLOTS[: last + 1]


def _parts(entries: Iterable[SeenEntry]) -> list[SeenPart]:
    """The parts in which something is written, each with its entries, newest first."""
    found: dict[tuple[Module, str], list[SeenEntry]] = defaultdict(list)
    for each in entries:
        found[each.module, each.slot if each.module == "child" else ""].append(each)
    order = sorted(found, key=lambda key: (PARTS.index(key[0]), key[1]))
    return [SeenPart(*key, tuple(sorted(found[key], key=_newest_first)), len(found[key])) for key in order]


def _newest_first(seen: SeenEntry) -> tuple[float, float, str]:
    entry = seen.shown
    return -entry.effective_at.timestamp(), -entry.recorded_at.timestamp(), str(entry.pk)


def _rivalries(entries: Iterable[SeenEntry], contradictory: Iterable[Contradiction]) -> Iterable[Rivalry]:
    """What contradicts, of what the reader may see; once for the same entries."""
    by_id = {str(each.stands.pk): each for each in entries if each.stands}
    grouped: dict[tuple[str, ...], list[Contradiction]] = defaultdict(list)
    for each in contradictory:
        grouped[each.ids].append(each)
    for ids, about in grouped.items():
        rivals = tuple(by_id[name] for name in ids if name in by_id)
        if len(rivals) > 1:
            yield Rivalry(tuple(about), rivals)
