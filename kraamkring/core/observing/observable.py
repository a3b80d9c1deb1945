"""What can be observed at a visit or at home: one thing, one unit, what is possible, what is usual, on which source.

An observable is data (`packs/international/observations`), checked here. Numbers that a warning chart knows are taken
from the chart and never said twice.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ..access import Module
from ..pathway.cards import Certainty, InFourLanguages, Strict
from ..warning.chart import Mistaken

Kind = Literal["number", "count", "choice", "yes_no", "words"]
KINDS_WITH_NUMBERS = ("number", "count")
Value = float | int | str | bool
MOST_CHARACTERS = 2000  # of words; more is a document, and has its own place


class Words(InFourLanguages):
    """Words that parents read too: in Turkish and Arabic as well, where they write them themselves."""

    tr: str = ""
    ar: str = ""

    def said(self, language: str) -> str:
        """The words in a language; in English where they are not written in it."""
        return str(getattr(self, language, "") or self.en)


class Ground(Strict):
    """Where something stands: an id of the sources (`ours`: nowhere but here), the place, and what it says there."""

    id: str
    where: str = ""
    says: str = ""


class Limits(Strict):
    """From lowest to highest, both ends included; None: no limit on that side.

    mistaken: values that look like another unit. chart: the warning chart that the numbers come from; its rule, where
    they follow from the birth of the child and stand here only once that is known.
    """

    lowest: float | None = None
    highest: float | None = None
    mistaken: tuple[Mistaken, ...] = ()
    chart: str | None = None
    rule: str | None = None
    source: Ground
    certainty: Certainty

    def hold(self, value: float) -> bool:
        """Whether a value lies within."""
        return (self.lowest is None or value >= self.lowest) and (
            self.highest is None or value <= self.highest
        )

    @model_validator(mode="after")
    def ordered(self) -> Self:
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            raise ValueError("limits run from lowest to highest")
        if (self.source.id == "ours") != (self.certainty == "proposed"):
            raise ValueError("limits are ours and proposed, or neither")
        return self


class Choice(Strict):
    """One answer. code: of SNOMED CT, where the dataset gives one."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    code: str = ""
    words: Words


class Observable(Strict):
    """One thing that is observed.

    step: the smallest difference that is written. hard: outside it cannot be. soft: outside it is asked why. normal:
    what `all normal` of its block writes; None: that writes nothing here, because a number is measured or not known.
    asked: after which birth it is asked. self_report: the parents may write it themselves. step_done: the step of the
    pathway that it is the doing of, when it is written (of a yes or no: with yes).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    block: str
    about: Literal["mother", "newborn"]
    kind: Kind
    unit: str = ""
    step: float = Field(default=1, gt=0)
    hard: Limits | None = None
    soft: Limits | None = None
    choices: tuple[Choice, ...] = Field(default=(), alias="choice")
    normal: str | bool | None = None
    module: Module
    asked: Literal["any birth", "caesarean", "no caesarean"] = "any birth"
    self_report: bool = False
    step_done: Literal["weighed", "alarm_signs_explained", "vitamin_k_drops_explained"] | None = None
    words: Words
    source: Ground
    certainty: Certainty

    @model_validator(mode="after")
    def whole(self) -> Self:
        numbers = self.kind in KINDS_WITH_NUMBERS
        if numbers != (self.hard is not None) or (self.soft is not None and not numbers):
            raise ValueError("a number or a count says what is possible, and nothing else does")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice has answers, and nothing else has")
        if self.normal is not None and (numbers or self.kind == "words" or not fits(self, self.normal)):
            raise ValueError("normal is one of the answers, or yes or no")
        return self

    @property
    def places(self) -> int:
        """How many decimals are written: 1 for steps of 0.1."""
        text = f"{self.step:g}"
        return len(text.partition(".")[2])

    def choice(self, id: str) -> Choice | None:
        """The answer of this id."""
        return next((each for each in self.choices if each.id == id), None)


class Block(Strict):
    """Observables that are seen together, in the order of a visit.

    asked_from: from when on they are asked. together_hours: values within so many hours count as one set.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    about: Literal["mother", "newborn"]
    order: int
    title: Words
    asked_from: Literal["booking", "birth"]
    together_hours: float | None = None
    together_source: Ground | None = None
    observables: tuple[Observable, ...] = Field(min_length=1, alias="observable")

    @property
    def has_normal(self) -> bool:
        """Whether `all normal` would write anything."""
        return any(each.normal is not None for each in self.observables)


def fits(observable: Observable, value: object) -> bool:
    """Whether a value is of the kind that is asked; not whether it is possible."""
    if observable.kind == "yes_no":
        return isinstance(value, bool)
    if observable.kind == "choice":
        return isinstance(value, str) and observable.choice(value) is not None
    if observable.kind == "words":
        return isinstance(value, str) and bool(value.strip()) and len(value) <= MOST_CHARACTERS
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole or (observable.kind == "number" and isinstance(value, float))
