"""A week of maternity care: who needs care on which days, who can give it, and within which rules."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ...kernel.errors import ImpossibleFact

MOST_CARE_DAYS = 10
MOST_DAYS = 16
ROUNDING = 1e-9  # what sums of chances lose

Place = tuple[float, float]


@dataclass(frozen=True)
class Travel:
    """How long a carer drives: the straight line is made longer, driven at one speed, and the car is parked."""

    detour: float
    km_an_hour: float
    minutes_to_park: float

    def minutes(self, here: Place, there: Place) -> int:
        """One way, by car, in whole minutes; places in km."""
        return round(math.dist(here, there) * self.detour / self.km_an_hour * 60 + self.minutes_to_park)


@dataclass(frozen=True)
class WeekRules:
    """What no plan may break. The numbers come from a pack."""

    least_hours: int
    most_carers: int
    most_families_a_day: int
    most_hours_a_day: int
    most_days: int
    longest_run_of_days: int
    most_overtime_hours: int
    travel: Travel


@dataclass(frozen=True)
class Family:
    """A family in care. days: its care days, counted from the first day of the period.

    to_come: its child is not there yet. Room is kept for it, nobody is promised, and it comes after whoever is there.
    """

    id: str
    place: Place
    days: tuple[int, ...]
    hours_a_day: int
    vulnerable: bool = False
    needs: frozenset[str] = frozenset()
    knows: frozenset[str] = frozenset()
    not_by: frozenset[str] = frozenset()
    to_come: bool = False


@dataclass(frozen=True)
class Expected:
    """A family whose care is still to begin, nobody knows when. care: as it will be, without its days.

    begins: for each day of the period the chance that care begins on it; care_days: how many there will be.
    """

    care: Family
    begins: tuple[float, ...]
    care_days: int


@dataclass(frozen=True)
class Carer:
    """A carer, employed or freelance alike. contract_hours: what she gives in the period. days_worked_before,
    days_worked_after: how many days in a row she works up to the period, and from its end on."""

    id: str
    place: Place
    skills: frozenset[str]
    contract_hours: int
    days_off: frozenset[int] = frozenset()
    days_worked_before: int = 0
    days_worked_after: int = 0


@dataclass(frozen=True, order=True)
class Shift:
    """A carer with a family on a day."""

    family: str
    day: int
    carer: str
    hours: int


@dataclass(frozen=True, order=True)
class Pin:
    """A person decided: on this day this carer, or nobody."""

    family: str
    day: int
    carer: str


@dataclass(frozen=True)
class Plan:
    """The shifts of a period, in order of family and day."""

    shifts: tuple[Shift, ...] = ()

    @cached_property
    def of_carer(self) -> dict[str, tuple[Shift, ...]]:
        """The shifts of each carer, so that five hundred can be asked after one another."""
        found: dict[str, list[Shift]] = {}
        for shift in self.shifts:
            found.setdefault(shift.carer, []).append(shift)
        return {carer: tuple(shifts) for carer, shifts in found.items()}

    def hours_of(self, carer: str) -> int:
        """What a carer works in the period."""
        return sum(shift.hours for shift in self.of_carer.get(carer, ()))


@dataclass(frozen=True)
class WeekProblem:
    """One period of one region. promised: the plan that people know already; pins: what a person holds fast.

    settled_before: days before this one have passed; on them happened what was promised. expected: families still to
    come; a search looks at them only where `expecting.with_room` put them among the others.
    """

    days: int
    families: tuple[Family, ...]
    carers: tuple[Carer, ...]
    rules: WeekRules
    promised: Plan = field(default_factory=Plan)
    pins: tuple[Pin, ...] = ()
    settled_before: int = 0
    expected: tuple[Expected, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.days <= MOST_DAYS:
            raise ImpossibleFact(
                "days", "a period has 1 to %(most)s days", "Plan it in parts", most=MOST_DAYS
            )
        if not 0 <= self.settled_before <= self.days:
            raise ImpossibleFact(
                "settled_before", "this day lies outside the period", "Days go from 0", most=self.days
            )
        _once("families", (each.id for each in self.families))
        _once("carers", (each.id for each in self.carers))
        if self.expected:
            _once("expected", (each.id for each in (*self.families, *(one.care for one in self.expected))))
        for at, one in enumerate(self.expected):
            self._check_expected(f"expected[{at}]", one)
        for at, family in enumerate(self.families):
            self._check_family(f"families[{at}]", family)
        for at, carer in enumerate(self.carers):
            self._check_carer(f"carers[{at}]", carer)
        for at, pin in enumerate(self.pins):
            known = self.family_by_id.get(pin.family)
            if known is None or pin.day not in known.days or pin.carer not in self.carer_by_id:
                raise ImpossibleFact(
                    f"pins[{at}]", "it names no care day or no carer of this problem", "Correct it"
                )

    @cached_property
    def family_by_id(self) -> dict[str, Family]:
        """Families by their id."""
        return {each.id: each for each in self.families}

    @cached_property
    def carer_by_id(self) -> dict[str, Carer]:
        """Carers by their id."""
        return {each.id: each for each in self.carers}

    @cached_property
    def pinned_to(self) -> dict[tuple[str, int], frozenset[str]]:
        """Who is pinned, by family and day."""
        found: dict[tuple[str, int], frozenset[str]] = {}
        for pin in self.pins:
            key = pin.family, pin.day
            found[key] = found.get(key, frozenset()) | {pin.carer}
        return found

    @cached_property
    def passed(self) -> dict[tuple[str, int], Shift]:
        """What happened on the days that have passed, by family and day."""
        known = self.family_by_id
        return {
            (shift.family, shift.day): shift
            for shift in self.promised.shifts
            if shift.day < self.settled_before
            and shift.family in known
            and shift.day in known[shift.family].days
        }

    def able(self, carer: Carer, family: Family) -> bool:
        """Whether this carer may come to this family at all."""
        return family.needs <= carer.skills and carer.id not in family.not_by

    def minutes(self, carer: Carer, family: Family) -> int:
        """How long the carer drives to the family, one way."""
        return self.rules.travel.minutes(carer.place, family.place)

    def _check_expected(self, where: str, one: Expected) -> None:
        self._check_family(where, one.care)
        if len(one.begins) > self.days or min(one.begins, default=0) < 0 or sum(one.begins) > 1 + ROUNDING:
            raise ImpossibleFact(
                f"{where}.chances",
                "there is at most one chance for each day, and together they are at most 1",
                "Correct them",
            )
        if not 1 <= one.care_days <= MOST_CARE_DAYS:
            raise ImpossibleFact(
                f"{where}.care_days", "care lasts from 1 to %(most)s days", "Correct it", most=MOST_CARE_DAYS
            )

    def _check_family(self, where: str, family: Family) -> None:
        if len(set(family.days)) != len(family.days):
            raise ImpossibleFact(f"{where}.days", "a day stands there twice", "Name every care day once")
        if any(not 0 <= day < self.days for day in family.days):
            raise ImpossibleFact(
                f"{where}.days",
                "a care day lies outside the period",
                "Days go from 0 to %(last)s",
                last=self.days - 1,
            )
        if len(family.days) > MOST_CARE_DAYS:
            raise ImpossibleFact(
                f"{where}.days",
                "a family can have at most %(most)s care days in one period",
                "Plan a shorter period",
                most=MOST_CARE_DAYS,
            )
        if not self.rules.least_hours <= family.hours_a_day <= self.rules.most_hours_a_day:
            raise ImpossibleFact(
                f"{where}.hours_per_day",
                "hours a day go from %(least)s to %(most)s",
                "Correct them",
                least=self.rules.least_hours,
                most=self.rules.most_hours_a_day,
            )

    def _check_carer(self, where: str, carer: Carer) -> None:
        if carer.contract_hours < 0:
            raise ImpossibleFact(f"{where}.contract_hours", "hours cannot be below 0", "Correct them")
        for name in ("days_worked_before", "days_worked_after"):
            if getattr(carer, name) < 0:
                raise ImpossibleFact(f"{where}.{name}", "days cannot be below 0", "Correct them")


def _once(name: str, ids: Iterable[str]) -> None:
    twice = [each for each, times in Counter(ids).items() if times > 1]
    if twice:
        raise ImpossibleFact(name, "an id stands there twice", "Give everybody an id of their own")
