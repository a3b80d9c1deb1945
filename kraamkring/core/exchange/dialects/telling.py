"""A record as resources of a dialect: every thing in each shape that has something to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from .cards import Dialect, Shape
from .conversions import Speaking
from .saying import RecordSaid, Said, things_in
from .tree import Node
from .writing import tells, told_by, written

# What a reference of each kind names: the thing, and the resource where a thing has several.
NAMED = {
    "person": (("mother", "newborn"), ""),
    "pregnancy": (("pregnancy",), "EpisodeOfCare"),
    "condition": (("pregnancy",), "Condition"),
    "birth": (("birth",), "Procedure"),
    "visit": (("contact",), ""),
    "carer": (("carer",), ""),
    "organisation": (("organisation",), ""),
}
BASE = "https://kraamkring.example/fhir"  # a name and no address: it makes the references in a bundle resolve


@dataclass(frozen=True)
class Outgoing:
    """One resource on its way. id: the same whenever the same record is told in the same dialect. fields: those of the
    thing that it tells."""

    id: str
    shape: Shape
    said: Said
    node: Node
    fields: frozenset[str]


class _Addresses:
    """Who is called what: an address for everything that is told, none for what is not."""

    def __init__(self, record: RecordSaid, dialect: Dialect, said: list[Said]) -> None:
        self.record, self.dialect = record, dialect
        self.names = {(each.thing, each.name) for each in said}

    def of(self, kind: str, who: str) -> str:
        things, resource = NAMED[kind]
        for shape in self.dialect.shapes:
            if (
                shape.thing in things
                and resource in ("", shape.resource)
                and (shape.thing, who) in self.names
            ):
                return f"{shape.resource}/{name_of(self.record, shape, who)}"
        return ""


def name_of(record: RecordSaid, shape: Shape, name: str) -> str:
    """The id of a resource: it follows from the record, the shape and the thing."""
    return str(uuid5(UUID(record.id), f"{shape.id}/{name}"))


def told(record: RecordSaid, dialect: Dialect) -> Iterator[Outgoing]:
    """Every resource, in the order of the things."""
    said = list(things_in(record))
    speaking = Speaking(dialect, record.zone, address=_Addresses(record, dialect, said).of)
    held = {name for shape in dialect.shapes for name in shape.holds}
    for each in said:
        for shape in dialect.shapes:
            if shape.thing != each.thing or shape.id in held or not _of(shape, each):
                continue
            if tells(shape, each.fields, speaking):
                id = name_of(record, shape, each.name)
                node = written(shape, each.fields, speaking, id)
                yield Outgoing(id, shape, each, node, told_by(shape, each.fields, speaking))


def bundle(resources: list[Outgoing]) -> Node:
    """All of them as one collection. Each is addressed by its id; references are relative to it."""
    entries = [
        Node(
            "entry",
            children=[
                Node("fullUrl", f"{BASE}/{each.shape.resource}/{each.id}"),
                Node("resource", children=[each.node]),
            ],
        )
        for each in resources
    ]
    return Node("Bundle", children=[Node("type", "collection"), *entries])


def _of(shape: Shape, said: Said) -> bool:
    """Whether an observation is of the person whom the shape is about; everything else says it by its thing."""
    if said.thing not in ("observation", "screening"):
        return True
    return shape.about == "anybody" or (shape.about == "mother") == (said.fields["who"] == "mother")
