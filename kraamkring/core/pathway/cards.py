"""Rule cards: what a protocol promises, read from data and checked before anything is derived from it.

A card is one promise in plain words, with its windows per edition, the source each rests on, and how sure we are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..facts.model import ContactKind, Place, Role, ScreeningKind, Step
from ..kernel import gestation
from ..kernel.working_days import NO_HOLIDAYS, Holidays
from .apart import told_apart
from .conditions import NAMES, Condition, both, compiled, excluded

Event = Literal[
    "booking", "birth", "homecoming", "readmission", "return", "loss",
    "blood_spot_done", "blood_spot_refused", "hearing_done", "hearing_refused", "hearing_refer",
]  # fmt: skip
Certainty = Literal["verified", "reading", "to be confirmed", "proposed"]
Obligation = Literal["required", "recommended", "ideal", "proposed"]
Language = Literal["nl", "fr", "de", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "fr", "de", "en")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class InFourLanguages(Strict):
    nl: str = Field(min_length=1)
    fr: str = Field(min_length=1)
    de: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def said(self, language: str) -> str:
        """The words in a language; in English where they are not written in it."""
        return str(getattr(self, language, self.en))


class Citation(Strict):
    """Where a rule stands, and what it says there, in our words."""

    id: str
    where: str
    says: str


class Evidence(Strict):
    """What makes a promise done. Exactly one."""

    contact: ContactKind | None = None
    screening: ScreeningKind | None = None
    result: ScreeningKind | None = None
    step: Step | None = None
    member: Role | None = None
    agreed: ContactKind | None = None

    @model_validator(mode="after")
    def one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("done_by names exactly one of contact, screening, result, step, member, agreed")
        return self

    @cached_property
    def pair(self) -> tuple[str, str]:
        """The kind and name: ("contact", "home_visit")."""
        kind = next(iter(self.model_fields_set))
        return kind, getattr(self, kind)


class NotBefore(Strict):
    event: Event
    days: int | None = None
    hours: float | None = None

    @model_validator(mode="after")
    def one(self) -> Self:
        if (self.days is None) == (self.hours is None):
            raise ValueError("not_before counts in days or in hours")
        return self


class ElapsedHours(Strict):
    """Hours on the clock after an event, daylight saving included. The last instant still counts.

    aims_at_working_day: a target in a weekend or on a public holiday moves to the next working day.
    or_next_working_day: an end in a weekend or on a public holiday moves to the end of the next working day.
    """

    unit: Literal["elapsed hours"]
    after: Event
    earliest: float
    target: float
    latest: float
    aims_at_working_day: bool = False
    or_next_working_day: bool = False
    not_before: NotBefore | None = None


class LocalDays(Strict):
    """Days on the wall calendar of the place of care; day 0 holds the event. `latest` is the last day that counts.

    working_days: a last day in a weekend or on a public holiday moves to the next working day, and further until so
    many working days lie between the event and the end.
    """

    unit: Literal["local days"]
    after: Event
    earliest: int
    target: int
    latest: int
    working_days: int | None = Field(default=None, ge=1)
    not_before: NotBefore | None = None


DayOfTheYear = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Season(Strict):
    """Days of the year, `09-01`: the first such season that ends on or after the day of an event. Both days count."""

    unit: Literal["season"]
    after: Event
    earliest: DayOfTheYear
    target: DayOfTheYear
    latest: DayOfTheYear
    not_before: NotBefore | None = None

    def from_day(self, day: date) -> tuple[date, date, date]:
        """The first season that has not ended before this day."""
        year = day.year - (self.latest < self.earliest)
        while True:
            first = _day_in(year, self.earliest)
            aim = _day_in(year + (self.target < self.earliest), self.target)
            last = _day_in(year + (self.latest < self.earliest), self.latest)
            if last >= day:
                return first, aim, last
            year += 1

    @model_validator(mode="after")
    def in_every_year(self) -> Self:
        for each in (self.earliest, self.target, self.latest):
            _day_in(NOT_A_LEAP_YEAR, each)
        first, target, last = self.from_day(date(NOT_A_LEAP_YEAR, 1, 1))
        if not first <= target <= last:
            raise ValueError("a window runs from earliest over target to latest")
        return self


NOT_A_LEAP_YEAR = 2001


def _day_in(year: int, day: str) -> date:
    return date(year, int(day[:2]), int(day[3:]))


class GestationalAge(Strict):
    """Weeks and days of gestation, `12+0`. The window closes as `latest` begins."""

    unit: Literal["gestational age"]
    earliest: str
    target: str
    latest: str
    not_before: NotBefore | None = None

    @cached_property
    def days(self) -> tuple[int, int, int]:
        return tuple(gestation.parse(text) for text in (self.earliest, self.target, self.latest))  # type: ignore[return-value]


class Between(Strict):
    """From one event to another; due by the second. The last instant still counts."""

    unit: Literal["between"]
    after: Event
    before: Event
    not_before: NotBefore | None = None


Window = Annotated[ElapsedHours | LocalDays | Season | GestationalAge | Between, Field(discriminator="unit")]


class PromiseRule(Strict):
    """One promise of a card: which occurrence, on which condition, in which window.

    when: all must hold; what is not known does not. unless: none may hold; what is not known does not either, so that
    only a known "no" takes away what everybody has.
    """

    ordinal: int = Field(default=1, ge=1)
    window: Window
    when: Mapping[str, Mapping[str, object]] = {}
    unless: Mapping[str, Mapping[str, object]] = {}
    obligation: Obligation = "required"
    required_when: Mapping[str, Mapping[str, object]] | None = None
    lead_hours: float = Field(ge=0)

    @model_validator(mode="after")
    def ordered(self) -> Self:
        window = self.window
        if isinstance(window, GestationalAge):
            first, target, last = window.days
        elif isinstance(window, Between | Season):
            return self
        else:
            first, target, last = window.earliest, window.target, window.latest  # type: ignore[assignment]
        if not first <= target <= last:
            raise ValueError("a window runs from earliest over target to latest")
        return self

    @cached_property
    def condition(self) -> Condition:
        return both(compiled(self.when), excluded(self.unless))

    @cached_property
    def requirement(self) -> Condition | None:
        return compiled(self.required_when) if self.required_when is not None else None

    @cached_property
    def lead(self) -> timedelta:
        return timedelta(hours=self.lead_hours)


class Edition(Strict):
    """The promises in force from a date on."""

    valid_from: date
    certainty: Certainty
    note: str = ""
    sources: tuple[Citation, ...] = Field(min_length=1)
    promises: tuple[PromiseRule, ...] = Field(min_length=1, alias="promise")


class Signature(Strict):
    """Who answers for the card. Nobody is invented: unchecked says `not reviewed`."""

    checked_by: str
    reviewed_on: date | None = None
    next_review: date
    changes: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def honest(self) -> Self:
        if (self.checked_by == "not reviewed") != (self.reviewed_on is None):
            raise ValueError("checked_by is `not reviewed`, or a name beside reviewed_on")
        return self


class Card(Strict):
    """One activity that a protocol promises.

    event: what calls for it. for_: whom. role: who answers for it. by: who may do it (the role too).
    ends_with: what ends the promise while its window is open, as a birth ends prenatal contacts.
    pauses_in_hospital: home care that waits while its subject is back in hospital.
    early_counts: done before the window opens is done. takes_the_first: a first visit is the first one that comes,
    in time or late. beside_others: what keeps it may keep another promise too, as the first day of maternity care is
    also its start. occurrence: of an event that comes again and again, the one that calls for it. scope: whom the
    source speaks of, if not of everyone.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, ignored_types=(cached_property,)
    )

    activity: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: InFourLanguages
    why: InFourLanguages
    for_: Literal["mother", "each newborn", "everyone"] = Field(alias="for")
    event: Event
    role: Role
    by: tuple[Role, ...] = ()
    done_by: Evidence
    ends_with: tuple[Event, ...] = ()
    pauses_in_hospital: bool = False
    early_counts: bool = False
    takes_the_first: bool = False
    beside_others: bool = False
    occurrence: int | None = Field(default=None, ge=1)
    scope: Literal["uncomplicated birth"] | None = None
    editions: tuple[Edition, ...] = Field(min_length=1, alias="edition")
    sign: Signature

    @model_validator(mode="after")
    def in_order(self) -> Self:
        dates = [edition.valid_from for edition in self.editions]
        if dates != sorted(set(dates)):
            raise ValueError("editions stand in the order of valid_from, each with its own date")
        for edition in self.editions:
            for one, other in combinations(edition.promises, 2):
                if one.ordinal == other.ordinal and not told_apart(
                    one.when, one.unless, other.when, other.unless
                ):
                    raise ValueError(
                        "an edition promises each ordinal once, or where both never hold together"
                    )
        return self

    def edition_on(self, day: date) -> Edition | None:
        """The edition in force on a local date, None before the first."""
        for edition in reversed(self.editions):
            if edition.valid_from <= day:
                return edition
        return None

    @cached_property
    def allowed(self) -> frozenset[str]:
        return frozenset((*self.by, self.role))


class Source(Strict):
    """A document that rules rest on. year: None for a page that does not say when it was written."""

    title: str
    publisher: str
    year: int | None = None
    where: str
    licence: str


class Expectations(Strict):
    """What is assumed while it is not yet known; a window that rests on it is never a gap."""

    place_of_birth: Place
    stay_hours_short: float
    stay_hours_classic: float
    stay_hours_unknown: float
    source: str


class Uncomplicated(Strict):
    """The births that a source speaks of: heavier than so many grams, from one gestation to another, both included."""

    above_g: int = Field(ge=0)
    from_: str = Field(alias="from")
    until: str
    certainty: Certainty
    sources: tuple[Citation, ...] = Field(min_length=1)

    @cached_property
    def days(self) -> tuple[int, int]:
        return gestation.parse(self.from_), gestation.parse(self.until)


class Bounds(Strict):
    """Where what is usual ends, in one country. last_day_at_home: of the first days, day 0 is that of birth.
    birth_overdue_days: past the due date, then somebody asks. uncomplicated: None if no card sets others apart."""

    last_day_at_home: int = Field(ge=0)
    birth_overdue_days: int = Field(ge=0)
    uncomplicated: Uncomplicated | None = None
    certainty: Certainty
    note: str
    sources: tuple[Citation, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Protocol:
    """The cards of one region. name: `be-vlg`. zone: of the place of care. called: roles, as they are named there."""

    name: str
    title: InFourLanguages
    zone: ZoneInfo
    expectations: Expectations
    bounds: Bounds
    cards: tuple[Card, ...]
    sources: Mapping[str, Source]
    called: Mapping[Role, InFourLanguages] = field(default_factory=dict)
    holidays: Holidays = NO_HOLIDAYS


def facts_named(card: Card) -> set[str]:
    """The named facts that a card's conditions ask for; every one is in conditions.NAMES."""
    asked: set[str] = set()
    for edition in card.editions:
        for promise in edition.promises:
            asked |= set(promise.when) | set(promise.unless) | set(promise.required_when or {})
    assert asked <= set(NAMES)  # noqa: S101 (compiled() has refused others)
    return asked
