"""JSON into a tree. Keys that come twice, numbers that are none, and endless nesting are refused."""

from __future__ import annotations

import json
import re
from typing import Any

from kraamkring.core.exchange.dialects.tree import DEEPEST, MOST_ELEMENTS, Node, storable
from kraamkring.core.kernel.errors import Refusal

TYPE = "resourceType"
MOST_PIECES = 3 * MOST_ELEMENTS  # of JSON, with the commas that stand in its texts
A_TYPE = re.compile(r"[A-Z][A-Za-z]{2,60}")


def tree_of_json(text: str) -> Node:
    """The one resource in a JSON text. Raises Refusal, in one sentence without a word of the text."""
    if sum(map(text.count, "{[,")) > MOST_PIECES:  # before anything is built of it
        raise too_many()
    try:
        document = json.loads(
            text, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        problem = f"this is not whole JSON: it cannot be read from line {error.lineno} on"
        raise Refusal("", problem, "Export it again") from None
    except RecursionError:
        raise too_deep() from None
    if not isinstance(document, dict) or TYPE not in document:
        raise Refusal("", "this JSON is no FHIR resource", "Give one that names its resourceType")
    return _resource(document, 0)


def too_many() -> Refusal:
    """What is said of more elements than any record has."""
    return Refusal("", f"it has more than {MOST_ELEMENTS:,} elements", "Give one family at a time")


def too_deep() -> Refusal:
    """What is said of nesting that no record needs."""
    return Refusal("", f"its elements are nested more than {DEEPEST} deep", "No record needs that: check it")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("", "the same key comes twice in one element", "Which of the two is meant? Mend it")
    return found


def _no_number(_text: str) -> Any:
    raise Refusal("", "a number in it is none (NaN or Infinity)", "Mend it")


def _resource(document: dict[str, Any], depth: int) -> Node:
    kind = document.pop(TYPE)
    if not isinstance(kind, str) or not A_TYPE.fullmatch(kind):
        raise Refusal("", "a resourceType in it is none", "Check the file")
    return Node(kind, children=_children(document, depth))


def _children(document: dict[str, Any], depth: int) -> list[Node]:
    """The elements of an object. What is said about a primitive (`_birthDate`) belongs to that element."""
    found: list[Node] = []
    for name in dict.fromkeys(key.removeprefix("_") for key in document):
        said, about = document.get(name), document.get(f"_{name}")
        if not name or (about is not None and isinstance(said, dict)):
            raise Refusal("", "an element in it has no name, or is said in two ways", "Check the file")
        many = isinstance(said, list) or isinstance(about, list)
        values = said if isinstance(said, list) else [said]
        extras = about if isinstance(about, list) else [about]
        for index in range(max(len(values), len(extras)) if many else 1):
            value = values[index] if index < len(values) else None
            extra = extras[index] if index < len(extras) else None
            if value is not None or extra is not None:
                found.append(_element(storable(name), value, extra, depth + 1))
    return found


def _element(name: str, value: Any, extra: Any, depth: int) -> Node:
    if depth > DEEPEST:
        raise too_deep()
    if isinstance(value, list) or (extra is not None and not isinstance(extra, dict)):
        raise Refusal("", "a list in it holds lists", "FHIR has no such thing: check the file")
    if isinstance(value, dict):
        children = [_resource(value, depth)] if TYPE in value else _children(value, depth)
        return Node(name, children=children)
    children = _children(extra, depth) if extra else []
    if isinstance(value, bool):
        value = "true" if value else "false"
    return Node(name, None if value is None else storable(value), children)
