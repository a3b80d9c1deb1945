"""Bundles, written as text around resources that are passed on as they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kraamkring.core.exchange.resource import instant
from kraamkring.flows.exchange.documents import Written
from kraamkring.rooms.exchange.models import Resource, Superseded


class Entry(NamedTuple):
    """text: the resource as it goes out. mode: why it is there (`match`, `include`, `outcome`), empty where nobody
    searched."""

    url: str
    text: str
    mode: str = ""
    more: str = ""


def bundle(
    kind: str,
    entries: Iterable[Entry],
    links: Sequence[tuple[str, str]] = (),
    total: int | None = None,
    head: Mapping[str, object] | None = None,
) -> str:
    """The Bundle as text. total: how many fit in all, None where nobody counted. head: what else it says of itself."""
    head = {"resourceType": "Bundle", "type": kind} | dict(head or {})
    parts = [json.dumps(head)[1:-1]]
    if total is not None:
        parts.append(f'"total":{total}')
    if links:
        said = [{"relation": relation, "url": url} for relation, url in links]
        parts.append(f'"link":{json.dumps(said)}')
    if written := ",".join(map(_entry, entries)):
        parts.append(f'"entry":[{written}]')
    return f"{{{','.join(parts)}}}"


def _entry(entry: Entry) -> str:
    url = f'"fullUrl":{json.dumps(entry.url)},' if entry.url else ""
    mode = f',"search":{{"mode":"{entry.mode}"}}' if entry.mode else ""
    return f'{{{url}"resource":{entry.text}{mode}{entry.more}}}'


def as_document(base: str, written: Written) -> str:
    """A document: the Composition first, then everything it names."""
    entries = [Entry(f"{base}Composition/{written.id}", json.dumps(written.composition, ensure_ascii=False))]
    entries += [Entry(f"{base}{row.type}/{row.pk}", row.text) for row in written.rows]
    head = {
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{written.id}"},
        "timestamp": instant(written.at),
    }
    return bundle("document", entries, head=head)


def of_history(base: str, type: str, rows: Iterable[Resource | Superseded]) -> Iterable[Entry]:
    """Each version with what made it."""
    for row in rows:
        id = row.pk if isinstance(row, Resource) else row.resource_id
        asked = {
            "method": "POST" if row.version == 1 else "PUT",
            "url": type if row.version == 1 else f"{type}/{id}",
        }
        answer = {
            "status": "201" if row.version == 1 else "200",
            "etag": f'W/"{row.version}"',
            "lastModified": instant(row.updated_at),
        }
        more = f',"request":{json.dumps(asked)},"response":{json.dumps(answer)}'
        yield Entry(f"{base}{type}/{id}", row.text, more=more)
