"""Fields of ours into a resource of a dialect, by the tables: the same rows as for reading, the other way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .cards import REFERENCES, Row, Shape, Step
from .conversions import CONVERSIONS, Speaking, put_coding
from .tree import Node

FRAME = frozenset({"at", "set_on", "who"})  # fields that say nothing without another one


def written(shape: Shape, fields: Mapping[str, Any], speaking: Speaking, id: str = "") -> Node:
    """The resource, its elements in the order of the schema. A field that is not there, or that the dialect has no word
    for, is left out; so is a part without one."""
    root = Node(shape.resource)
    if id:
        root.children.append(Node("id", id))
    if shape.profiles:
        root.children.append(Node("meta", children=[Node("profile", each) for each in shape.profiles]))
    if shape.code:
        concept = Node("code")
        for text in shape.code:
            put_coding(concept, speaking.dialect.coding(text))
        root.children.append(concept)
    for row in shape.rows:
        _put(root, row, fields, speaking)
    for group in shape.groups:
        for each in fields.get(group.field, ()):
            member = Node(group.at)
            for row in group.rows:
                _put(member, row, each, speaking)
            root.children.append(member)
    for name in shape.holds:
        _hold(root, speaking.dialect.shape(name), fields, speaking)
    for part in shape.parts:
        own = Node(part.at)
        for row in part.rows:
            _put(own, row, fields, speaking)
        if any(row.field in fields for row in part.rows if row.field and row.way != "in") and own.children:
            code = Node("code")
            put_coding(code, speaking.dialect.coding(part.code))
            ahead = [each for each in own.children if each.name == "extension"]
            own.children = [*ahead, code, *(each for each in own.children if each.name != "extension")]
            root.children.append(own)
    order = speaking.dialect.order.get(shape.resource, ())
    places = {name: place for place, name in enumerate(("id", "meta", *order))}
    root.children.sort(key=lambda each: places.get(each.name, len(places)))
    return root


def tells(shape: Shape, fields: Mapping[str, Any], speaking: Speaking) -> bool:
    """Whether this shape has something to tell of these fields: all that it must have can be written."""
    rows = shape.written_rows
    if not all(_can(row, fields, speaking) for row in rows if row.must):
        return False
    return any(fields.get(group.field) for group in shape.groups) or any(
        _can(row, fields, speaking) for row in rows if row.by not in REFERENCES and row.field not in FRAME
    )


def told_by(shape: Shape, fields: Mapping[str, Any], speaking: Speaking) -> frozenset[str]:
    """The fields that this shape has a word for, with those of what it holds."""
    found = {row.field for row in shape.written_rows if _can(row, fields, speaking)}
    found |= {group.field for group in shape.groups if fields.get(group.field)}
    held = (told_by(speaking.dialect.shape(name), fields, speaking) for name in shape.holds)
    return frozenset(found).union(*held)


def _hold(root: Node, shape: Shape, fields: Mapping[str, Any], speaking: Speaking) -> None:
    """A resource within this one, named by its shape, and the reference to it."""
    if tells(shape, fields, speaking):
        root.children.append(Node("contained", children=[written(shape, fields, speaking, id=shape.id)]))
        root.children.append(Node("hasMember", children=[Node("reference", f"#{shape.id}")]))


def _can(row: Row, fields: Mapping[str, Any], speaking: Speaking) -> bool:
    value = fields.get(row.field)
    return value is not None and _convert(Node(""), row, value, speaking)


def _put(root: Node, row: Row, fields: Mapping[str, Any], speaking: Speaking) -> None:
    if row.way == "in" or (row.beside and fields.get(row.beside) is None):
        return
    if row.value:
        _place(root, row.steps).value = row.value
    elif row.coding:
        put_coding(_place(root, row.steps), speaking.dialect.coding(row.coding), row.form)
    elif (value := fields.get(row.field)) is not None:
        if row.by == "names":
            parent = _place(root, row.steps[:-1])
            parent.children += [Node(row.steps[-1].name, each) for each in str(value).split(" ") if each]
            return
        made = Node("")
        if _convert(made, row, value, speaking):
            target = _place(root, row.steps)
            if row.by in REFERENCES and target.one("reference") is not None:
                return  # a visit that is told says the pregnancy as well
            target.value = made.value
            target.children += made.children


def _convert(node: Node, row: Row, value: Any, speaking: Speaking) -> bool:
    return row.by == "names" or CONVERSIONS[row.by][1](node, value, row, speaking)


def _place(root: Node, steps: tuple[Step, ...]) -> Node:
    """The element at a path, made where it is not there."""
    at = root
    for step in steps:
        found = next(
            (
                each
                for each in at.children
                if each.name == step.name and (not step.url or each.text("url") == step.url)
            ),
            None,
        )
        if found is None:
            found = Node(step.name, children=[Node("url", step.url)] if step.url else [])
            at.children.append(found)
        at = found
    return at
