"""A document (JSON text) into readings for one chart. One clear error: which field, what is wrong, what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from ..kernel.document import read_document, schema_of
from ..kernel.errors import ImpossibleFact
from ..kernel.moments import aware
from .chart import Chart
from .finding import Document

PAGE = "docs/warnings.md"
MOST_READINGS = 5000


def read(chart: Chart, text: bytes | str) -> Document:
    """The readings in a JSON document. Raises ImpossibleFact, one sentence, for the first thing that is wrong.

    One reading may stand by itself: its fields beside those of the document, without a list.
    """
    kind = chart.measure.document
    document = read_document(_in_a_list(text, kind), _adapter(kind), PAGE)
    readings = getattr(document, "readings", None)
    if readings is not None and not readings:
        raise ImpossibleFact("readings", "there is no reading", "Give at least one")
    if readings is not None and len(readings) > MOST_READINGS:
        raise ImpossibleFact("readings", "there are too many readings", f"Give at most {MOST_READINGS}")
    for field, name, value, holder in _leaves(document, ""):
        _check(chart, field, name, value, holder)
    return document


def schema(chart: Chart) -> dict[str, Any]:
    """The JSON Schema of the documents that a chart takes, with the values that are possible."""
    found = schema_of(_adapter(chart.measure.document))
    for model in (found, *found.get("$defs", {}).values()):
        for name, field in model.get("properties", {}).items():
            if (possible := chart.possible.get(name)) is not None:
                for kind in field.get("anyOf", [field]):
                    if kind.get("type") in ("number", "integer"):
                        kind |= {"minimum": possible.lowest, "maximum": possible.highest}
    return found


@lru_cache(maxsize=32)
def _adapter(kind: type[Document]) -> TypeAdapter[Document]:
    return TypeAdapter(kind)


def _in_a_list(text: bytes | str, kind: type[Document]) -> bytes | str:
    """The same document with its one reading in the list `readings`; whatever is wrong with it is left as it is."""
    if "readings" not in kind.model_fields:
        return text
    try:
        said = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return text
    if not isinstance(said, dict) or "readings" in said:
        return text
    own = {name: value for name, value in said.items() if name not in kind.model_fields}
    if not own:
        return text
    whole = {name: value for name, value in said.items() if name not in own}
    return json.dumps({**whole, "readings": [own]})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a field stands there twice")
    return dict(pairs)


def _leaves(model: BaseModel, field: str) -> Iterator[tuple[str, str, Any, BaseModel]]:
    """Every value in the document: where it stands, its name, and what holds it."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        here = f"{field}.{name}".lstrip(".")
        if isinstance(value, tuple):
            for index, each in enumerate(value):
                if isinstance(each, BaseModel):
                    yield from _leaves(each, f"{here}[{index}]")
        elif isinstance(value, Mapping):
            for key, each in value.items():
                yield f"{here}.{key}", key, each, model
        elif value is not None:
            yield here, name, value, model


def _check(chart: Chart, field: str, name: str, value: Any, holder: BaseModel) -> None:
    """Raises ImpossibleFact for a value that cannot be true, and says which unit it looks like."""
    if hasattr(value, "tzinfo"):
        aware(value, field)
    possible = chart.possible.get(name)
    if possible is None or isinstance(value, str):
        return
    for mistaken in possible.mistaken:
        meant = mistaken.unless is not None and getattr(holder, mistaken.unless)
        if mistaken.lowest <= value <= mistaken.highest and not meant:
            raise ImpossibleFact(field, f"this looks like {mistaken.looks_like}", mistaken.remedy)
    if not possible.lowest <= value <= possible.highest:
        raise ImpossibleFact(
            field,
            "this cannot be: it lies outside %(lowest)s to %(highest)s",
            "Check the value and its unit",
            lowest=f"{possible.lowest:g}",
            highest=f"{possible.highest:g}",
        )
