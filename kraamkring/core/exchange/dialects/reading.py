"""Resources of a dialect into fields of ours, by the tables; and which of their elements would come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .cards import REFERENCES, Coding, Group, Part, Row, Shape, Step
from .comparing import reproduced
from .conversions import CONVERSIONS, Speaking, codings_of, same_system
from .tree import Node
from .writing import written

INITIAL = "iso21090-EN-qualifier"


@dataclass(frozen=True)
class Told:
    """What one resource tells, by the shape that recognised it. understood: the elements that its fields were read
    from."""

    shape: Shape
    node: Node
    fields: Mapping[str, Any]
    understood: tuple[Node, ...]
    speaking: Speaking

    def own(self) -> Iterator[Node]:
        """Its leaves, without those of resources that it contains: they tell for themselves."""
        for child in self.node.children:
            if child.name != "contained":
                yield from (leaf for _path, leaf in child.leaves())

    def comes_back(self, **final: Any) -> list[Node]:
        """The elements that are written just so from these fields, as they stand in the record (final); None: a field
        that did not become part of it."""
        said = {name: value for name, value in {**self.fields, **final}.items() if value is not None}
        again = written(self.shape, said, replace(self.speaking, address=self._as_addressed))
        return reproduced(self.node, again)

    def _as_addressed(self, kind: str, who: str) -> str:
        """How the source wrote it, so that a reference comes back if it means the same."""
        shape, node = self.shape, self.node
        grouped = [(row, each) for group in shape.groups for each in node.all(group.at) for row in group.rows]
        for row, scope in (*rows_in(shape, node, self.speaking), *grouped):
            if row.by == kind:
                for said in at_path(scope, row.steps):
                    if self.speaking.who(kind, said) == who:
                        return said.text("reference")
        return ""


def read(node: Node, shape: Shape, speaking: Speaking) -> Told | None:
    """What a resource tells as this shape; None if it is not of this shape, or lacks what it must have."""
    if node.name != shape.resource or not recognised(node, shape, speaking):
        return None
    fields: dict[str, Any] = {}
    understood: list[Node] = []
    for row, scope in rows_in(shape, node, speaking):
        if row.way == "out":
            continue
        found = at_path(scope, row.steps)
        if row.field:
            value = _value(found, row, speaking)
            if value is None:
                if row.must:
                    return None
                continue
            if row.field in fields and fields[row.field] != value:
                continue
            fields[row.field] = value
            understood += found if row.by == "names" else found[:1]
        elif row.value and not _fits(found, row):
            if row.must or row.also:
                return None
        elif row.value:
            understood += found[:1]
    for group in shape.groups:
        fields[group.field] = [_member(each, group, speaking) for each in node.all(group.at)]
    for place in shape.code:
        understood += [each for each in node.all("code.coding") if _is(each, speaking.dialect.coding(place))]
    return Told(shape, node, fields, tuple(understood), speaking)


def recognised(node: Node, shape: Shape, speaking: Speaking) -> bool:
    """Whether a resource is of this shape: by its code, and by what must stand in it."""
    if shape.code:
        wanted = speaking.dialect.coding(shape.code[0])
        if not any(_is(each, wanted) for each in node.all("code.coding")):
            return False
    return all(any(each.value == value for each in node.all(path)) for path, value in shape.where.items())


def _is(node: Node, wanted: Coding) -> bool:
    return node.text("code") == wanted.code and same_system(node.text("system"), wanted.system)


def rows_in(shape: Shape, node: Node, speaking: Speaking) -> Iterator[tuple[Row, Node]]:
    """Every row with the element that its path begins at: the resource, or the part of it."""
    yield from ((row, node) for row in shape.rows)
    for part in shape.parts:
        if (own := part_of(node, part, speaking)) is not None:
            yield from ((row, own) for row in part.rows)


def at_path(node: Node, steps: tuple[Step, ...]) -> list[Node]:
    """Every element at a path, in order."""
    found = [node]
    for step in steps:
        found = [
            child
            for each in found
            for child in each.children
            if child.name == step.name and (not step.url or child.text("url") == step.url)
        ]
    return found


def part_of(node: Node, part: Part, speaking: Speaking) -> Node | None:
    """The element of the resource that a part is, by its code."""
    wanted = speaking.dialect.coding(part.code)
    for each in node.all(part.at):
        code = each.one("code")
        if code is not None and any(
            said.code == wanted.code and same_system(said.system, wanted.system) for said in codings_of(code)
        ):
            return each
    return None


def _member(node: Node, group: Group, speaking: Speaking) -> dict[str, Any]:
    """One of several, by the rows of its group."""
    found = {row.field: _value(at_path(node, row.steps), row, speaking) for row in group.rows if row.field}
    return {name: value for name, value in found.items() if value is not None}


def _value(found: list[Node], row: Row, speaking: Speaking) -> Any:
    if not found:
        return None
    if row.by == "names":
        said = [each.value for each in found if each.value and not is_initial(each)]
        return " ".join(said or [each.value for each in found if each.value]) or None
    for node in found if row.by in REFERENCES else found[:1]:
        value = CONVERSIONS[row.by][0](node, row, speaking)
        if value is not None:
            return value
    return None


def is_initial(given: Node) -> bool:
    """Whether a given name is only its first letter."""
    return any(each.text("valueCode") == "IN" for each in given.extensions(INITIAL))


def _fits(found: list[Node], row: Row) -> bool:
    return bool(found) and found[0].value in (row.value, *row.also)
