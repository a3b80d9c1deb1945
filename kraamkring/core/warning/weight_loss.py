"""A newborn's weight against its birth weight."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import AwareDatetime, Field

from ..kernel.errors import ImpossibleFact
from ..pathway.cards import Strict
from .finding import Document, Finding, Found, Sign, age_of, tidy


class Weighed(Document):
    """One weighing: when (at, or the age in hours), and the weight in grams."""

    at: AwareDatetime | None = None
    age_hours: float | None = None
    weight_g: float


class Weights(Document):
    """Weighings of one newborn, in any order."""

    birth_weight_g: float
    born_at: AwareDatetime | None = None
    readings: tuple[Weighed, ...]


class WeightLoss(Strict):
    """Percent of birth weight. covers_hours: the age to which the chart speaks. most_percent: a loss beyond is a
    typing error. settled_hours: the age from which a further fall counts as still losing."""

    kind: Literal["weight loss"]
    covers_hours: float = Field(gt=0)
    most_percent: float = Field(gt=0)
    settled_hours: float = Field(ge=0)

    findings_named: ClassVar[frozenset[str]] = frozenset(
        {"loss_percent", "age_hours", "still_losing", "below_birth_weight_g"}
    )
    document: ClassVar[type[Document]] = Weights

    def found(self, document: Weights) -> Found:
        """The loss at the latest weighing. Raises ImpossibleFact for an age or a loss that the chart cannot take."""
        birth = document.birth_weight_g
        weighed = []
        for index, reading in enumerate(document.readings):
            field = f"readings[{index}]"
            at, age = age_of(field, reading.at, reading.age_hours, document.born_at)
            if age > self.covers_hours:
                raise ImpossibleFact(
                    field, "this chart ends at the age of 28 days", "Use growth-who for an older baby"
                )
            if 100 * (birth - reading.weight_g) / birth > self.most_percent:
                raise ImpossibleFact(
                    f"{field}.weight_g", "so much less than the birth weight cannot be", "Check both weights"
                )
            weighed.append((age, -reading.weight_g, at))
        weighed.sort(key=lambda each: each[:2])
        points = []
        for order, (age, negative, at) in enumerate(weighed):
            weight = -negative
            younger = [-each[1] for each in weighed[:order] if each[0] < age]
            losing = age >= self.settled_hours and weight < birth and bool(younger) and weight < younger[-1]
            loss = tidy(100 * (birth - weight) / birth)
            points.append(
                Finding(
                    numbers={
                        "loss_percent": loss,
                        "age_hours": age,
                        "still_losing": float(losing),
                        "below_birth_weight_g": birth - weight,
                    },
                    filling={
                        "loss_percent": loss,
                        "gain_percent": -loss,
                        "weight_g": weight,
                        "birth_weight_g": birth,
                        "days": age / 24,
                        "signs": (Sign("weight_g", weight),),
                    },
                    shown={"weight_g": weight, "loss_percent": round(loss, 1)},
                    at=at,
                    age_hours=age,
                )
            )
        return Found((points[-1],), tuple(points))
