"""The answer: hours, every line of them, and what could not be said. Plain data for pages and for JSON."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ..facts.model import Role
from ..pathway.cards import Certainty, InFourLanguages, Strict
from .family import GoalState, Moment

Outcome = Literal["indicated", "to be judged", "no maternity care"]
Offer = Literal["minimal", "basic", "tailored"]


class Why(Strict):
    """A reason in words: for a parent and for a professional, and on what it rests."""

    rule: str
    parent: InFourLanguages
    professional: InFourLanguages
    source: str
    certainty: Certainty
    note: str = ""


class Line(Strict):
    """One line of the sum: what it adds or takes off, and the hours after it."""

    line: str
    hours: float
    total: float
    by: Role | None = None
    on: date | None = None
    why: Why


class ToBeJudged(Strict):
    """A reason without hours in any source. hours stays null until a professional gives them."""

    reason: str
    hours: None = None
    by: tuple[Role, ...]
    why: Why


class PartOfPackage(Strict):
    part: str
    hours: float | None
    name: InFourLanguages


class Composition(Strict):
    """The parts of the basic package, before days in hospital are taken off. They add up to `hours`."""

    of: Literal["first child", "later child", "not known"]
    hours: float
    parts: tuple[PartOfPackage, ...]
    source: str
    certainty: Certainty


class MomentOfJudging(Strict):
    moment: str
    by: tuple[Role, ...]
    before: date | None = None
    preferably_before: date | None = None
    from_day: date | None = None
    until_day: date | None = None
    only_if_asked_by: Role | None = None
    home_visit: bool | None = None
    why: Why


class DayOfCare(Strict):
    """A day of the maternity week, by its number (the date of birth is the first)."""

    day: int
    on: date | None
    hours: float
    what: Literal["care", "pause", "hospital"]


class Spreading(Strict):
    """The hours over the days. unplaced: hours that do not fit under the most a day."""

    days: int
    hours: float
    most_a_day: float
    plan: tuple[DayOfCare, ...]
    unplaced: float
    why: tuple[Why, ...]


class Limits(Strict):
    """The least and the most, and until which day."""

    least_hours: float
    most_hours: float | None
    package_days: int
    indicated_days: int | None
    legal_limit_days: int | None
    last_day_of_package: date | None
    last_day_in_law: date | None
    why: tuple[Why, ...]


class OwnContribution(Strict):
    """What the family pays itself. euro: null where no amount of that year was found."""

    year: int
    euro_per_hour: float | None
    hours: float
    euro: float | None
    hospital_euro: float | None = None
    why: tuple[Why, ...]


class Use(Strict):
    """Hours given against hours indicated."""

    indicated: float
    given: float
    difference: float
    why: Why


class Version(Strict):
    """An indication of a day, and what changed since the one before."""

    on: date | None
    moment: Moment | Literal["now"]
    hours: float | None
    change: float | None
    by: Role | None = None
    reason: str | None = None
    in_force: bool
    why: Why


class Scaled(Strict):
    """One goal and what it does to the hours that are left. hours: null where a professional must say."""

    goal: str
    part: str | None
    state: GoalState
    hours: float | None
    total: float
    by: Role | None = None
    why: Why


class Scaling(Strict):
    """The hours after goals were met or more was needed. A proposal until a professional indicates anew."""

    from_hours: float
    hours: float
    lines: tuple[Scaled, ...]
    why: tuple[Why, ...]


class NeedAnswered(Strict):
    """A need, its goals and actions, in a domain of the method."""

    need: str
    domain: str | None
    goals: tuple[str, ...]
    actions: tuple[str, ...]
    missing: tuple[Literal["domain", "goals", "actions"], ...]


class Package(Strict):
    name: str
    hours: float
    chosen: Literal["named", "by its criteria"]
    source: str


class Remark(Strict):
    about: str
    says: InFourLanguages


class Difference(Strict):
    """What another method makes of the same family, and why that differs."""

    line: str
    here: float | None
    there: float | None
    says: InFourLanguages


class Beside(Strict):
    """Two methods on one family. hours: the other one's minus this one's, where both give hours."""

    method: str
    hours: float | None
    differences: tuple[Difference, ...]
    why: Why


class Answer(Strict):
    """One family by one method."""

    format: Literal["kraamkring.indication/1"] = "kraamkring.indication/1"
    method: str
    title: InFourLanguages
    edition: date | None
    on: date
    outcome: Outcome
    offer: Offer | None
    hours: float | None
    said: InFourLanguages
    certainty: Certainty
    reviewed: bool
    checked_by: str
    lines: tuple[Line, ...] = ()
    to_be_judged: tuple[ToBeJudged, ...] = ()
    why: tuple[Why, ...] = ()
    limits: Limits | None = None
    composition: Composition | None = None
    moments: tuple[MomentOfJudging, ...] = ()
    spreading: Spreading | None = None
    scaling: Scaling | None = None
    versions: tuple[Version, ...] = ()
    own_contribution: OwnContribution | None = None
    use: Use | None = None
    needs: tuple[NeedAnswered, ...] = ()
    package: Package | None = None
    not_found: tuple[Remark, ...] = ()


class TwoMethods(Answer):
    """One family by a method, with another beside it."""

    other: Answer
    difference: Beside


class Share(Strict):
    """What one family gets of the hours there are."""

    family: str
    indicated: float
    basic: float
    minimum: float
    shielded: bool
    because: tuple[str, ...]
    hours: float
    shortened_by: float
    why: Why


class Sharing(Strict):
    """Scarce hours given out: nobody loses the least while somebody has more than the basic."""

    format: Literal["kraamkring.sharing/1"] = "kraamkring.sharing/1"
    method: str
    order: str
    there_are: float
    indicated: float
    given: float
    left: float
    enough_for: Literal["everything", "the basic of everyone", "the least of everyone", "less than the least"]
    reviewed: bool
    checked_by: str
    families: tuple[Share, ...]
    why: tuple[Why, ...]
