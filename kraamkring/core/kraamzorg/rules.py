"""The rules that a scheme is made of: each number beside its source and its certainty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from ..facts.model import Role
from ..kernel import gestation
from ..pathway.cards import Certainty, Strict
from .family import Concern, Feeding

Level = Literal["minimum", "basic", "indicated"]
Whom = Literal["shielded", "others", "everyone"]


class Rule(Strict):
    """One rule: its code (also the code of its sentences), on what it rests, and how sure that is."""

    rule: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    source: str
    where: str
    certainty: Certainty
    note: str = ""


class Basic(Rule):
    """The package of hours for a way of feeding, and what each day in hospital takes off it."""

    feeding: tuple[Feeding, ...] = Field(min_length=1)
    hours: float = Field(gt=0)
    feeding_support_hours: float | None = Field(default=None, ge=0)
    per_hospital_day_hours: float | None = Field(default=None, gt=0)


class Bound(Rule):
    hours: float = Field(gt=0)


class Part(Rule):
    """A part of the basic package: hours with a first child, and with a later one."""

    part: str
    first_child_hours: float = Field(ge=0)
    later_child_hours: float = Field(ge=0)


class Count(Rule):
    """A number of days, or of hours a day."""

    days: int | None = Field(default=None, ge=0)
    hours: float | None = Field(default=None, gt=0)
    valid_from: date | None = None


class Span(Rule):
    least_days: int = Field(ge=1)
    most_days: int = Field(ge=1)


class ChildrenAtHome(Strict):
    """At least so many other children, younger than an age, or up to and with it, in years."""

    at_least: int = Field(ge=1)
    younger_than: float | None = None
    up_to: float | None = None

    @model_validator(mode="after")
    def one(self) -> Self:
        if (self.younger_than is None) == (self.up_to is None):
            raise ValueError("an age is either younger_than or up_to")
        return self

    def met_by(self, ages: Iterable[float]) -> bool:
        counted = [
            age
            for age in ages
            if (self.younger_than is not None and age < self.younger_than)
            or (self.up_to is not None and age <= self.up_to)
        ]
        return len(counted) >= self.at_least


class Reason(Rule):
    """A reason for more hours. Hours that no source gives are not there: then a professional judges.

    valid_from: where a reason is younger than its edition. hours_per_day: for each day of the package at home.
    shields: such a family is the last to be shortened.
    """

    valid_from: date | None = None
    children: ChildrenAtHome | None = None
    newborns_at_least: int | None = Field(default=None, ge=2)
    no_informal_support: bool = False
    concern: Concern | None = None
    hours_per_day: float | None = Field(default=None, gt=0)
    shields: bool = False

    @model_validator(mode="after")
    def one(self) -> Self:
        given = (self.children, self.newborns_at_least, self.no_informal_support or None, self.concern)
        if sum(each is not None for each in given) != 1:
            raise ValueError(
                "a reason has exactly one of children, newborns_at_least, no_informal_support, concern"
            )
        return self


class IndicationMoment(Rule):
    """When the hours are judged: before a gestation, or on a day of the maternity week."""

    moment: str
    preferably_before: str | None = None
    before: str | None = None
    day: int | None = None
    until_day: int | None = None
    by: tuple[Role, ...] = Field(min_length=1)
    only_if_asked_by: Role | None = None
    home_visit_for_first_child: bool = False

    @model_validator(mode="after")
    def possible(self) -> Self:
        for said in (self.preferably_before, self.before):
            if said is not None:
                gestation.parse(said)
        return self


class LossRule(Rule):
    """What is given after a loss from a gestation on."""

    from_gestation: str
    gives: Literal["as usual", "judged", "none"]

    @cached_property
    def from_days(self) -> int:
        return gestation.parse(self.from_gestation)


class Deferred(Rule):
    """Care put off while a newborn is in hospital."""

    most_hours: float = Field(gt=0)
    least_days: int
    most_days: int


class Assistance(Rule):
    """Whether hours of help at the birth itself count towards the most and towards the least."""

    counts_to_maximum: bool
    counts_to_minimum: bool


class Contribution(Rule):
    """Own contribution in euro for each hour, in a year."""

    year: int
    euro_per_hour: float = Field(gt=0)


class HospitalContribution(Rule):
    """Own contribution for a birth in hospital without a medical reason, a day, in a year."""

    year: int
    mother_euro_per_day: float = Field(gt=0)
    newborn_euro_per_day: float = Field(gt=0)


class Average(Rule):
    """What families got on average in a year: a figure to compare with, never a rule."""

    year: int
    hours_per_family: float
    families: int


class Step(Strict):
    """Whom the next hours go to, and up to what."""

    to: Level
    whom: Whom


class Order(Rule):
    """An order in which scarce hours are given out; the last step is the first to be shortened."""

    name: str
    steps: tuple[Step, ...] = Field(min_length=1)


class Domain(Rule):
    """A field of needs in the conversation with the family."""

    domain: str
