"""A tree as XML or JSON, as FHIR writes them: the same tree is read again from either."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import quoteattr

from .cards import Dialect
from .tree import Node

FHIR = "http://hl7.org/fhir"
ATTRIBUTES = ("url",)  # what XML writes as an attribute besides the value


def to_xml(node: Node) -> str:
    """The document, its elements in the order of the tree."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(_xml(node, 0, f' xmlns="{FHIR}"')) + "\n"


def _xml(node: Node, depth: int, more: str = "") -> list[str]:
    inside = [each for each in node.children if each.name not in ATTRIBUTES or each.children]
    said = more + "".join(
        f" {each.name}={quoteattr(each.value or '')}" for each in node.children if each not in inside
    )
    if node.value is not None:
        said += f" value={quoteattr(node.value)}"
    indent = "  " * depth
    if not inside:
        return [f"{indent}<{node.name}{said}/>"]
    return [
        f"{indent}<{node.name}{said}>",
        *(line for each in inside for line in _xml(each, depth + 1)),
        f"{indent}</{node.name}>",
    ]


def to_json(node: Node, dialect: Dialect) -> str:
    """The document; which elements are lists, numbers and booleans the dialect says."""
    return json.dumps(_resource(node, dialect), ensure_ascii=False, indent=1) + "\n"


def _resource(node: Node, dialect: Dialect) -> dict[str, Any]:
    return {"resourceType": node.name} | _children(node, dialect, node.name)


def _children(node: Node, dialect: Dialect, path: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dict.fromkeys(each.name for each in node.children):
        listed = [each for each in node.children if each.name == name]
        here = f"{path}.{name}"
        values = [_value(each, dialect, here) for each in listed]
        about = [_about(each, dialect, here) for each in listed]
        many = len(listed) > 1 or name in dialect.lists or _says(dialect.lists, here)
        if any(value is not None for value in values):
            found[name] = values if many else values[0]
        if any(about):
            found[f"_{name}"] = [each or None for each in about] if many else about[0]
    return found


def _value(node: Node, dialect: Dialect, path: str) -> Any:
    if node.value is not None:
        return _primitive(node.value, dialect, path)
    if len(node.children) == 1 and node.children[0].name[:1].isupper():
        return _resource(node.children[0], dialect)
    return _children(node, dialect, path) if node.children else None


def _about(node: Node, dialect: Dialect, path: str) -> dict[str, Any]:
    """What is said about a primitive besides its value."""
    return _children(node, dialect, path) if node.value is not None and node.children else {}


def _primitive(value: str, dialect: Dialect, path: str) -> Any:
    if _says(dialect.booleans, path):
        return value == "true"
    if _says(dialect.numbers, path):
        return json.loads(value)
    return value


def _says(names: frozenset[str], path: str) -> bool:
    """Whether one of these names is the end of a path."""
    return any(path == name or path.endswith(f".{name}") for name in names)
