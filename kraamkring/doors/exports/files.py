"""The file of a record in a dialect, and what of the record it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kraamkring.core.exchange.dialects.as_text import to_json, to_xml
from kraamkring.core.exchange.dialects.saying import RecordSaid, Said, things_in
from kraamkring.core.exchange.dialects.telling import Outgoing, bundle, told
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.dialects import dialect

Form = Literal["xml", "json"]
# What says where a thing belongs, or follows from another field: not counted as something to tell.
AROUND = frozenset(
    {"who", "at", "visit", "pregnancy", "condition", "status", "clinical_status", "slot", "born_on", "carer"}
)


@dataclass(frozen=True)
class Written:
    """The file, and the report: `told` and `untold` by thing and field, without a value."""

    text: str
    report: Mapping[str, Any]


def file_of(record: RecordSaid, name: str, form: Form, kept: int = 0) -> Written:
    """One bundle with everything that the dialect has a word for. Raises Refusal for a dialect that is only read."""
    chosen = dialect(name)
    if chosen.wire != "fhir":
        raise Refusal("dialect", "this dialect is only read", "Choose another one")
    resources = list(told(record, chosen))
    whole = bundle(resources)
    text = to_xml(whole) if form == "xml" else to_json(whole, chosen)
    return Written(text, _report(record, resources, kept))


def _report(record: RecordSaid, resources: list[Outgoing], kept: int) -> dict[str, Any]:
    said = Counter(_fields_told(resources))
    every = Counter(_fields(things_in(record)))
    left = every - said
    return {
        "resources": len(resources),
        "told": _listed(said & every),
        "untold": _listed(left),
        "kept": kept,
    }


def _fields(things: Iterator[Said]) -> Iterator[tuple[str, str]]:
    for each in things:
        said = {name for name, value in each.fields.items() if value is not None} - AROUND
        yield from ((each.thing, name) for name in said)


def _fields_told(resources: list[Outgoing]) -> Iterator[tuple[str, str]]:
    """Each field of each thing that is in some resource, once."""
    found = {
        (each.said.thing, each.said.name, name)
        for each in resources
        for name in each.fields
        if name not in AROUND
    }
    yield from ((thing, name) for thing, _id, name in sorted(found))


def _listed(counts: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"thing": thing, "field": field, "times": times} for (thing, field), times in sorted(counts.items())
    ]
