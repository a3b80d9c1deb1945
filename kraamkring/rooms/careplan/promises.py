"""A promise of core.pathway as the columns of an activity."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.pathway import Promise
from kraamkring.core.pathway.cards import InFourLanguages
from kraamkring.core.pathway.phrases import Phrase

COLUMNS = (
    "subject_id", "activity", "event", "ordinal", "role", "obligation", "protocol", "edition", "source", "basis",
    "earliest", "target", "latest", "last_counts", "contradicted", "beyond_scope", "withdrawn",
)  # fmt: skip


def as_columns(promise: Promise, subject_id: UUID) -> dict[str, Any]:
    """What is kept of a promise; its title and reasons are said by the card of that edition."""
    card, edition, window = promise.card, promise.edition, promise.window
    kept = {
        "activity": card.activity,
        "event": promise.event,
        "ordinal": promise.ordinal,
        "role": card.role,
        "obligation": promise.obligation,
        "protocol": promise.protocol.name,
        "edition": edition.valid_from,
        "source": "; ".join(f"{source.id} {source.where}" for source in edition.sources),
        "basis": promise.basis,
        "contradicted": promise.contradicted,
        "beyond_scope": promise.beyond_scope,
        "withdrawn": as_phrase(promise.withdrawn) if promise.withdrawn else None,
    }
    return {"subject_id": subject_id, **kept, **window._asdict()}


def as_phrase(phrase: Phrase) -> dict[str, Any]:
    """A phrase as JSON, to be said in a language later."""
    return {"code": phrase.code, "filling": as_json(phrase.filling)}


def as_json(values: dict[str, Any]) -> dict[str, Any]:
    """The same values, dates and instants in ISO 8601, zones and ids by name."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, InFourLanguages):
        return value.model_dump()
    return str(value) if isinstance(value, UUID | ZoneInfo) else value
