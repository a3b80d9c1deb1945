"""A whole document of facts as statements, each with the id of the entry it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Decision, Fact, Preferences, PregnancyFacts, Retraction
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs.identifiers import KnownNumber, national_number

from .actions import Statement
from .kinds import SINGLE, entry_id
from .models import Entry

IMPORTED_CORRECTION = "corrected at the source"  # a document says what was corrected, not why


def statements_of(facts: PregnancyFacts, *, episode_id: UUID, source: str, now: datetime) -> list[Statement]:
    """What a document says, without empty answers. The same ids in the document give the same entry ids, here and
    always. Raises ImpossibleFact for a national number with wrong check digits, unless it is imported."""
    said = [
        Statement(id=new_id(now), kind=kind, value=getattr(facts, kind), source=source)
        for kind in SINGLE
        if getattr(facts, kind) not in (None, Preferences())
    ]
    for kind, listed in facts.lists():
        for index, fact in enumerate(listed):
            said.append(_statement(kind, f"{kind}[{index}]", fact, facts.region, episode_id, source, now))
    return said


def _statement(
    kind: str, field: str, fact: Fact, region: str | None, episode_id: UUID, source: str, now: datetime
) -> Statement:
    number = getattr(fact, "number", None) if kind == "births" else None
    return Statement(
        id=entry_id(episode_id, fact.id) if fact.id else new_id(now),
        kind=kind,
        value=_pointing(fact, episode_id),
        corrects=entry_id(episode_id, fact.corrects) if fact.corrects else None,
        reason=IMPORTED_CORRECTION if fact.corrects else "",
        source=source,
        recorded_at=fact.recorded_at,
        attributed_to=fact.recorded_by or "",
        number=_number(number, region, f"{field}.number", source) if number else None,
    )


def _number(number: str, region: str | None, field: str, source: str) -> KnownNumber:
    return national_number(number, region, field, imported=source == Entry.Source.IMPORT)


def _pointing(fact: Fact, episode_id: UUID) -> Fact:
    """A decision and a retraction point to an entry, not to the document's name for it."""
    if isinstance(fact, Decision):
        return replace(fact, stands=str(entry_id(episode_id, fact.stands)))
    if isinstance(fact, Retraction):
        return replace(fact, fact=str(entry_id(episode_id, fact.fact)))
    return fact


def corrected_first(statements: list[Statement]) -> Iterator[Statement]:
    """The same statements, those that others correct before those that stand."""
    replaced = {said.corrects for said in statements}
    yield from sorted(statements, key=lambda said: said.id not in replaced)
