"""Of facts that correct one another, one resource: the id of the first, what stands, and what any of them said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from kraamkring.core.facts import Fact, PregnancyFacts
from kraamkring.core.facts.coherence import standing

from ..family import Family

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Chain(Generic[F]):
    """versions: from the first to the last, also those that were taken back. stands: None where nothing does."""

    id: UUID
    versions: Sequence[F]
    stands: F | None

    @property
    def said(self) -> F:
        """What stands; where nothing does, what was said last."""
        return self.stands or self.versions[-1]


def chains(family: Family, of: Callable[[PregnancyFacts], tuple[F, ...]]) -> Iterator[Chain[F]]:
    """Every chain of the facts of a kind, in the order in which they began. Whatever was written once stays here:
    so what goes out of it stays too, as what was a mistake."""
    if family.derived is None:
        return
    facts = family.derived.facts
    listed = of(facts)
    by_id = {fact.id: fact for fact in listed if fact.id}
    found: dict[str, list[F]] = {}
    for fact in listed:
        first = fact
        while first.corrects and first.corrects in by_id:
            first = by_id[first.corrects]
        if first.id:
            found.setdefault(first.id, []).append(fact)
    stand = set(map(id, standing(listed, facts.retracted)))
    for first_id, versions in found.items():
        versions.sort(key=lambda fact: _depth(fact, by_id))
        holds = [fact for fact in versions if id(fact) in stand]
        yield Chain(UUID(first_id), versions, holds[-1] if holds else None)


def _depth(fact: F, by_id: dict[str, F]) -> int:
    depth = 0
    while fact.corrects and fact.corrects in by_id:
        fact, depth = by_id[fact.corrects], depth + 1
    return depth
