"""Weight for age as a z-score, by the LMS tables of the WHO Child Growth Standards.

z = ((weight / M) ** L - 1) / (L * S). Beyond 3 standard deviations the WHO counts on in equal steps, each as wide as
that between the second and third deviation on that side.
"""

from __future__ import annotations

from datetime import date
from math import exp, log
from typing import ClassVar, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from ..kernel import gestation
from ..kernel.errors import ImpossibleFact
from ..kernel.moments import plausible
from ..pathway.cards import Strict
from .finding import Document, Finding, Found, Sign

RESTRICTED = 3  # of the WHO's method: beyond this many deviations the steps are equal


class LMS(NamedTuple):
    """The distribution of weights (kg) at one age in days: skewness, median, coefficient of variation."""

    skewness: float
    median_kg: float
    variation: float

    def weight_kg(self, z: float) -> float:
        """The weight at a z-score, by the curve itself."""
        if self.skewness == 0:
            return self.median_kg * exp(self.variation * z)
        return float(self.median_kg * (1 + self.skewness * self.variation * z) ** (1 / self.skewness))

    def z_score(self, weight_kg: float) -> float:
        """The z-score of a weight, restricted beyond 3 deviations as the WHO does."""
        if self.skewness == 0:
            z = log(weight_kg / self.median_kg) / self.variation
        else:
            z = ((weight_kg / self.median_kg) ** self.skewness - 1) / (self.skewness * self.variation)
        if abs(z) <= RESTRICTED:
            return z
        side = RESTRICTED if z > 0 else -RESTRICTED
        outer = self.weight_kg(side)
        step = abs(outer - self.weight_kg(side - side / RESTRICTED))
        return side + (weight_kg - outer) / step


class Grown(Document):
    """One weighing: the age in days, the date or the moment, and the weight in grams."""

    age_days: int | None = None
    on: date | None = None
    at: AwareDatetime | None = None
    weight_g: float


class Growing(Document):
    """Weighings of one child, in any order."""

    sex: Literal["boy", "girl", "male", "female"]
    born_on: date | None = None
    born_at: AwareDatetime | None = None
    gestation: str | None = None
    readings: tuple[Grown, ...]


class Growth(Strict):
    """The table of the standard, a row for every day of age from 0. gestation_from: born earlier is refused."""

    kind: Literal["growth"]
    table: str
    gestation_from: str
    boy: tuple[LMS, ...] = Field(min_length=1)
    girl: tuple[LMS, ...] = Field(min_length=1)

    findings_named: ClassVar[frozenset[str]] = frozenset({"z_score", "age_days"})
    document: ClassVar[type[Document]] = Growing

    def found(self, document: Growing) -> Found:
        """The z-score of every weighing. Raises ImpossibleFact for an age or a child whom the table does not cover."""
        if document.gestation is not None:
            days = gestation.parse(document.gestation, "gestation")
            if days < gestation.parse(self.gestation_from):
                raise ImpossibleFact(
                    "gestation",
                    "this table describes children born at %(least)s or later",
                    "Use a chart for children born early",
                    least=self.gestation_from,
                )
        sex = "boy" if document.sex in ("boy", "male") else "girl"
        rows = self.boy if sex == "boy" else self.girl
        weighed = []
        for index, reading in enumerate(document.readings):
            age = _age_days(f"readings[{index}]", reading, document)
            if age >= len(rows):
                raise ImpossibleFact(f"readings[{index}]", "this table ends before that age", "Check the age")
            weighed.append((age, -reading.weight_g))
        points = []
        for age, negative in sorted(weighed):
            weight = -negative
            row = rows[age]
            z = row.z_score(weight / 1000)
            points.append(
                Finding(
                    numbers={"z_score": z, "age_days": age},
                    filling={
                        "z_score": z,
                        "age_days": age,
                        "weight_g": weight,
                        "median_g": row.median_kg * 1000,
                        "signs": (Sign("weight_g", weight),),
                    },
                    shown={
                        "sex": sex,
                        "weight_g": weight,
                        "age_days": age,
                        "z_score": round(z, 2),
                        "median_g": round(row.median_kg * 1000),
                    },
                    age_hours=age * 24,
                )
            )
        assumed = () if document.gestation is not None else ("born_at_term",)
        return Found((points[-1],), tuple(points), assumed=assumed)


def _age_days(field: str, reading: Grown, document: Growing) -> int:
    """Days of age by the calendar, each date where it was written. Raises ImpossibleFact if it is not said once."""
    if sum(said is not None for said in (reading.age_days, reading.on, reading.at)) != 1:
        raise ImpossibleFact(
            field, "the age is not given once", "Give age_days; or on, or at, with the birth"
        )
    if reading.age_days is not None:
        if reading.age_days < 0:
            raise ImpossibleFact(f"{field}.age_days", "this lies before the birth", "Check it")
        return reading.age_days
    born = document.born_on or (document.born_at.date() if document.born_at else None)
    if born is None:
        raise ImpossibleFact("born_on", "this is missing", "Give it, or give age_days with each reading")
    name, day = (
        ("on", reading.on) if reading.on is not None else ("at", reading.at.date() if reading.at else born)
    )
    plausible(born, "born_on")
    plausible(day, f"{field}.{name}")
    if day < born:
        raise ImpossibleFact(f"{field}.{name}", "this lies before the birth", "Check both dates")
    return (day - born).days
