"""A warning chart: what a reading is held against, read from data and checked before anything is judged.

A chart says what it measures, which values can be true at all, and its rules: on which findings, which level, within
how many hours, who, and why. Numbers stand in the chart, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..pathway.cards import Certainty, Citation, InFourLanguages, Signature, Source, Strict
from ..pathway.conditions import PREDICATES
from .bilirubin import Bilirubin
from .growth import Growth
from .nappies import Nappies
from .questionnaire import Questionnaire, Scores
from .trend import Trend
from .vital_signs import VitalSigns
from .weight_loss import WeightLoss

Level = Literal["normal", "watch", "act"]
LEVELS: tuple[Level, ...] = ("normal", "watch", "act")

Measure = Annotated[
    Bilirubin | Growth | Nappies | Questionnaire | Scores | Trend | VitalSigns | WeightLoss,
    Field(discriminator="kind"),
]


class Mistaken(Strict):
    """Values that look like another unit: 100.4 where degrees Celsius are asked. remedy: what to do about it.

    unless: a field of the reading that says the value was checked, and is meant.
    """

    lowest: float
    highest: float
    looks_like: str
    remedy: str
    unless: str | None = None


class Possible(Strict):
    """Which values of a field can be true at all, both ends included."""

    lowest: float
    highest: float
    mistaken: tuple[Mistaken, ...] = ()

    @model_validator(mode="after")
    def ordered(self) -> Self:
        if self.lowest > self.highest:
            raise ValueError("possible values run from lowest to highest")
        return self


class Said(Strict):
    """The same, for a parent and for a professional."""

    parent: InFourLanguages
    professional: InFourLanguages


class Rule(Said):
    """One reason to warn. when: predicates over findings, all of which must hold. action: a key of the actions.

    within_hours: in which time; within_from says whether the source says so, or we do.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    level: Literal["watch", "act"]
    when: Mapping[str, Mapping[str, float]] = Field(min_length=1)
    action: str
    within_hours: float = Field(gt=0)
    within_from: Literal["source", "ours"]
    source: str
    certainty: Certainty

    @model_validator(mode="after")
    def known(self) -> Self:
        for predicates in self.when.values():
            for word in predicates:
                if word not in PREDICATES:
                    raise ValueError(f"{word} is no predicate; there are {', '.join(PREDICATES)}")
        return self

    def holds(self, findings: Mapping[str, float | None]) -> bool:
        """Whether every predicate holds. What was not found holds no predicate."""
        for name, predicates in self.when.items():
            value = findings.get(name)
            if value is None or not all(
                PREDICATES[word](value, wanted) for word, wanted in predicates.items()
            ):
                return False
        return True


class Action(Said):
    """What is to be done, and by whom. who: keys of the roles."""

    who: tuple[str, ...] = Field(min_length=1)


class Named(Strict):
    """A quantity in words, with its unit. decimals: how many are written; `as given`: one, where there is one."""

    unit: str = ""
    decimals: Literal[0, 1, 2, "as given"] = 0
    word: InFourLanguages

    @property
    def places(self) -> int | None:
        return None if self.decimals == "as given" else self.decimals


class Curve(Strict):
    """A line that is drawn: a column of the chart's table, the limit of a rule (`fever/highest_temperature_c`), a
    z-score, or what was found in the readings. Its numbers stand where they decide, and only there."""

    column: str | None = None
    rule: str | None = None
    z: float | None = None
    found: str | None = None
    level: Level
    word: InFourLanguages

    @model_validator(mode="after")
    def one(self) -> Self:
        given = [each for each in (self.column, self.rule, self.z, self.found) if each is not None]
        if len(given) != 1:
            raise ValueError("a curve is a column, the limit of a rule, a z-score, or what was found")
        return self


class Drawn(Strict):
    """How the chart is drawn: which value on the upright axis, against what. downwards: more is lower.

    second: another value, in a picture of its own below, against the same axis.
    """

    value: str
    across: Literal["age in hours", "age in days", "time"]
    downwards: bool = False
    curves: tuple[Curve, ...] = ()
    second: str | None = None


class Chart(Strict):
    """What a kind of reading is held against.

    edition: of the source, printed wherever the chart is used. left_out: what the chart does not judge, and why.
    normal: what is said when no rule holds.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: InFourLanguages
    about: Literal["mother", "newborn"]
    edition: str
    licence: str
    certainty: Certainty
    note: InFourLanguages
    sources: tuple[Citation, ...] = Field(min_length=1)
    left_out: tuple[InFourLanguages, ...] = ()
    measure: Measure
    names: Mapping[str, Named] = {}
    possible: Mapping[str, Possible] = {}
    rules: tuple[Rule, ...] = Field(min_length=1, alias="rule")
    normal: Said
    normal_action: str
    drawn: Drawn | None = None
    sign: Signature

    @model_validator(mode="after")
    def consistent(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if len(ids) != len(set(ids)):
            raise ValueError("a chart has each rule once")
        cited = {citation.id for citation in self.sources} | {"ours"}
        known = self.measure.findings_named
        for rule in self.rules:
            if rule.source not in cited:
                raise ValueError(f"rule {rule.id} rests on {rule.source}, which the chart does not cite")
            if (rule.source == "ours") != (rule.certainty == "proposed"):
                raise ValueError(f"rule {rule.id} is ours and proposed, or neither")
            for name in rule.when:
                if name not in known:
                    raise ValueError(
                        f"{name} is no finding of this chart; there are {', '.join(sorted(known))}"
                    )
        return self

    def limit(self, rule_and_finding: str) -> float:
        """The number that a rule holds a finding against: of `fever/highest_temperature_c` 38.0."""
        name, finding = rule_and_finding.split("/")
        predicates = next(rule for rule in self.rules if rule.id == name).when[finding]
        return next(iter(predicates.values()))

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """The rules that are not verified."""
        return tuple(rule.id for rule in self.rules if rule.certainty != "verified")


class Wording(Strict):
    """The words that all charts share: of levels, of those who act, of time, and the actions."""

    levels: Mapping[Level, InFourLanguages]
    roles: Mapping[str, InFourLanguages]
    within_hours: InFourLanguages
    within_one_hour: InFourLanguages
    within_days: InFourLanguages
    support_only: Said
    not_reviewed: InFourLanguages
    to_be_confirmed: InFourLanguages
    proposed: InFourLanguages
    words: Mapping[str, InFourLanguages]
    actions: Mapping[str, Action]


class Charts(Strict):
    """Every chart there is, the words they share, and their sources."""

    charts: Mapping[str, Chart]
    wording: Wording
    sources: Mapping[str, Source]
