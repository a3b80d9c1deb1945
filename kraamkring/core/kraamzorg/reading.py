"""A document about a family (JSON text) into facts. One sentence for the first thing that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..kernel.errors import ImpossibleFact, Refusal
from .family import Families, Family, HourTable

LARGEST_BYTES = 2_000_000
PAGE = "docs/indication.md"
Read = TypeVar("Read", bound=BaseModel)


def read_family(text: bytes | str) -> Family:
    """The family in a JSON document. Raises ImpossibleFact, one sentence."""
    return _read(Family, text)


def read_families(text: bytes | str) -> Families:
    """The families in a JSON document: `{"families": [...]}`. Raises ImpossibleFact."""
    return _read(Families, text)


def read_table(text: bytes | str) -> HourTable:
    """The hour table in a JSON document. Raises ImpossibleFact."""
    return _read(HourTable, text)


def _read(model: type[Read], text: bytes | str) -> Read:
    if len(text) > LARGEST_BYTES:
        raise ImpossibleFact("", "the document is larger than 2 MB", "Send fewer families at a time")
    if not text.strip():
        raise ImpossibleFact("", "the document is empty", "Write a JSON object: { ... }")
    try:
        found = model.model_validate_json(text)
        json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except ValidationError as refused:
        raise _sentence(refused.errors(include_url=False)[0], model) from None
    except (RecursionError, UnicodeDecodeError):
        raise ImpossibleFact("", "this is not JSON that can be read", "Check the document") from None
    return found


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ImpossibleFact(name, "this field is there twice", "Keep the one that holds")
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise ImpossibleFact("", f"{name} is not a number", "Write a number")


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> ImpossibleFact:
    field = "".join(f"[{at}]" if isinstance(at, int) else f".{at}" for at in error["loc"]).lstrip(".")
    own = error.get("ctx", {}).get("error")
    if isinstance(own, Refusal):
        problem, remedy = own.sentences
        return ImpossibleFact(f"{field}.{own.field}".strip("."), problem, remedy, **own.values)
    problem, remedy = _in_words(error, model)
    return ImpossibleFact(field, problem, remedy)


def _in_words(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """Problem and remedy. What was given is never repeated: it may be a patient's."""
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "json_invalid":
            return "this is not JSON", "Check the document"
        case "missing":
            return "this is missing", "Give it"
        case "extra_forbidden":
            near = get_close_matches(str(error["loc"][-1]), sorted(_names(model)), n=1)
            return "there is no such field", f"Did you mean {near[0]}" if near else f"See {PAGE}"
        case "literal_error":
            return "this word is not known here", f"Write {context['expected']}"
        case "date_parsing" | "date_type" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return "this is not a date", "Write it as in 2026-10-14"
        case "model_type" | "model_attributes_type" | "dataclass_type":
            return "this must be an object", "Write { ... }"
        case "tuple_type" | "list_type":
            return "this must be a list", "Write [ ... ]"
        case "greater_than_equal":
            return "this number is too small", f"Write {context['ge']:g} or more"
        case "less_than_equal":
            return "this number is too large", f"Write {context['le']:g} or less"
        case "finite_number" | "float_type" | "float_parsing":
            return "this is not a number", "Write a number"
        case "string_type":
            return "this is not text", "Write text between quotes"
        case "string_too_short" | "too_short":
            return "this is empty", "Give it, or leave the field out"
        case "string_too_long" | "too_long":
            return "this is too long", f"At most {context['max_length']}"
        case "bool_type":
            return "this is not true or false", "Write true or false, without quotes"
        case "int_type" | "int_from_float" | "int_parsing_size":
            return "this is not a whole number", "Write a whole number, without quotes"
        case _:
            return f"this cannot be taken ({kind.replace('_', ' ')})", f"See {PAGE}"


def _names(model: type[BaseModel]) -> set[str]:
    names = set(model.model_fields)
    return names | set(Family.model_fields) if model is Families else names
