"""The documents of a week: an instance in, a solution out. The format is that of the published benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ...kernel.document import read_document
from ...kernel.errors import ImpossibleFact
from ..pool.expecting import GestationTable
from .constraints import broken_rules
from .expecting import begins_of
from .model import Carer, Expected, Family, Plan, Shift, Travel, WeekProblem, WeekRules
from .objective import Objective, Part, weighted

PAGE = "docs/planning.md"

Id = Annotated[str, Field(min_length=1, max_length=200)]
Count = Annotated[int, Field(strict=True, ge=0, le=1000)]
Kilometres = Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Skill = int | str
Chance = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Strict(BaseModel):
    """A document whose unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WeekWeights(Strict):
    """What a unit of every part costs; a minute of travel costs 1."""

    extra_carer: Weight
    shortened_hour: Weight
    shortened_hour_vulnerable: Weight
    unserved_day: Weight
    unserved_day_vulnerable: Weight
    overtime_hour: Weight


class WeekFamily(Strict):
    """A family in care; xy in km."""

    id: Id
    days: tuple[Count, ...]
    hours_per_day: Count
    vulnerable: bool = False
    skill: Skill | None = None
    xy: tuple[Kilometres, Kilometres]
    previous_carers: tuple[Id, ...] = ()


class WeekExpected(Strict):
    """A family still to come; xy in km. Either the chance for each day that care begins, or when it is due."""

    id: Id
    hours_per_day: Count
    vulnerable: bool = False
    skill: Skill | None = None
    xy: tuple[Kilometres, Kilometres]
    previous_carers: tuple[Id, ...] = ()
    care_days: Count
    chances: tuple[Chance, ...] | None = None
    due_date: date | None = None
    first_birth: bool | None = None
    planned: date | None = None
    home_after_days: Count = 0


class WeekCarer(Strict):
    """A carer; xy of her home in km."""

    id: Id
    xy: tuple[Kilometres, Kilometres]
    skills: tuple[Skill, ...] = ()
    contract_hours: Count
    off_days: tuple[Count, ...] = ()
    days_worked_before: Count = 0
    days_worked_after: Count = 0


class WeekInstance(Strict):
    """One week of one region. start: the first day, needed where somebody is due."""

    days: Count
    start: date | None = None
    minimum_hours: Count
    weights: WeekWeights
    families: tuple[WeekFamily, ...]
    carers: tuple[WeekCarer, ...]
    expected: tuple[WeekExpected, ...] = ()


class WeekShift(Strict):
    """A carer with a family on a day."""

    family: Id
    day: Count
    carer: Id
    hours: Count


class WeekRoom(Strict):
    """Hours of a carer that are kept for a family still to come."""

    day: Count
    carer: Id
    hours: Count


class WeekSolution(Strict):
    """The shifts of a plan, and what room it keeps; the room is worked out anew each time."""

    shifts: tuple[WeekShift, ...]
    room: tuple[WeekRoom, ...] = ()


class TravelOfPack(Strict):
    """What a pack says about driving."""

    detour: float = Field(ge=1)
    km_an_hour: float = Field(gt=0)
    minutes_to_park: float = Field(ge=0)

    def travel(self) -> Travel:
        """How long carers drive."""
        return Travel(self.detour, self.km_an_hour, self.minutes_to_park)


class WeekRulesOfPack(TravelOfPack):
    """What a pack says about a week of work; the least hours of a care day stand in the instance."""

    most_carers: int = Field(ge=1, le=3)
    most_families_a_day: int = Field(ge=1)
    most_hours_a_day: int = Field(ge=1)
    most_days: int = Field(ge=1)
    longest_run_of_days: int = Field(ge=1)
    most_overtime_hours: int = Field(ge=0)

    def rules(self, least_hours: int) -> WeekRules:
        """The rules of one instance."""
        return WeekRules(
            least_hours=least_hours,
            most_carers=self.most_carers,
            most_families_a_day=self.most_families_a_day,
            most_hours_a_day=self.most_hours_a_day,
            most_days=self.most_days,
            longest_run_of_days=self.longest_run_of_days,
            most_overtime_hours=self.most_overtime_hours,
            travel=self.travel(),
        )


def read_week(
    text: bytes | str,
    pack: WeekRulesOfPack,
    gestation: Mapping[bool | None, GestationTable] | None = None,
) -> tuple[WeekProblem, Objective]:
    """The problem and the weighted objective of an instance. Raises ImpossibleFact, one sentence.

    gestation: when births come, for families that are expected by their due date.
    """
    said = read_document(text, _instance(), PAGE)
    if said.minimum_hours < 1:
        raise ImpossibleFact("minimum_hours", "this is too low", "The lowest is 1")
    problem = WeekProblem(
        days=said.days,
        families=tuple(_family(each, each.days) for each in said.families),
        carers=tuple(_carer(each) for each in said.carers),
        rules=pack.rules(said.minimum_hours),
        expected=tuple(
            _expected(each, f"expected[{at}]", said, gestation) for at, each in enumerate(said.expected)
        ),
    )
    return problem, objective_of(said.weights)


def read_plan(text: bytes | str, problem: WeekProblem) -> Plan:
    """A plan for this problem. Raises ImpossibleFact for the first rule that it breaks."""
    said = read_document(text, _solution(), PAGE)
    plan = Plan(tuple(Shift(each.family, each.day, each.carer, each.hours) for each in said.shifts))
    for fault in broken_rules(problem, plan):
        raise ImpossibleFact("shifts", f"the plan breaks a rule: {fault}", "Correct the plan")
    return plan


def written(plan: Plan, room: Plan | None = None) -> dict[str, object]:
    """A plan as the document of a solution; with the room that it keeps, if any family is expected."""
    said: dict[str, object] = {
        "shifts": [
            {"family": shift.family, "day": shift.day, "carer": shift.carer, "hours": shift.hours}
            for shift in sorted(plan.shifts)
        ]
    }
    if room is not None:
        kept = sorted((each.day, each.carer, each.hours) for each in room.shifts)
        said["room"] = [{"day": day, "carer": carer, "hours": hours} for day, carer, hours in kept]
    return said


@lru_cache(maxsize=1)
def _instance() -> TypeAdapter[WeekInstance]:
    return TypeAdapter(WeekInstance)


@lru_cache(maxsize=1)
def _solution() -> TypeAdapter[WeekSolution]:
    return TypeAdapter(WeekSolution)


def _expected(
    said: WeekExpected,
    where: str,
    week: WeekInstance,
    gestation: Mapping[bool | None, GestationTable] | None,
) -> Expected:
    begins = said.chances
    if begins is None:
        if said.due_date is None:
            raise ImpossibleFact(where, "it says neither chances nor a due date", "Give one of them")
        if week.start is None or gestation is None:
            raise ImpossibleFact("start", "this is missing", "Name the first day, or give chances")
        begins = begins_of(
            said.due_date,
            gestation,
            week.start,
            week.days,
            first_birth=said.first_birth,
            planned=said.planned,
            home_after_days=said.home_after_days,
        )
    return Expected(_family(said, ()), begins, said.care_days)


def _family(said: WeekFamily | WeekExpected, days: tuple[int, ...]) -> Family:
    return Family(
        id=said.id,
        place=said.xy,
        days=tuple(sorted(days)),
        hours_a_day=said.hours_per_day,
        vulnerable=said.vulnerable,
        needs=frozenset() if said.skill is None else frozenset((str(said.skill),)),
        knows=frozenset(said.previous_carers),
    )


def _carer(said: WeekCarer) -> Carer:
    return Carer(
        id=said.id,
        place=said.xy,
        skills=frozenset(str(skill) for skill in said.skills),
        contract_hours=said.contract_hours,
        days_off=frozenset(said.off_days),
        days_worked_before=said.days_worked_before,
        days_worked_after=said.days_worked_after,
    )


def objective_of(said: WeekWeights) -> Objective:
    """The weighted objective of these weights."""
    return weighted(
        {
            Part.UNSERVED_VULNERABLE: _fraction(said.unserved_day_vulnerable),
            Part.UNSERVED: _fraction(said.unserved_day),
            Part.SHORTENED_VULNERABLE: _fraction(said.shortened_hour_vulnerable),
            Part.ROOM_MISSING: _fraction(said.unserved_day),
            Part.SHORTENED: _fraction(said.shortened_hour),
            Part.EXTRA_CARERS: _fraction(said.extra_carer),
            Part.TRAVEL: Fraction(1),
            Part.OVERTIME: _fraction(said.overtime_hour),
        }
    )


def _fraction(weight: float) -> Fraction:
    return Fraction(weight).limit_denominator(1000)
