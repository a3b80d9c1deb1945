"""What goes out, before it is stored: a resource of FHIR R4 as JSON, and to whom it belongs."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One resource, made from facts.

    id: its logical id, unique among all types. home: what it belongs to, and with what it is kept: a pregnancy, a
    person, somebody who works in care, an organisation. module: which part of the record it stands in
    (`core.access`), empty where a relation in force is enough. elements: the resource without id and meta.
    """

    type: str
    id: UUID
    home: UUID
    module: str
    elements: Json
    of_episode: bool = True


def derived_id(of: UUID, name: str) -> UUID:
    """The id of a resource that has no row of its own, from the row it follows from: always the same."""
    return uuid5(of, name)


def without_nothing(elements: Json) -> dict[str, Any]:
    """The same without what is not there: FHIR knows no null, no empty list and no empty text."""
    return {name: value for name, value in elements.items() if value not in (None, "", [], {}, ())}


def reference(type: str, id: UUID | str | None) -> dict[str, str] | None:
    """A reference to a resource of ours; None for nobody."""
    return {"reference": f"{type}/{id}"} if id else None


def instant(at: datetime | None) -> str | None:
    """An instant in UTC, as FHIR writes it."""
    if at is None:
        return None
    text = at.astimezone(UTC).isoformat(timespec="milliseconds" if at.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def period(start: datetime | None, end: datetime | None) -> dict[str, str]:
    """A Period, open where nothing is known."""
    return without_nothing({"start": instant(start), "end": instant(end)})


def body(made: Made) -> str:
    """The resource as JSON text without id and meta, always spelled the same: what is compared, and stored."""
    text = json.dumps(without_nothing(made.elements), ensure_ascii=False, separators=(",", ":"))
    return text[1:-1]


def whole(
    type: str, id: UUID, version: int, updated_at: datetime, body: str, profiles: Collection[str] = ()
) -> str:
    """The resource as it is sent."""
    claimed = f',"profile":{json.dumps(list(profiles), separators=(",", ":"))}' if profiles else ""
    head = (
        f'{{"resourceType":"{type}","id":"{id}",'
        f'"meta":{{"versionId":"{version}","lastUpdated":"{instant(updated_at)}"{claimed}}}'
    )
    return f"{head},{body}}}" if body else f"{head}}}"
