"""Letters that were put in, and maternity care that was asked for: DocumentReference, ServiceRequest."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.care_request import Request, service_request
from kraamkring.core.exchange.document_reference import Letter, document_reference
from kraamkring.rooms.planner.models import CareRequest
from kraamkring.rooms.planner.queries import last_needs_of, requests_of
from kraamkring.rooms.record.papers import AUDITED, every_paper_of

from ..family import MOTHER, Family
from .following import Source


def letters(family: Family) -> Iterator[Made]:
    """Each, also one that was taken back."""
    for row in every_paper_of(family.episode):
        yield document_reference(
            Letter(
                id=row.pk,
                episode=family.episode.pk,
                module=row.module,
                about=family.persons.get(row.slot, family.persons[MOTHER]),
                title=row.title,
                media_type=row.media_type,
                at=row.recorded_at,
                stands=not row.gone,  # type: ignore[attr-defined]
            )
        )


def requests(family: Family) -> Iterator[Made]:
    """Each organisation that was asked, with what the care takes as it was said last."""
    rows = requests_of(family.episode.pk)
    needs = last_needs_of([row.pk for row in rows]) if rows else {}
    for row in rows:
        need = needs.get(row.pk)
        yield service_request(
            Request(
                id=row.pk,
                episode=family.episode.pk,
                mother=family.persons[MOTHER],
                organisation=row.organisation_id,
                by=_by(row, family),
                at=row.asked_at,
                over=row.ended_at is not None,
                hours=need.hours if need else None,
            )
        )


def _by(row: CareRequest, family: Family) -> tuple[str, UUID]:
    if row.asked_by.profession == MOTHER:
        return "Patient", family.persons[MOTHER]
    place = family.lay_places.get(row.asked_by_id)
    return ("RelatedPerson", place) if place else ("Practitioner", row.asked_by_id)


SOURCES: tuple[Source, ...] = (
    Source("DocumentReference", letters, (AUDITED,)),
    Source("ServiceRequest", requests, ("planner:request", "planner:need")),
)
