"""What every resource tells, read by the tables of the dialects; and what became of its elements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, tzinfo
from functools import partial
from typing import Any

from kraamkring.core.exchange.dialects.cards import Dialect, Shape
from kraamkring.core.exchange.dialects.conversions import Speaking
from kraamkring.core.exchange.dialects.reading import Told, read
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.packs.dialects import dialects

from .family import Family
from .files import Resource
from .references import Given

PREGNANCY = "pregnancy"
NOON = time(12)


class Telling:
    """Everything that was told, by what it is about. noon: see `Speaking`. visits: the names of contacts that became
    part of the record, once they are read."""

    def __init__(
        self, given: Given, family: Family, zone: tzinfo, noon: Callable[[date], datetime] | None = None
    ) -> None:
        self.given, self.family, self.zone, self.noon = given, family, zone, noon
        self.visits: set[str] = set()
        self._by_shape: dict[str, list[tuple[Resource, Told]]] = defaultdict(list)
        self._by_resource: dict[int, Told] = {}
        for resource in given.readable:
            if (told := self._told(resource)) is not None:
                self._by_shape[told.shape.id].append((resource, told))
                self._by_resource[id(resource)] = told

    def of(self, *shapes: str, about: str = "") -> Iterator[tuple[Resource, Told]]:
        """What was told in these shapes; about: only of this slot."""
        for shape in shapes:
            for resource, told in self._by_shape.get(shape, ()):
                if not about or self.who(resource, told) == about:
                    yield resource, told

    def things(self, thing: str) -> Iterator[tuple[Resource, Told]]:
        """What was told of one kind of ours."""
        for listed in self._by_shape.values():
            for resource, told in listed:
                if told.shape.thing == thing:
                    yield resource, told

    def of_resource(self, resource: Resource) -> Told | None:
        """What one resource told."""
        return self._by_resource.get(id(resource))

    def who(self, resource: Resource, told: Told) -> str:
        """Whom it is about."""
        return str(
            told.fields.get("who")
            or told.fields.get("slot")
            or self.family.slot_of(self.given.patient_of(resource))
            or self.family.slot_of(resource)
        )

    def _told(self, resource: Resource) -> Told | None:
        claimed = {each.value for each in resource.node.all("meta.profile")}
        found = sorted(_shapes(resource.kind), key=lambda pair: not claimed & set(pair[1].profiles))
        for dialect, shape in found:
            told = read(resource.node, shape, self.speaking(resource, dialect))
            if told is not None and self._fits(told, resource):
                return told
        return None

    def _fits(self, told: Told, resource: Resource) -> bool:
        if told.shape.about == "anybody":
            return True
        who = self.who(resource, told)
        return who.startswith("newborn") if told.shape.about == "newborn" else who == "mother"

    def speaking(self, resource: Resource, dialect: Dialect) -> Speaking:
        """What the conversions of one resource need to know."""
        return Speaking(dialect, self.zone, self.noon, who=partial(self._meant, resource))

    def _meant(self, within: Resource, kind: str, reference: Node) -> str:
        """Who is meant by a reference within a resource."""
        given, family = self.given, self.family
        meant = given.meant_by(reference, within)
        if meant is None:
            return ""
        if kind == "person":
            return family.slot_of(meant)
        if kind in ("pregnancy", "condition"):
            wanted = "EpisodeOfCare" if kind == "pregnancy" else "Condition"
            return PREGNANCY if meant.kind == wanted and given.patient_of(meant) is family.mother else ""
        if kind == "birth":
            return family.slot_of(given.patient_of(meant) if meant.kind == "Procedure" else meant)
        if kind == "visit":
            return name_of_visit(meant)
        return meant.name


def _shapes(kind: str) -> list[tuple[Dialect, Shape]]:
    return [
        (dialect, shape)
        for dialect in dialects().values()
        if dialect.wire == "fhir"
        for shape in dialect.shapes
        if shape.resource == kind
    ]


def name_of_visit(resource: Resource) -> str:
    """What a contact is called, whether or not it becomes part of the record."""
    return f"contacts/{resource.name}"


def noon_of(day: date, zone: tzinfo) -> datetime:
    """What stands for a day of which no time is known, because the importing person says so."""
    return datetime.combine(day, NOON, tzinfo=zone).astimezone(UTC)


def became(told: Told, into: str, **final: Any) -> None:
    """What was told became part of something of ours: the elements that come back from it are taken; the others that
    were understood are kept as well. final: the fields as they stand there; None: those that do not. At which visit it
    was stands nowhere unless it is said here: only an observation keeps it."""
    own = {id(leaf) for leaf in told.own()}
    for leaf in told.comes_back(**{"visit": None, **final}):
        if id(leaf) in own:
            leaf.into = leaf.into or into
    for node in told.understood:
        for _path, leaf in node.leaves():
            if not leaf.into:
                leaf.part = leaf.part or into
