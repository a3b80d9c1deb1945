"""Wet nappies and stools in 24 hours, against what a source expects by day of life."""

from __future__ import annotations

from math import inf
from typing import ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from ..kernel.errors import ImpossibleFact
from ..pathway.cards import Strict
from .finding import Document, Finding, Found, Sign, age_of


class Counted(Document):
    """What was counted over the 24 hours that end then."""

    at: AwareDatetime | None = None
    age_hours: float | None = None
    wet_nappies: int | None = None
    stools: int | None = None

    @model_validator(mode="after")
    def something(self) -> Self:
        if self.wet_nappies is None and self.stools is None:
            raise ImpossibleFact("", "nothing was counted", "Give wet_nappies, stools, or both")
        return self


class Output(Document):
    """Counts of one newborn, in any order. feeding: the source may speak of breastfed children only."""

    born_at: AwareDatetime | None = None
    feeding: Literal["breast", "formula", "mixed"] | None = None
    readings: tuple[Counted, ...]


class Expected(Strict):
    """What is expected in 24 hours from this day of life on. Day 1 is the first 24 hours."""

    from_day: int = Field(ge=1)
    wet_nappies: int = Field(ge=0)
    stools: int | None = Field(default=None, ge=0)


class Nappies(Strict):
    """The expectations by day. covers_days: the source speaks of children up to that age."""

    kind: Literal["nappies"]
    covers_days: int = Field(ge=1)
    row: tuple[Expected, ...] = Field(min_length=1)

    findings_named: ClassVar[frozenset[str]] = frozenset(
        {"wet_too_few", "stools_too_few", "wet_nappies", "day"}
    )
    document: ClassVar[type[Document]] = Output

    def found(self, document: Output) -> Found:
        """Every count beside what is expected. Raises ImpossibleFact for a child whom the source does not cover."""
        if document.feeding == "formula":
            raise ImpossibleFact(
                "feeding",
                "this source speaks of breastfed children",
                "For a child on formula there is no chart here; look at the child, and weigh it",
            )
        points = []
        for index, reading in enumerate(document.readings):
            field = f"readings[{index}]"
            at, age = age_of(field, reading.at, reading.age_hours, document.born_at)
            if age / 24 < 1:
                raise ImpossibleFact(
                    field, "the first 24 hours are not over yet", "Count when the child is a day old"
                )
            day = max(1, -int(-age // 24))  # the 24 hours that end at 48 h are day 2
            if day > self.covers_days:
                raise ImpossibleFact(
                    field, "this source ends at the age of 6 weeks", "Weigh the child instead"
                )
            points.append(self._judged(reading, day, age, at))
        points.sort(key=_order)
        assumed = () if document.feeding is not None else ("breastfed",)
        missing = tuple(name for name in ("wet_nappies", "stools") if name not in points[-1].shown)
        return Found((points[-1],), tuple(points), missing, assumed)

    def _judged(self, reading: Counted, day: int, age: float, at: object) -> Finding:
        row = [row for row in self.row if row.from_day <= day][-1]
        shown: dict[str, object] = {"day": day}
        numbers: dict[str, float | None] = {"day": day, "wet_nappies": reading.wet_nappies}
        filling: dict[str, object] = {"day": day}
        for name, counted, expected in (
            ("wet", reading.wet_nappies, row.wet_nappies),
            ("stools", reading.stools, row.stools),
        ):
            known = counted is not None and expected is not None
            numbers[f"{name}_too_few"] = expected - counted if known else None  # type: ignore[operator]
            filling |= {f"{name}_expected": expected, f"{name}_counted": counted}
        signs = []
        for name in ("wet_nappies", "stools"):
            counted = getattr(reading, name)
            if counted is not None:
                shown[name] = counted
                signs.append(Sign(name, counted))
        shown |= {"wet_nappies_expected": row.wet_nappies, "stools_expected": row.stools}
        return Finding(numbers, {**filling, "signs": tuple(signs)}, shown, at, age)  # type: ignore[arg-type]


def _order(finding: Finding) -> tuple[float, ...]:
    few = (finding.numbers[name] for name in ("wet_too_few", "stools_too_few"))
    return finding.age_hours or 0, *(-inf if each is None else each for each in few)
