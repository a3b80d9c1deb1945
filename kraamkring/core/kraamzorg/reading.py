"""A document about a family (JSON text) into facts. One sentence for the first thing that is wrong."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from ..kernel.document import read_document, schema_of
from .answer import Answer, Sharing, TwoMethods
from .family import Families, Family, HourTable

PAGE = "docs/indication.md"


@lru_cache(maxsize=8)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def read_family(text: bytes | str) -> Family:
    """The family in a JSON document. Raises ImpossibleFact, one sentence."""
    family: Family = read_document(text, _adapter(Family), PAGE)
    return family


def read_families(text: bytes | str) -> Families:
    """The families in a JSON document: `{"families": [...]}`. Raises ImpossibleFact."""
    families: Families = read_document(text, _adapter(Families), PAGE)
    return families


def read_table(text: bytes | str) -> HourTable:
    """The hour table in a JSON document. Raises ImpossibleFact."""
    table: HourTable = read_document(text, _adapter(HourTable), PAGE)
    return table


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of what goes in and what comes out, by name."""
    return {
        "family": schema_of(_adapter(Family)),
        "families": schema_of(_adapter(Families)),
        "hour-table": schema_of(_adapter(HourTable)),
        "indication": schema_of(_adapter(TwoMethods | Answer)),
        "sharing": schema_of(_adapter(Sharing)),
    }
