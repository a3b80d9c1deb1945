"""What a measurement comes to, before any rule is asked: named numbers, and what the words about it need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from ..kernel.errors import ImpossibleFact
from ..kernel.moments import HOUR


class Document(BaseModel):
    """Something that was sent in: every field known, every type its own, nothing endless."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Sign:
    """A named quantity with its value, said as `temperature 38.4 °C`."""

    name: str
    value: float | str


@dataclass(frozen=True)
class Finding:
    """One reading, judged by its numbers. numbers: what rules may ask; None is not known.

    filling: what fills the words. shown: the reading as it was given. at, age_hours: when, if that was said.
    """

    numbers: Mapping[str, float | None]
    filling: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    age_hours: float | None = None


@dataclass(frozen=True)
class Found:
    """All that was found. decisive: what the level rests on. points: each reading by itself, oldest first.

    not_measured: what is missing from it. assumed: what was not said and is taken for the worse.
    """

    decisive: tuple[Finding, ...]
    points: tuple[Finding, ...]
    not_measured: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


class Measured(Protocol):
    """A kind of chart: which document it reads, which findings it has."""

    @property
    def findings_named(self) -> frozenset[str]: ...

    def found(self, document: Any) -> Found: ...


def hours_between(start: datetime, end: datetime) -> float:
    """Elapsed hours on the clock."""
    return (end - start) / HOUR


def tidy(value: float) -> float:
    """Without the dust of binary fractions: 2.3000000000000003 is 2.3."""
    return round(value, 6)


def age_of(
    field: str, at: datetime | None, age_hours: float | None, born_at: datetime | None
) -> tuple[datetime | None, float]:
    """The moment, if it is known, and the age in hours of one reading. Raises ImpossibleFact if neither was said."""
    if at is not None and age_hours is not None:
        raise ImpossibleFact(field, "both at and age_hours are given", "Give one of them")
    if age_hours is not None:
        return (born_at + HOUR * age_hours if born_at else None), tidy(age_hours)
    if at is None:
        raise ImpossibleFact(field, "this has no time", "Give at, or age_hours")
    if born_at is None:
        raise ImpossibleFact("born_at", "this is missing", "Give it, or give age_hours with each reading")
    if at < born_at:
        raise ImpossibleFact(f"{field}.at", "this lies before the birth", "Check both")
    return at, tidy(hours_between(born_at, at))
