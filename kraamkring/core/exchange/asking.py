"""What somebody asks in a search, understood: FHIR R4, search. Nothing is asked of any database here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ..finding import words_and_numbers
from .defining import ResourceType
from .parameters import Kind, NotUnderstood, Parameter, moment, number
from .registry import TYPES

Prefix = Literal["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"]
PREFIXED = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)", re.DOTALL)
MODIFIERS: dict[Kind, tuple[str, ...]] = {
    "token": ("not", "missing"),
    "reference": ("missing",),
    "date": ("missing",),
    "quantity": ("missing",),
    "string": ("exact", "contains", "missing"),
}
ORDINARY_COUNT, MOST_COUNT = 20, 200  # resources on a page; our choice, no client is owed more
MOST_PARAMETERS, MOST_VALUES = 40, 100  # of one search: beyond that it is no question any more
SUMMARIES = ("true", "false", "text", "data", "count")
TOTALS = ("none", "estimate", "accurate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One of the values that will do. text with system: of a token or a reference (system None: any; type, of a
    reference), or a word of a string. since, until, prefix: of a date. number, low, high, unit: of a quantity."""

    text: str | None = None
    system: str | None = None
    prefix: Prefix = "eq"
    since: datetime | None = None
    until: datetime | None = None
    number: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One condition. name: the parameter, or `_id` or `_lastUpdated`. through: of a chain, the type that the reference
    leads to, with the condition there. back: of `_has`, the type that refers to this one by the parameter `name`, with
    the condition there."""

    name: str
    kind: Kind
    modifier: str = ""
    values: tuple[Value, ...] = ()
    through: tuple[str, Filter] | None = None
    back: tuple[str, Filter] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """What comes along: of that type, where the parameter leads (or what leads here by it); target: only this type."""

    type: str
    parameter: str
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search of one type. sort: names of parameters, with whether the last comes first. ignored: what was not
    understood, by name; used: everything else as it was asked."""

    type: str
    filters: tuple[Filter, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    count: int = ORDINARY_COUNT
    summary: str = "false"
    elements: tuple[str, ...] = ()
    total: str = "none"
    include: tuple[Included, ...] = ()
    revinclude: tuple[Included, ...] = ()
    used: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()


def understand(type: str, asked: Sequence[tuple[str, str]], *, strict: bool) -> Search:
    """The search that these parameters are. What is not understood is left out and named, or refused where the
    handling is strict. Raises NotUnderstood for a value that cannot be read, whatever the handling."""
    if len(asked) > MOST_PARAMETERS:
        raise NotUnderstood("this search has too many parameters")
    of, found, used, ignored = TYPES[type], _Gathered(), [], []
    for name, text in asked:
        try:
            known = found.take(of, name, text)
        except NotUnderstood as wrong:
            raise NotUnderstood(f"{_said(name)}: {wrong}") from None
        if known:
            used.append((name, text))
        else:
            ignored.append(_said(name))
    if ignored and strict:
        raise NotUnderstood(f"{', '.join(ignored)}: {type} is not searched by this")
    return Search(
        type=type,
        filters=tuple(found.filters),
        used=tuple(used),
        ignored=tuple(ignored),
        include=tuple(found.include),
        revinclude=tuple(found.revinclude),
        **found.result,  # type: ignore[arg-type]
    )


def _said(name: str) -> str:
    """The name of a parameter as it may be said back: what somebody typed in place of a name is not repeated."""
    return name if re.fullmatch(r"[A-Za-z0-9_.:-]{1,60}", name) else "a parameter"


class _Gathered:
    """What was understood so far."""

    def __init__(self) -> None:
        self.filters: list[Filter] = []
        self.include: list[Included] = []
        self.revinclude: list[Included] = []
        self.result: dict[str, object] = {}

    def take(self, of: ResourceType, name: str, text: str) -> bool:
        """Whether this is a parameter of that type."""
        plain, _colon, modifier = name.partition(":")
        if plain in _RESULT:
            if modifier:
                return False
            self.result.update(_RESULT[plain](of, text))
        elif plain in ("_include", "_revinclude"):
            return self._along(of, plain, modifier, text)
        elif plain == "_has":
            return self._add(_has(of, modifier, text))
        elif plain == "_format":
            return not modifier
        else:
            return self._add(condition(of, name, text))
        return True

    def _add(self, filter: Filter | None) -> bool:
        if filter is not None:
            self.filters.append(filter)
        return filter is not None

    def _along(self, of: ResourceType, which: str, modifier: str, text: str) -> bool:
        type, _colon, rest = text.partition(":")
        name, _colon, target = rest.partition(":")
        refers = TYPES.get(type)
        parameter = refers.parameter(name) if refers else None
        if modifier or parameter is None or parameter.kind != "reference":
            return False
        if which == "_include":
            self.include.append(Included(type=type, parameter=name, target=target))
            return type == of.name
        if of.name not in parameter.targets:
            return False
        self.revinclude.append(Included(type=type, parameter=name, target=of.name))
        return True


def condition(of: ResourceType, name: str, text: str) -> Filter | None:
    """The condition that `name=text` is on a type; None if it has no such parameter. Raises NotUnderstood."""
    if name == "_id":
        return Filter(name=name, kind="token", values=tuple(Value(text=each) for each in _several(text)))
    if name == "_lastUpdated":
        return Filter(name=name, kind="date", values=tuple(_date(each) for each in _several(text)))
    head, dot, chained = name.partition(".")
    plain, _colon, modifier = head.partition(":")
    parameter = of.parameter(plain)
    if parameter is None:
        return None
    if dot:
        return _chain(parameter, modifier, chained, text)
    if parameter.kind == "reference" and modifier in parameter.targets:
        values = tuple(Value(text=each.rpartition("/")[2], system=modifier) for each in _several(text))
        return Filter(name=plain, kind="reference", values=values)
    if parameter.kind == "token" and modifier == "identifier":
        return None
    if modifier and modifier not in MODIFIERS[parameter.kind]:
        return None
    if modifier == "missing":
        if text not in ("true", "false"):
            raise NotUnderstood("missing is true or false")
        return Filter(name=plain, kind=parameter.kind, modifier=modifier, values=(Value(text=text),))
    values = tuple(_READ[parameter.kind](each) for each in _several(text))
    return Filter(name=plain, kind=parameter.kind, modifier=modifier, values=values)


def _chain(parameter: Parameter, type: str, chained: str, text: str) -> Filter | None:
    """`subject:Patient.name=...`: one step, to one type. Where a reference leads to several types, it must be said."""
    if parameter.kind != "reference" or "." in chained:
        return None
    targets = [each for each in parameter.targets if each in TYPES and type in ("", each)]
    knowing = [each for each in targets if condition(TYPES[each], chained, text) is not None]
    if len(knowing) != 1:
        return None
    there = condition(TYPES[knowing[0]], chained, text)
    return Filter(name=parameter.name, kind="reference", through=(knowing[0], there)) if there else None


def _has(of: ResourceType, rest: str, text: str) -> Filter | None:
    """`_has:Observation:subject:code=...`: something that refers to this one, and of which that holds."""
    type, _colon, more = rest.partition(":")
    name, _colon, asked = more.partition(":")
    other = TYPES.get(type)
    parameter = other.parameter(name) if other else None
    if other is None or parameter is None or of.name not in parameter.targets:
        return None
    there = condition(other, asked, text)
    return Filter(name=name, kind="reference", back=(type, there)) if there else None


def _several(text: str) -> list[str]:
    """The values that a comma stands between; `\\,` is a comma."""
    parts = [part.replace("\\,", ",").replace("\\|", "|") for part in re.split(r"(?<!\\),", text)]
    if not text or len(parts) > MOST_VALUES or not all(parts):
        raise NotUnderstood("there is no value, or there are too many")
    if any("\x00" in part for part in parts):
        raise NotUnderstood("this is no text")
    return parts


def _token(text: str) -> Value:
    system, bar, code = text.partition("|")
    if not bar:
        return Value(text=text)
    return Value(text=code or None, system=system)


def _reference(text: str) -> Value:
    path, _slash, id = text.rpartition("/")
    return Value(text=id, system=path.rpartition("/")[2] or None)


def _date(text: str) -> Value:
    prefix, rest = _prefixed(text)
    since, until = moment(rest)
    return Value(prefix=prefix, since=since, until=until)


def _quantity(text: str) -> Value:
    said, _bar, unit = text.partition("|")
    prefix, rest = _prefixed(said)
    value, low, high = number(rest)
    return Value(
        prefix=prefix,
        number=value,
        low=low,
        high=high,
        text=unit.rpartition("|")[2] or None if unit else None,
    )


def _string(text: str) -> Value:
    return Value(text=text, words=words_and_numbers(text))


def _prefixed(text: str) -> tuple[Prefix, str]:
    match = PREFIXED.fullmatch(text)
    prefix, rest = match.groups() if match else (None, text)
    return prefix or "eq", rest  # type: ignore[return-value]


_READ = {
    "token": _token,
    "reference": _reference,
    "date": _date,
    "quantity": _quantity,
    "string": _string,
}


def _sort(of: ResourceType, text: str) -> dict[str, object]:
    found = []
    for each in _several(text):
        name = each.removeprefix("-")
        if name not in ("_id", "_lastUpdated") and of.parameter(name) is None:
            raise NotUnderstood("this cannot be sorted by")
        found.append((name, each.startswith("-")))
    return {"sort": tuple(found)}


def _count(_of: ResourceType, text: str) -> dict[str, object]:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise NotUnderstood("this is not a number of resources")
    wanted = int(text)
    return {"count": min(wanted, MOST_COUNT)} if wanted else {"summary": "count"}


def _one_of(name: str, known: Iterable[str], text: str) -> dict[str, object]:
    if text not in known:
        raise NotUnderstood("this is none of its values")
    return {name: text}


_RESULT: dict[str, Callable[[ResourceType, str], dict[str, object]]] = {
    "_sort": _sort,
    "_count": _count,
    "_summary": lambda _of, text: _one_of("summary", SUMMARIES, text),
    "_total": lambda _of, text: _one_of("total", TOTALS, text),
    "_elements": lambda _of, text: {"elements": tuple(_several(text))},
}


def persons_named(search: Search) -> frozenset[str] | None:
    """The ids of the Patients that the answer must be about, where the search names them; None where it does not."""
    for each in search.filters:
        named = each.kind == "reference" and each.name in ("patient", "subject") and not each.modifier
        if named and not each.through and not each.back:
            return frozenset(value.text for value in each.values if value.text)
        if search.type == "Patient" and each.name == "_id":
            return frozenset(value.text for value in each.values if value.text)
    return None


def as_uuid(text: str | None) -> UUID | None:
    """The id that this text is; None for anything else: nothing of ours has such an id."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
