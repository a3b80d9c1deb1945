"""What was measured and seen: Observation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.observation import Answer, Seen, observation
from kraamkring.packs.observations import observables
from kraamkring.rooms.record.models import Observation

from ..family import MOTHER, Family
from .following import Source


def observations(family: Family) -> Iterator[Made]:
    """One resource for each chain of corrections: what stands of it, or that it was taken back."""
    before: dict[object, Observation] = {}
    chains: dict[object, list[Observation]] = defaultdict(list)
    for row in sorted(family.observations, key=lambda row: (row.version, row.pk)):
        first = before[row.corrects_id] if row.corrects_id else row
        before[row.pk] = first
        chains[first.pk].append(row)
    for chain in chains.values():
        yield observation(_seen(chain, family))


def _seen(chain: list[Observation], family: Family) -> Seen:
    first, last = chain[0], chain[-1]
    observable = observables().get(last.what)
    choice = observable.choice(last.value) if observable and isinstance(last.value, str) else None
    return Seen(
        id=first.pk,
        episode=family.episode.pk,
        module=last.module,
        about=family.persons.get(last.slot),
        what=last.what,
        words=observable.words.en if observable else last.what,
        unit=observable.unit if observable else "",
        value=Answer(id=choice.id, code=choice.code, words=choice.words.en) if choice else last.value,
        at=last.at,
        issued_at=last.received_at,
        by=_by(last, family),
        version=len(chain),
        note=last.reason,
    )


def _by(row: Observation, family: Family) -> tuple[str, UUID]:
    """Who saw it, as what she is referred to: the mother is the Patient herself, her partner a related person."""
    if row.role == MOTHER:
        return "Patient", family.persons[MOTHER]
    place = family.lay_places.get(row.author_id)
    return ("RelatedPerson", place) if place else ("Practitioner", row.author_id)


SOURCES: tuple[Source, ...] = (Source("Observation", observations, ("observations",)),)
