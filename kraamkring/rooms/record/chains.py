"""Entries as chains of versions: what stands, what it replaced, what was taken back, what was decided about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from .models import Entry

TAKES_BACK, DECIDES = "retractions", "decisions"


@dataclass(frozen=True)
class Version:
    """One version of an entry, and the entry that took it back, if one did."""

    entry: Entry
    taken_back: Entry | None


@dataclass(frozen=True)
class Chain:
    """An entry with its corrections, from the first version to the last. decided: the decisions that one of them
    stands, in the order of recording."""

    versions: tuple[Version, ...]
    decided: tuple[Entry, ...]

    @property
    def stands(self) -> Entry | None:
        """The last version that was not taken back, as `core.facts.coherence.standing` has it; None if all were."""
        return next((each.entry for each in reversed(self.versions) if each.taken_back is None), None)

    @property
    def last(self) -> Entry:
        """The version that a correction would replace, taken back or not."""
        return self.versions[-1].entry

    @property
    def shown(self) -> Entry:
        """What stands; or what was written last, where everything was taken back."""
        return self.stands or self.last


def chains_of(entries: Sequence[Entry]) -> list[Chain]:
    """All entries of a pregnancy as chains, in the order of the first version of each. What takes an entry back or
    decides about it stands in the chain of that entry, and is no chain of its own; unless that entry is not here."""
    here = {str(entry.pk) for entry in entries}
    following = {entry.corrects_id: entry for entry in entries if entry.corrects_id}
    taken_back: dict[str, Entry] = {}
    decided: dict[str, list[Entry]] = defaultdict(list)
    rest: list[Entry] = []
    for entry in entries:
        if entry.corrects_id:
            continue
        last = _last(entry, following)
        if entry.kind == TAKES_BACK and last.payload["fact"] in here:
            taken_back.setdefault(last.payload["fact"], last)
        elif entry.kind == DECIDES and last.payload["stands"] in here:
            decided[last.payload["stands"]].append(last)
        else:
            rest.append(entry)
    return [_chain(list(_versions(first, following)), taken_back, decided) for first in rest]


def _chain(versions: Iterable[Entry], taken_back: dict[str, Entry], decided: dict[str, list[Entry]]) -> Chain:
    listed = tuple(Version(entry, taken_back.get(str(entry.pk))) for entry in versions)
    about = [said for each in listed for said in decided.get(str(each.entry.pk), ())]
    return Chain(listed, tuple(about))


def _versions(first: Entry, following: dict[UUID, Entry]) -> Iterator[Entry]:
    step: Entry | None = first
    while step is not None:
        yield step
        step = following.get(step.pk)


def _last(first: Entry, following: dict[UUID, Entry]) -> Entry:
    *_earlier, last = _versions(first, following)
    return last


def chain_with(entries: Sequence[Entry], entry: Entry) -> Chain:
    """The chain in which this entry is a version; also of one that decides about another."""
    found = next((chain for chain in chains_of(entries) if _holds(chain, entry)), None)
    if found is not None:
        return found
    alike = [each for each in entries if each.kind == entry.kind]
    following = {each.corrects_id: each for each in alike if each.corrects_id}
    by_id = {each.pk: each for each in alike}
    first = entry
    while first.corrects_id:
        first = by_id[first.corrects_id]
    return _chain(list(_versions(first, following)), {}, {})


def _holds(chain: Chain, entry: Entry) -> bool:
    return any(version.entry.pk == entry.pk for version in chain.versions)
