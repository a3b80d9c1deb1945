"""The mother's vital signs by coloured bands: one red or two yellow call somebody (MEOWS)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import AwareDatetime, model_validator

from ..kernel.errors import ImpossibleFact
from ..pathway.cards import Strict
from ..pathway.conditions import PREDICATES
from .finding import Document, Finding, Found, Sign

Consciousness = Literal["alert", "voice", "pain", "unresponsive"]
SIGNS = (
    "temperature_c",
    "pulse_per_min",
    "respirations_per_min",
    "systolic_mmhg",
    "diastolic_mmhg",
    "oxygen_saturation_percent",
    "consciousness",
)


class Observation(Document):
    """One set of vital signs; what was not measured is left away."""

    at: AwareDatetime | None = None
    temperature_c: float | None = None
    pulse_per_min: float | None = None
    respirations_per_min: float | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    oxygen_saturation_percent: float | None = None
    consciousness: Consciousness | None = None

    @model_validator(mode="after")
    def possible(self) -> Self:
        if all(getattr(self, sign) is None for sign in SIGNS):
            raise ImpossibleFact("", "no vital sign is given", f"Give at least one of {', '.join(SIGNS)}")
        if (
            self.systolic_mmhg is not None
            and self.diastolic_mmhg is not None
            and self.diastolic_mmhg >= self.systolic_mmhg
        ):
            raise ImpossibleFact(
                "diastolic_mmhg",
                "this is not lower than systolic_mmhg",
                "Check whether the two were exchanged",
            )
        return self


class Observations(Document):
    """Sets of vital signs of one mother, in any order."""

    readings: tuple[Observation, ...]


class Band(Strict):
    """The values of one sign that are red, or yellow."""

    sign: str
    colour: Literal["red", "yellow"]
    when: Mapping[str, float | str]

    @model_validator(mode="after")
    def known(self) -> Self:
        if self.sign not in SIGNS or not self.when or not set(self.when) <= set(PREDICATES):
            raise ValueError(f"a band says which sign and how: {', '.join(SIGNS)}")
        return self

    def holds(self, value: float | str) -> bool:
        return all(PREDICATES[word](value, wanted) for word, wanted in self.when.items())


class VitalSigns(Strict):
    """Coloured bands. The latest set decides; of sets at the same instant the worst does."""

    kind: Literal["vital signs"]
    band: tuple[Band, ...]

    findings_named: ClassVar[frozenset[str]] = frozenset({"reds", "yellows"})
    document: ClassVar[type[Document]] = Observations

    def found(self, document: Observations) -> Found:
        """The colours of every set. Raises ImpossibleFact if several sets do not say when."""
        readings = document.readings
        if len(readings) > 1:
            for at, reading in enumerate(readings):
                if reading.at is None:
                    raise ImpossibleFact(
                        f"readings[{at}].at",
                        "this is missing",
                        "With more than one reading, say when each was",
                    )
        points = sorted((self._judged(reading) for reading in readings), key=_when_and_how_bad)
        latest = points[-1]
        measured = {sign for sign in SIGNS if latest.shown.get(sign) is not None}
        return Found((latest,), tuple(points), tuple(sign for sign in SIGNS if sign not in measured))

    def _judged(self, reading: Observation) -> Finding:
        given = {sign: getattr(reading, sign) for sign in SIGNS if getattr(reading, sign) is not None}
        colours: dict[str, list[Sign]] = {"red": [], "yellow": []}
        for sign, value in given.items():
            held = {band.colour for band in self.band if band.sign == sign and band.holds(value)}
            if held:
                colours["red" if "red" in held else "yellow"].append(Sign(sign, value))
        return Finding(
            numbers={"reds": len(colours["red"]), "yellows": len(colours["yellow"])},
            filling={
                "red_signs": tuple(colours["red"]),
                "yellow_signs": tuple(colours["yellow"]),
                "signs": tuple(Sign(*each) for each in given.items()),
            },
            shown=given,
            at=reading.at,
        )


def _when_and_how_bad(finding: Finding) -> tuple[float, float, float]:
    moment = finding.at.timestamp() if finding.at else 0.0
    return moment, finding.numbers["reds"] or 0, finding.numbers["yellows"] or 0
