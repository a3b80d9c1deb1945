"""What is asked about a family to indicate maternity care. Frozen, and checked as it is built."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..facts.model import Role
from ..kernel import gestation
from ..kernel.errors import ImpossibleFact

Feeding = Literal["breast", "formula", "mixed", "not_decided"]
Concern = Literal[
    "unstable_family", "mother_health", "newborn_health", "feeding_problems", "psychiatric_problems",
    "antidepressants", "severe_pelvic_complaints", "heavy_blood_loss",
]  # fmt: skip
GoalState = Literal["open", "met", "needs_more"]
Moment = Literal["intake", "after_birth", "day_3", "day_8", "other"]

MOST_NEWBORNS = 6  # so many of one birth a scheme is asked about
LARGEST_HOURS = 1000  # guards against slips of the pen only; the limits of a scheme stand in its file
Hours = Annotated[float, Field(ge=0, le=LARGEST_HOURS, allow_inf_nan=False)]
Change = Annotated[float, Field(ge=-LARGEST_HOURS, le=LARGEST_HOURS, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class Told(BaseModel):
    """Something said about a family. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, ignored_types=(cached_property,))


class Judgement(Told):
    """Hours more or fewer by the judgement of a professional, who gives her role and her reason.

    about: the reason in the scheme that it answers (`feeding-problems`), or nothing.
    """

    hours: Change
    by: Role
    reason: Text
    about: str | None = None
    on: date | None = None


class Indication(Told):
    """Hours that were indicated on a day, and why they changed."""

    on: date
    hours: Hours
    moment: Moment = "other"
    by: Role | None = None
    reason: Text | None = None


class Goal(Told):
    """A goal of the maternity week, agreed with the mother. part: which part of the care works on it.

    hours: what the professional takes off (met) or adds (needs more), if she said so.
    """

    goal: Text
    part: str | None = None
    state: GoalState = "open"
    on: date | None = None
    hours: Hours | None = None
    by: Role | None = None
    reason: Text | None = None


class Need(Told):
    """A need from the conversation with the family, the goals it leads to, and what is done towards them."""

    need: Text
    domain: str | None = None
    goals: tuple[Text, ...] = ()
    actions: tuple[Text, ...] = ()


class Given(Told):
    """Hours of maternity care that were given on a day."""

    on: date
    hours: Hours


class Loss(Told):
    """The end of the pregnancy without a living child: gestation as `23+4`. living_newborns: of a multiple."""

    gestation: str
    living_newborns: Annotated[int, Field(ge=0, le=MOST_NEWBORNS)] = 0

    @model_validator(mode="after")
    def possible(self) -> Self:
        gestation.parse(self.gestation, "gestation")
        return self

    @cached_property
    def days(self) -> int:
        return gestation.parse(self.gestation)


class PackageWhen(Told):
    """Whom a package of an hour table is for. What is not said does not matter."""

    feeding: tuple[Feeding, ...] | None = None
    first_child: bool | None = None
    needs_at_least: Annotated[int, Field(ge=0, le=100)] | None = None
    newborns_at_least: Annotated[int, Field(ge=1, le=MOST_NEWBORNS)] | None = None


class Package(Told):
    name: Text
    hours: Hours
    when: PackageWhen | None = None


class HourTable(Told):
    """Hours per package, from somebody who has such a table and says whose it is."""

    source: Text
    valid_from: date | None = None
    packages: Annotated[tuple[Package, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def named_once(self) -> Self:
        names = [package.name for package in self.packages]
        if len(set(names)) != len(names):
            raise ImpossibleFact("packages", "a package stands in the table twice", "Name each package once")
        return self


class Family(Told):
    """One family, as far as it matters for the hours. Nothing is required; what is missing is said in the answer."""

    name: Text | None = None
    on: date | None = None
    due_on: date | None = None
    born_on: date | None = None
    discharged_on: date | None = None
    feeding: Feeding | None = None
    first_child: bool | None = None
    newborns: Annotated[int, Field(ge=1, le=MOST_NEWBORNS)] = 1
    place_of_birth: Literal["home", "hospital", "birth_centre", "elsewhere"] | None = None
    mode_of_birth: Literal["vaginal", "instrumental", "caesarean"] | None = None
    hospital_days: Annotated[int, Field(ge=0, le=366)] | None = None
    planned_hospital_days: Annotated[int, Field(ge=0, le=366)] | None = None
    hospital_without_medical_reason: bool | None = None
    children_at_home: tuple[Annotated[float, Field(ge=0, le=40, allow_inf_nan=False)], ...] | None = None
    informal_support: bool | None = None
    concerns: tuple[Concern, ...] = ()
    vulnerable: bool | None = None
    wishes_fewer_hours: bool | None = None
    wished_hours: Hours | None = None
    loss: Loss | None = None
    newborn_stays_in_hospital: bool | None = None
    supplementary_insurance: bool | None = None
    birth_assistance_hours: Hours | None = None
    judgements: tuple[Judgement, ...] = ()
    indications: tuple[Indication, ...] = ()
    indicated_hours: Hours | None = None
    goals: tuple[Goal, ...] = ()
    needs: tuple[Need, ...] = ()
    package: Text | None = None
    hour_table: HourTable | None = None
    given: tuple[Given, ...] = ()
    hours_given: Hours | None = None
    days: Annotated[int, Field(ge=1, le=366)] | None = None
    pause_days: tuple[Annotated[int, Field(ge=1, le=366)], ...] = ()

    @model_validator(mode="after")
    def coherent(self) -> Self:
        born, left = self.born_on, self.discharged_on
        if left and not born:
            raise ImpossibleFact("discharged_on", "there is no date of birth to count from", "Give born_on")
        if born and left and left < born:
            raise ImpossibleFact("discharged_on", "this is before the birth", "Check both dates")
        if born and left and self.hospital_days not in (None, (left - born).days):
            raise ImpossibleFact(
                "hospital_days",
                "this is not what the dates say: the day of going home is not counted",
                "Leave it out, or check the dates",
            )
        if self.place_of_birth == "home" and self.hospital_days and not left:
            raise ImpossibleFact(
                "hospital_days",
                "a birth at home has no hospital days after it",
                "Give born_on and discharged_on",
            )
        if self.wishes_fewer_hours is False and self.wished_hours is not None:
            raise ImpossibleFact(
                "wished_hours", "wishes_fewer_hours says that there is no such wish", "Drop one"
            )
        if len(set(self.concerns)) != len(self.concerns):
            raise ImpossibleFact("concerns", "a concern is named twice", "Name each once")
        if len(set(self.pause_days)) != len(self.pause_days):
            raise ImpossibleFact("pause_days", "a day is named twice", "Name each day once")
        if self.given and self.hours_given is not None:
            raise ImpossibleFact(
                "hours_given", "the hours given are listed by day already", "Give one of the two"
            )
        said = [(each.on, each.moment) for each in self.indications if each.moment != "other"]
        if len(set(said)) != len(said):
            raise ImpossibleFact(
                "indications", "one moment on one day is there twice", "Keep the one that holds"
            )
        return self

    @cached_property
    def days_in_hospital(self) -> int | None:
        """Whole days in hospital after the birth; the day of going home is not one. None: not known."""
        if self.hospital_days is not None:
            return self.hospital_days
        if self.born_on and self.discharged_on:
            return (self.discharged_on - self.born_on).days
        return 0 if self.place_of_birth == "home" else None

    @cached_property
    def is_first(self) -> bool | None:
        """Whether this is a first child; None if nobody said."""
        if self.first_child is not None:
            return self.first_child
        return False if self.children_at_home else None

    @cached_property
    def living(self) -> int:
        return self.loss.living_newborns if self.loss else self.newborns

    @cached_property
    def bereaved(self) -> bool:
        """No child of this pregnancy lives."""
        return self.loss is not None and not self.loss.living_newborns

    @cached_property
    def gave(self) -> float | None:
        if self.hours_given is not None:
            return self.hours_given
        return round(sum(each.hours for each in self.given), 2) if self.given else None


class Families(Told):
    """Several families among whom hours are to be shared. order: which of the scheme's orders of shortening."""

    families: Annotated[tuple[Family, ...], Field(min_length=1, max_length=5000)]
    order: str | None = None
