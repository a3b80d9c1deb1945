"""What a program sends, read within bounds: nothing that comes is too large, too deep, or no resource of FHIR."""

from __future__ import annotations

import json
import math
from typing import Any

from django.http import HttpRequest

from kraamkring.core.exchange import NotUnderstood
from kraamkring.core.exchange.from_xml import NotXml, from_xml
from kraamkring.core.exchange.shaped import LONGEST_NUMBER, require_shape
from kraamkring.packs.fhir_r4 import definitions

from .forms import FORMS, JSON, XML
from .refusing import NoLength, OtherForm, TooLarge

LARGEST_BYTES = 1024 * 1024  # of one resource; our choice


def resource_in(request: HttpRequest, largest: int = LARGEST_BYTES) -> dict[str, Any]:
    """The resource in the body. Raises what `read_in` raises, and Unshaped."""
    sent = read_in(request, largest)
    require_shape(sent, definitions())
    return sent


def read_in(request: HttpRequest, largest: int) -> dict[str, Any]:
    """What is in the body, whatever its shape. Raises OtherForm, NoLength, TooLarge and NotUnderstood."""
    form = FORMS.get((request.content_type or "").lower())
    if form is None:
        raise OtherForm(f"this is read as {JSON} or {XML}")
    if "Transfer-Encoding" in request.headers:
        raise NoLength("say with Content-Length how long it is: pieces are not read here")
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest or len(request.body) > largest:
        raise TooLarge(f"one may send at most {largest // 1024} KiB here")
    return of_xml(request.body) if form == XML else of_json(request.body)


def of_xml(text: bytes) -> dict[str, Any]:
    """The resource that this is. Raises NotUnderstood, and Unshaped for an element that R4 does not have."""
    try:
        return from_xml(text, definitions())
    except NotXml as wrong:
        raise NotUnderstood(str(wrong)) from None


def of_json(text: bytes) -> dict[str, Any]:
    """The object that this is. Raises NotUnderstood."""
    try:
        sent = json.loads(
            text, parse_constant=_refused, parse_float=_finite, parse_int=_bounded, object_pairs_hook=_once
        )
    except (ValueError, RecursionError):
        raise NotUnderstood("this is no JSON, or one that nobody can read in one way only") from None
    if not isinstance(sent, dict):
        raise NotUnderstood("this is no resource")
    return sent


def _refused(_text: str) -> None:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def _bounded(text: str) -> int:
    if len(text) > LONGEST_NUMBER + 1:
        raise ValueError
    return int(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which a name stands twice means one thing to us and another to somebody else."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found
