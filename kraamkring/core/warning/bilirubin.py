"""Bilirubin by age in hours, against the rows of a published table.

Between two rows the earlier row holds: the threshold never stands higher than the source says, and nothing is
interpolated that the source does not say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from ..kernel import gestation
from ..kernel.errors import ImpossibleFact
from ..pathway.cards import Strict
from .finding import Document, Finding, Found, Sign, age_of, tidy


class Measured(Document):
    """One measurement, or one look at the skin. method: how it was measured; unit_checked: a low value is meant."""

    at: AwareDatetime | None = None
    age_hours: float | None = None
    bilirubin_umol_l: float | None = None
    bilirubin_mg_dl: float | None = None
    method: Literal["serum", "transcutaneous"] | None = None
    jaundice_visible: bool | None = None
    unit_checked: bool = False

    @model_validator(mode="after")
    def something(self) -> Self:
        if self.bilirubin_umol_l is not None and self.bilirubin_mg_dl is not None:
            raise ImpossibleFact("bilirubin_mg_dl", "the bilirubin is given twice", "Give it in one unit")
        if self.bilirubin_umol_l is None and self.bilirubin_mg_dl is None and self.jaundice_visible is None:
            raise ImpossibleFact("", "nothing was measured", "Give bilirubin_umol_l, or jaundice_visible")
        return self


class Newborn(Document):
    """Measurements of one newborn, in any order. The last two fields: does a risk factor of the guideline apply?"""

    gestation: str
    born_at: AwareDatetime | None = None
    readings: tuple[Measured, ...]
    sibling_had_phototherapy: bool | None = None
    exclusively_breastfed: bool | None = None


class Row(Strict):
    """From this age on, these thresholds. A level above a threshold, not at it, calls for the treatment."""

    from_hours: float = Field(ge=0)
    phototherapy_umol_l: float = Field(gt=0)
    exchange_umol_l: float = Field(gt=0)


class Bilirubin(Strict):
    """The table. gestation_from: the source speaks of children born then or later; others are refused.

    covers_hours: the source speaks of children younger than this.
    """

    kind: Literal["bilirubin"]
    gestation_from: str
    covers_hours: float = Field(gt=0)
    umol_l_in_one_mg_dl: float = Field(gt=0)
    row: tuple[Row, ...] = Field(min_length=1)

    findings_named: ClassVar[frozenset[str]] = frozenset(
        {
            "age_hours", "over_phototherapy_umol_l", "over_exchange_umol_l", "jaundice_visible", "by_meter",
            "bilirubin_umol_l", "measured", "risk_factor",
        }
    )  # fmt: skip
    document: ClassVar[type[Document]] = Newborn

    @model_validator(mode="after")
    def in_order(self) -> Self:
        ages = [row.from_hours for row in self.row]
        if ages != sorted(set(ages)) or ages[0] != 0:
            raise ValueError("the rows of the table stand in the order of age, the first at birth")
        return self

    def row_at(self, age_hours: float) -> Row:
        """The row that holds at an age: the last one reached."""
        return [row for row in self.row if row.from_hours <= age_hours][-1]

    def found(self, document: Newborn) -> Found:
        """Every measurement beside its row. Raises ImpossibleFact for a child whom the source does not cover."""
        days = gestation.parse(document.gestation, "gestation")
        if days < gestation.parse(self.gestation_from):
            raise ImpossibleFact(
                "gestation",
                "the table of this source covers children born at %(least)s or later, and no other",
                "Ask the paediatrician, who has the curve for this gestation",
                least=self.gestation_from,
            )
        risk = _risk(document)
        points = []
        for index, reading in enumerate(document.readings):
            field = f"readings[{index}]"
            at, age = age_of(field, reading.at, reading.age_hours, document.born_at)
            if age >= self.covers_hours:
                raise ImpossibleFact(
                    field, "this source covers children under 28 days old", "Ask the general practitioner"
                )
            value = reading.bilirubin_umol_l
            if reading.bilirubin_mg_dl is not None:
                value = tidy(reading.bilirubin_mg_dl * self.umol_l_in_one_mg_dl)
            row = self.row_at(age)
            numbers: dict[str, float | None] = {
                "age_hours": age,
                "bilirubin_umol_l": value,
                "measured": float(value is not None),
                "over_phototherapy_umol_l": None if value is None else tidy(value - row.phototherapy_umol_l),
                "over_exchange_umol_l": None if value is None else tidy(value - row.exchange_umol_l),
                "jaundice_visible": None
                if reading.jaundice_visible is None
                else float(reading.jaundice_visible),
                "by_meter": float(reading.method == "transcutaneous"),
                "risk_factor": float(risk),
            }
            filling = {
                "age_hours": age,
                "phototherapy_umol_l": row.phototherapy_umol_l,
                "exchange_umol_l": row.exchange_umol_l,
                "row_hours": row.from_hours,
            }
            shown: dict[str, object] = {"age_hours": round(age, 2)}
            if value is not None:
                filling["bilirubin_umol_l"] = value
                shown["bilirubin_umol_l"] = round(value, 1)
            if reading.method is not None:
                shown["method"] = reading.method
            if reading.jaundice_visible is not None:
                shown["jaundice_visible"] = reading.jaundice_visible
            shown |= {
                "phototherapy_umol_l": row.phototherapy_umol_l,
                "exchange_umol_l": row.exchange_umol_l,
            }
            signs = () if value is None else (Sign("bilirubin_umol_l", value),)
            points.append(Finding(numbers, {**filling, "signs": signs}, shown, at, age))
        points.sort(key=_order)
        decisive = _decisive(points)
        missing = () if any(point.numbers["measured"] for point in points) else ("bilirubin_umol_l",)
        unasked = document.sibling_had_phototherapy is None or document.exclusively_breastfed is None
        assumed = ("risk_factor",) if unasked and risk else ()
        return Found(decisive, tuple(points), missing, assumed)


def _risk(document: Newborn) -> bool:
    """Whether a risk factor applies. What was not asked counts as if it did: it only brings the repeat forward."""
    return document.sibling_had_phototherapy is not False or document.exclusively_breastfed is not False


def _order(finding: Finding) -> tuple[float, float, float]:
    numbers = finding.numbers
    return numbers["age_hours"] or 0, numbers["bilirubin_umol_l"] or 0, numbers["jaundice_visible"] or 0


def _decisive(points: list[Finding]) -> tuple[Finding, ...]:
    """The latest measurement, and the latest look at the skin; a measurement since that look answers for it."""
    measured = [point for point in points if point.numbers["measured"]]
    looked = [point for point in points if point.numbers["jaundice_visible"] is not None]
    decisive = measured[-1:]
    if looked:
        look = looked[-1]
        since = any((each.age_hours or 0) >= (look.age_hours or 0) for each in measured)
        own = {"measured": float(since), "over_phototherapy_umol_l": None, "over_exchange_umol_l": None}
        decisive.append(replace(look, numbers={**look.numbers, **own, "bilirubin_umol_l": None}))
    return tuple(decisive)
