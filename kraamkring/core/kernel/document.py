"""A JSON document into a frozen object, whatever it is about. One sentence for the first thing that is wrong."""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .errors import ImpossibleFact, Refusal

LARGEST_BYTES = 2_000_000
Read = TypeVar("Read")


def read_document(text: bytes | str, into: TypeAdapter[Read], page: str) -> Read:
    """The object in a JSON document. page: where its fields are described (`docs/leave.md`).
    Raises ImpossibleFact: what was given is never repeated, it may be a patient's."""
    if len(text) > LARGEST_BYTES:
        raise ImpossibleFact("", "the document is larger than 2 MB", "Send it in parts")
    try:
        json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ImpossibleFact("", "the document is nested too deeply", f"Check it against {page}") from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise ImpossibleFact("", "this is not JSON", "Check the document") from None
    except Refusal:
        raise
    except ValueError:
        raise ImpossibleFact("", "a number in it is too long", "Check the document") from None
    try:
        return into.validate_json(text)
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
        raise _sentence(_telling(errors), into, page) from None


def schema_of(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ImpossibleFact(name[:40], "this field stands there twice", "Keep one of them")
    return dict(pairs)


def _no_number(_: str) -> float:
    raise ImpossibleFact("", "NaN and Infinity are no numbers", "Leave the field out, or give a number")


def _telling(errors: list[ErrorDetails]) -> ErrorDetails:
    """A field that does not exist tells more than the one that is missing because of it."""
    unknown = [error for error in errors if error["type"] in UNKNOWN]
    return (unknown or errors)[0]


KIND = re.compile(
    r"[A-Z]\w*$|[a-z-]+\["
)  # how pydantic names one of several kinds: `Said`, `literal['no', ...]`
UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")


def _sentence(error: ErrorDetails, into: TypeAdapter[Any], page: str) -> ImpossibleFact:
    written = error["loc"][-1] if error["type"] in UNKNOWN else None
    steps = [at for at in error["loc"] if at is written or not (isinstance(at, str) and KIND.match(at))]
    field = "".join(f"[{at}]" if isinstance(at, int) else f".{at[:40]}" for at in steps).lstrip(".")
    own = error.get("ctx", {}).get("error")
    if isinstance(own, Refusal):
        problem, remedy = own.sentences
        inner = f"{field}.{own.field}" if field and own.field else field or own.field
        return ImpossibleFact(inner, problem, remedy, **own.values)
    if error["type"] in UNKNOWN:
        return ImpossibleFact(field, "there is no such field", _likely(error["loc"], into, page))
    problem, remedy = _in_words(error, page)
    return ImpossibleFact(field, problem, remedy)


def _likely(at: tuple[int | str, ...], into: TypeAdapter[Any], page: str) -> str:
    schema = into.json_schema()
    names = list(schema.get("properties", {})) if len(at) == 1 else _names(schema)
    near = get_close_matches(str(at[-1]), names, n=1, cutoff=0.5)
    return f"Perhaps {near[0]} is meant; the fields are in {page}" if near else f"The fields are in {page}"


def _names(schema: Any) -> list[str]:
    found: list[str] = []
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            found += schema["properties"]
        for inner in schema.values():
            found += _names(inner)
    elif isinstance(schema, list):
        for inner in schema:
            found += _names(inner)
    return found


def _in_words(error: ErrorDetails, page: str) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "json_invalid":
            return "this is not JSON", "Check the document"
        case "missing":
            return "this is missing", "Give it"
        case "literal_error" | "enum":
            return "this code is not known here", f"Write {context['expected']}"
        case "timezone_aware" | "datetime_from_date_parsing" | "datetime_parsing" | "datetime_type":
            return "this is not a date and time", "Write it with its offset, as in 2026-10-14T08:30:00+02:00"
        case "date_parsing" | "date_type" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return "this is not a date", "Write it as in 2026-10-14"
        case "dataclass_type" | "model_type" | "dict_type" | "model_attributes_type":
            return "this must be an object", "Write { ... }"
        case "tuple_type" | "list_type":
            return "this must be a list", "Write [ ... ]"
        case "string_type":
            return "this is not text", 'Write text between " "'
        case "int_type" | "int_from_float" | "int_parsing" | "int_parsing_size":
            return "this is not a whole number", "Write a whole number"
        case "float_type" | "float_parsing" | "finite_number":
            return "this is not a number", "Write a number, without quotes"
        case "bool_type" | "bool_parsing":
            return "this is not true or false", "Write true or false"
        case "greater_than_equal" | "greater_than":
            return "this is too low", f"The lowest is {context.get('ge', context.get('gt'))}"
        case "less_than_equal" | "less_than":
            return "this is too high", f"The highest is {context.get('le', context.get('lt'))}"
        case "too_long" | "string_too_long":
            return "this is too long", f"At most {context.get('max_length')}"
        case _:
            return f"this cannot be taken ({kind.replace('_', ' ')})", f"Check it against {page}"
