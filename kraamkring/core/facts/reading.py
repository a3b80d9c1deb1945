"""A document (JSON text) into facts. One clear error: which field, what is wrong, what to do."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..kernel.document import LARGEST_BYTES
from ..kernel.errors import ImpossibleFact, Refusal
from ..kernel.moments import EXAMPLE
from .model import PregnancyFacts


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[PregnancyFacts]:
    return TypeAdapter(PregnancyFacts)


def read(text: bytes | str) -> PregnancyFacts:
    """The facts in a JSON document. Raises ImpossibleFact, one sentence, for the first thing that is wrong."""
    if len(text) > LARGEST_BYTES:
        raise ImpossibleFact(
            "",
            "the document is larger than 2 MB, and the facts of one family are not",
            "Send one family at a time",
        )
    try:
        return _adapter().validate_json(text)
    except ValidationError as refused:
        raise _sentence(refused.errors(include_url=False)[0]) from None


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema()}


def _sentence(error: ErrorDetails) -> ImpossibleFact:
    field = "".join(f"[{at}]" if isinstance(at, int) else f".{at}" for at in error["loc"]).lstrip(".")
    own = error.get("ctx", {}).get("error")
    if isinstance(own, Refusal):
        inner = f"{field}.{own.field}" if field and own.field else field or own.field
        problem, remedy = own.sentences
        return ImpossibleFact(inner, problem, remedy, **own.values)
    problem, remedy = _in_words(error)
    return ImpossibleFact(field, problem, remedy)


def _in_words(error: ErrorDetails) -> tuple[str, str]:
    """Problem and remedy. What was given is never repeated: it may be a patient's."""
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "json_invalid":
            return f"this is not JSON ({context.get('error', 'it cannot be read')})", "Check the document"
        case "missing":
            return "this is missing", "Give it"
        case "unexpected_keyword_argument" | "extra_forbidden":
            return "there is no such field", "Check its spelling against docs/facts.md"
        case "literal_error":
            return "this code is not known here", f"Write {context['expected']}"
        case "timezone_aware" | "datetime_from_date_parsing" | "datetime_parsing" | "datetime_type":
            return "this is not a date and time", EXAMPLE
        case "date_parsing" | "date_type" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return "this is not a date", "Write it as in 2026-10-14"
        case "dataclass_type" | "dataclass_exact_type":
            return "this must be an object", "Write { ... }"
        case "tuple_type" | "list_type":
            return "this must be a list", "Write [ ... ]"
        case "string_type" | "int_type" | "int_from_float" | "bool_type" | "int_parsing_size":
            wanted = {"string": "text", "int": "a whole number", "bool": "true or false"}[kind.split("_")[0]]
            return f"this is not {wanted}", f"Write {wanted}"
        case _:
            return (
                f"this cannot be taken ({error['type'].replace('_', ' ')})",
                "Check it against docs/facts.md",
            )
