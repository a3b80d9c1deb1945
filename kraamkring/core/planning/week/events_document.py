"""The document of what happened while a plan was running: events, and what persons had pinned."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal

from pydantic import TypeAdapter

from ...kernel.document import read_document
from ...kernel.errors import ImpossibleFact
from .document import PAGE, Count, Id, Kilometres, Skill, Strict, WeekFamily
from .events import (
    Born,
    CarerSick,
    Event,
    GoesHomeEarly,
    Left,
    LostDay,
    NewFamily,
    Readmitted,
    Refused,
    ReIndicated,
    StaysLonger,
)
from .model import Family, Pin

What = Literal[
    "born",
    "carer_sick",
    "goes_home_early",
    "stays_longer",
    "readmitted",
    "hours_indicated",
    "carer_refused",
    "nobody_travels",
    "new_family",
    "left",
]


class WeekEvent(Strict):
    """One event; which fields it needs depends on what happened."""

    what: What
    family: Id | None = None
    carer: Id | None = None
    day: Count | None = None
    days: tuple[Count, ...] | None = None
    back: tuple[Count, ...] = ()
    hours_per_day: Count | None = None
    skill: Skill | None = None
    xy: tuple[Kilometres, Kilometres] | None = None
    km: Kilometres = 0.0
    care: WeekFamily | None = None


class WeekPin(Strict):
    """A person decided who comes."""

    family: Id
    day: Count
    carer: Id


class WeekEvents(Strict):
    """What happened, in its order, and what was pinned before."""

    events: tuple[WeekEvent, ...]
    pins: tuple[WeekPin, ...] = ()


def read_events(text: bytes | str) -> tuple[list[Event], tuple[Pin, ...]]:
    """Events and pins of a document. Raises ImpossibleFact, one sentence."""
    said = read_document(text, _events(), PAGE)
    events = [_event(each, f"events[{at}]") for at, each in enumerate(said.events)]
    return events, tuple(Pin(each.family, each.day, each.carer) for each in said.pins)


@lru_cache(maxsize=1)
def _events() -> TypeAdapter[WeekEvents]:
    return TypeAdapter(WeekEvents)


def _event(said: WeekEvent, where: str) -> Event:
    def need(name: str) -> Any:
        value = getattr(said, name)
        if value is None:
            raise ImpossibleFact(f"{where}.{name}", "this is missing", "Give it")
        return value

    return _READ[said.what](said, need)


def _new(said: WeekFamily) -> Family:
    return Family(
        id=said.id,
        place=said.xy,
        days=tuple(sorted(said.days)),
        hours_a_day=said.hours_per_day,
        vulnerable=said.vulnerable,
        needs=frozenset() if said.skill is None else frozenset((str(said.skill),)),
        knows=frozenset(said.previous_carers),
    )


def _born(said: WeekEvent, need: Callable[[str], Any]) -> Event:
    skill = frozenset() if said.skill is None else frozenset((str(said.skill),))
    return Born(need("family"), tuple(sorted(set(need("days")))), said.hours_per_day, skill)


_READ: dict[str, Callable[[WeekEvent, Callable[[str], Any]], Event]] = {
    "born": _born,
    "carer_sick": lambda _, need: CarerSick(need("carer"), need("days")),
    "goes_home_early": lambda _, need: GoesHomeEarly(need("family"), need("day")),
    "stays_longer": lambda _, need: StaysLonger(need("family"), need("day")),
    "readmitted": lambda said, need: Readmitted(need("family"), need("days"), said.back),
    "hours_indicated": lambda _, need: ReIndicated(need("family"), need("hours_per_day")),
    "carer_refused": lambda _, need: Refused(need("family"), need("carer")),
    "nobody_travels": lambda said, need: LostDay(need("day"), said.xy, said.km),
    "new_family": lambda _, need: NewFamily(_new(need("care"))),
    "left": lambda _, need: Left(need("family")),
}
