"""What can be searched by: of each resource the keys under which it is found, and what somebody asked, understood.

Grammar: FHIR R4, search (hl7.org/fhir/R4/search.html): prefixes of dates and numbers, `system|code`, modifiers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from ..finding import words_and_numbers
from .resource import Json

Kind = Literal["token", "reference", "date", "quantity", "string"]
# Of a HumanName and an Address what one reads aloud (R4, "string parameters on names and addresses").
IN_WORDS = {
    "text", "family", "given", "prefix", "suffix",
    "line", "city", "district", "state", "postalCode", "country",
}  # fmt: skip
LONGEST = 200  # characters of a key; a token or a word that is longer is compared as far as this


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter of a type. path: where it stands, dotted, several with a bar between. targets: the types
    that a reference may lead to."""

    name: str
    kind: Kind
    path: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One thing by which something is found. text: a code, the id of what is referred to, or a word; system: of a
    code, the type of what is referred to. since, until: of a date, until exclusive. number, unit: of a quantity."""

    param: str
    text: str | None = None
    system: str = ""
    since: datetime | None = None
    until: datetime | None = None
    number: Decimal | None = None
    unit: str = ""


def keys_of(elements: Json, parameters: tuple[Parameter, ...]) -> list[Key]:
    """Every key of a resource, each once, in a fixed order."""
    found = {
        key: None
        for parameter in parameters
        for path in parameter.path.split("|")
        for value in _at(elements, path.split("."))
        for key in _KEYS[parameter.kind](parameter.name, value)
    }
    return list(found)


def _at(value: Any, path: list[str]) -> Iterator[Any]:
    """Every value at the end of a path, through lists."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _at(each, path)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from _at(value[path[0]], path[1:])


def _tokens(name: str, value: Any) -> Iterator[Key]:
    if isinstance(value, bool):
        yield Key(param=name, text="true" if value else "false")
    elif isinstance(value, str):
        yield Key(param=name, text=value[:LONGEST])
    elif isinstance(value, dict):
        for each in value.get("coding", [value]):
            text = each.get("code") or each.get("value")
            if text:
                yield Key(param=name, text=str(text)[:LONGEST], system=each.get("system", "")[:LONGEST])


def _references(name: str, value: Any) -> Iterator[Key]:
    type, _slash, id = str(value.get("reference", "")).rpartition("/")
    if id:
        yield Key(param=name, text=id, system=type)


def _strings(name: str, value: Any) -> Iterator[Key]:
    read = value if isinstance(value, str) else [each for part, each in value.items() if part in IN_WORDS]
    for text in _at(read, []):
        for word in words_and_numbers(str(text)):
            yield Key(param=name, text=word[:LONGEST])


def _dates(name: str, value: Any) -> Iterator[Key]:
    if isinstance(value, dict):
        start, end = value.get("start"), value.get("end")
        if start or end:
            yield Key(
                param=name,
                since=moment(start)[0] if start else None,
                until=moment(end)[1] if end else None,
            )
    else:
        since, until = moment(str(value))
        yield Key(param=name, since=since, until=until)


def _quantities(name: str, value: Any) -> Iterator[Key]:
    if isinstance(value, dict) and "value" in value:
        unit = str(value.get("code") or value.get("unit") or "")
        yield Key(param=name, number=Decimal(str(value["value"])), unit=unit, system=value.get("system", ""))


_KEYS = {
    "token": _tokens,
    "reference": _references,
    "string": _strings,
    "date": _dates,
    "quantity": _quantities,
}


class NotUnderstood(ValueError):
    """A search that cannot be read. The sentence names the parameter, never its value."""


def moment(text: str) -> tuple[datetime, datetime]:
    """From when until when a date of FHIR lasts, by how exactly it is written; without an offset in UTC. Raises
    NotUnderstood."""
    try:
        if len(text) == 4:
            year = int(text)
            return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        if len(text) == 7:
            first = datetime.fromisoformat(f"{text}-01").replace(tzinfo=UTC)
            return first, (first + timedelta(days=32)).replace(day=1)
        at = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise NotUnderstood("this is not a date") from None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    lasts = _lasts(text)
    return aware.astimezone(UTC), aware.astimezone(UTC) + lasts


def _lasts(text: str) -> timedelta:
    if len(text) == len("2026-10-05"):
        return timedelta(days=1)
    if text.count(":") - text[19:].count(":") == 1 and text[16:17] != ":":
        return timedelta(minutes=1)
    return timedelta(milliseconds=1) if "." in text else timedelta(seconds=1)


def number(text: str) -> tuple[Decimal, Decimal, Decimal]:
    """A number with the range that its decimals stand for: 70 is from 69.5 to 70.5. Raises NotUnderstood."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NotUnderstood("this is not a number") from None
    if not value.is_finite() or len(text) > 30:
        raise NotUnderstood("this is not a number")
    exponent = value.as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1)
    return value, value - half, value + half
