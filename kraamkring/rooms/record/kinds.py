"""Which kinds of entry there are: each list of the core's facts, and each of its single facts.

The vocabulary is read off `core.facts`, so that a new list of facts is a new kind of entry without a line here.
Not entries: `booked_on` and `region` (columns of the episode) and `mother_number` (a number of a person, in `people`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from kraamkring.core.facts import LISTS, Fact, Preferences, PregnancyFacts
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import start_of_day

Value = Fact | Preferences | int | str
T = TypeVar("T")

SINGLE = ("expected_newborns", "earlier_births", "course", "mother_condition", "preferences")
KINDS = (*LISTS, *SINGLE)
_HINTS = get_type_hints(PregnancyFacts)
_KIND_OF: dict[type, str] = {get_args(_HINTS[kind])[0]: kind for kind in LISTS}
_FACTS = {*LISTS, "preferences"}  # the kinds whose values are dataclasses

OF_THE_ENTRY = {"id", "corrects", "recorded_at", "recorded_by"}  # columns, not payload
NUMBER = "number"  # of a birth: kept in `people`, never in a payload
_WHEN = ("at", "born_at", "start", "set_on", "on", "accepted_on", "until")  # the first that a fact has


def kind_of(fact: Fact | Preferences) -> str:
    """The kind that a fact is an entry of."""
    return "preferences" if isinstance(fact, Preferences) else _KIND_OF[type(fact)]


def class_of(kind: str) -> type[Fact | Preferences]:
    """The dataclass of the values of a kind. Raises KeyError for one whose values are bare (`course`)."""
    if kind not in _FACTS:
        raise KeyError(kind)
    found: type[Fact | Preferences] = Preferences if kind == "preferences" else get_args(_HINTS[kind])[0]
    return found


def fitting(kind: str, value: Value) -> str:
    """The kind, read off the value where none is given. Raises Refusal if there is no such kind, or if the value is
    of another one."""
    own = kind_of(value) if isinstance(value, Fact | Preferences) else None
    kind = kind or own or ""
    if kind not in KINDS:
        raise Refusal("kind", "there is no such kind of entry", f"Write one of {', '.join(KINDS)}")
    if own != (kind if kind in _FACTS else None):
        raise Refusal("value", f"this is not an entry of the kind {kind}", "Give a value of that kind")
    return kind


def payload(kind: str, value: Value) -> dict[str, Any]:
    """The content of an entry as JSON: without what its columns hold, without empty fields, without numbers.
    Raises Refusal for text with characters that cannot be stored."""
    if not isinstance(value, Fact | Preferences):
        return {"value": value}
    dumped: dict[str, Any] = _adapter(kind).dump_python(value, mode="json", exclude_none=True)
    hidden = OF_THE_ENTRY | ({NUMBER} if kind == "births" else set())
    return {name: storable(name, content) for name, content in dumped.items() if name not in hidden}


def storable(name: str, content: T) -> T:
    """The content. Raises Refusal for text that PostgreSQL cannot hold (the character NUL)."""
    if isinstance(content, str) and "\0" in content:
        raise Refusal(name, "this text holds a character that cannot be stored", "Type it again")
    return content


@lru_cache(maxsize=64)
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(class_of(kind))


def slot_of(value: Value) -> str | None:
    """The one subject that a fact is about; None for several, or for the pregnancy as a whole."""
    if newborn := getattr(value, "newborn", None):
        return str(newborn)
    who = getattr(value, "who", None)
    if isinstance(who, str):
        return who
    return str(who[0]) if who and len(who) == 1 else None


def effective_at(value: Value, zone: str, otherwise: datetime) -> datetime:
    """When the fact was true: its own instant, or the start of its local day; or `otherwise`."""
    for name in _WHEN:
        moment = getattr(value, name, None)
        if isinstance(moment, datetime):
            return moment.astimezone(UTC)
        if isinstance(moment, date):
            return start_of_day(moment, ZoneInfo(zone))
    return otherwise


def entry_id(episode_id: UUID, name: str) -> UUID:
    """The id of the entry that a document calls `name`: the same document gives the same id, here and always."""
    try:
        return UUID(name)
    except ValueError:
        return uuid5(episode_id, name)
