"""Schemes: what a method of indication says, read from data. Every number stands beside its source and certainty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import Field, model_validator

from ..facts.model import Role
from ..kernel.errors import Refusal
from ..pathway.cards import InFourLanguages, Signature, Source, Strict
from .family import Feeding
from .rules import (
    Assistance,
    Average,
    Basic,
    Bound,
    Contribution,
    Count,
    Deferred,
    Domain,
    HospitalContribution,
    IndicationMoment,
    LossRule,
    Order,
    Part,
    Reason,
    Rule,
    Span,
)
from .words import Words


class Scarcity(Strict):
    default: str
    orders: tuple[Order, ...] = Field(min_length=1, alias="order")

    @model_validator(mode="after")
    def known(self) -> Self:
        if self.default not in [order.name for order in self.orders]:
            raise ValueError("the default order is one of those there are")
        return self


class NotFound(Strict):
    """What no source gives. Said in every answer that would need it."""

    about: str
    says: InFourLanguages


class Edition(Strict):
    """A scheme as it is in force from a date on."""

    valid_from: date
    basics: tuple[Basic, ...] = Field(min_length=1, alias="basic")
    minimum: Bound
    maximum: Bound | None = None
    package_days: Count
    day_of_birth: Count
    indicated_days: Count | None = None
    legal_limits: tuple[Count, ...] = Field(default=(), alias="legal_limit")
    spread: Span
    step: Count
    most_a_day: Count
    least_a_day: Count | None = None
    parts: tuple[Part, ...] = Field(default=(), alias="part")
    reasons: tuple[Reason, ...] = Field(default=(), alias="reason")
    moments: tuple[IndicationMoment, ...] = Field(default=(), alias="moment")
    losses: tuple[LossRule, ...] = Field(default=(), alias="loss")
    deferred: Deferred | None = None
    assistance: Assistance | None = None
    may_judge: tuple[Role, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        for basic in self.basics:
            if basic.feeding_support_hours is None:
                continue
            for first in (True, False):
                parts = sum(
                    part.first_child_hours if first else part.later_child_hours for part in self.parts
                )
                if parts + basic.feeding_support_hours != basic.hours:
                    raise ValueError(f"the parts of {basic.rule} do not add up to its hours")
        if self.maximum and not self.minimum.hours <= min(basic.hours for basic in self.basics):
            raise ValueError("the least is not above the basic package")
        return self

    def basic_for(self, feeding: Feeding) -> Basic:
        return next(basic for basic in self.basics if feeding in basic.feeding)

    def legal_limit(self, day: date) -> Count | None:
        """The limit in law on a day."""
        return latest(self.legal_limits, day)


class PackageScheme(Strict):
    """A method that begins from a package of hours (LIP; the offers in Flanders)."""

    kind: Literal["package"]
    name: str
    title: InFourLanguages
    editions: tuple[Edition, ...] = Field(min_length=1, alias="edition")
    scarcity: Scarcity | None = None
    contributions: tuple[Contribution, ...] = Field(default=(), alias="contribution")
    hospital_contributions: tuple[HospitalContribution, ...] = Field(
        default=(), alias="hospital_contribution"
    )
    averages: tuple[Average, ...] = Field(default=(), alias="average")
    remarks: tuple[Rule, ...] = Field(default=(), alias="remark")
    not_found: tuple[NotFound, ...] = ()
    sign: Signature

    def edition_on(self, day: date) -> Edition:
        """The edition in force on a day. Raises Refusal before the first."""
        found = latest(self.editions, day)
        if found is None:
            raise Refusal(
                "",
                "no edition of %(name)s was in force on %(day)s; the first is of %(first)s",
                "Check the dates",
                name=self.name,
                day=f"{day:%d-%m-%Y}",
                first=f"{self.editions[0].valid_from:%d-%m-%Y}",
            )
        return found


class NeedsScheme(Strict):
    """A method that goes from needs over goals and actions to a package (KLIM). The hour table comes from outside."""

    kind: Literal["needs"]
    name: str
    title: InFourLanguages
    domains: tuple[Domain, ...] = Field(min_length=1, alias="domain")
    actions: tuple[Domain, ...] = Field(min_length=1, alias="action")
    remarks: tuple[Rule, ...] = Field(default=(), alias="remark")
    not_found: tuple[NotFound, ...] = ()
    sign: Signature


Scheme = Annotated[PackageScheme | NeedsScheme, Field(discriminator="kind")]


class Dated(Protocol):
    @property
    def valid_from(self) -> date | None: ...


Found = TypeVar("Found", bound=Dated)


def latest(dated: Iterable[Found], day: date) -> Found | None:
    """The last that is in force on a day, None before the first."""
    found = None
    for each in dated:
        if each.valid_from is not None and each.valid_from <= day:
            found = each
    return found


@dataclass(frozen=True)
class Book:
    """A scheme with the sentences it speaks in and the sources it names."""

    scheme: PackageScheme | NeedsScheme
    words: Words
    sources: Mapping[str, Source]
