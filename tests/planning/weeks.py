"""Weeks for tests: built by hand, or random from a seed. None of them is a published instance."""

from __future__ import annotations

import random
from dataclasses import replace

from kraamkring.core.planning.week.events import (
    Born,
    CarerSick,
    Event,
    GoesHomeEarly,
    Left,
    LostDay,
    NewFamily,
    Readmitted,
    Refused,
    ReIndicated,
    StaysLonger,
)
from kraamkring.core.planning.week.model import Carer, Family, Plan, Shift, Travel, WeekProblem, WeekRules
from kraamkring.core.planning.week.objective import Objective, Part, weighted

RULES = WeekRules(
    least_hours=3,
    most_carers=3,
    most_families_a_day=2,
    most_hours_a_day=8,
    most_days=6,
    longest_run_of_days=5,
    most_overtime_hours=6,
    travel=Travel(detour=1, km_an_hour=60, minutes_to_park=0),  # a kilometre is a minute
)
WEIGHTS: Objective = weighted(
    {
        Part.UNSERVED_VULNERABLE: 6000,
        Part.UNSERVED: 1500,
        Part.SHORTENED_VULNERABLE: 160,
        Part.SHORTENED: 40,
        Part.EXTRA_CARERS: 90,
        Part.TRAVEL: 1,
        Part.OVERTIME: 20,
        Part.CHANGES: 10,
    }
)


def family(name: str = "an", days: tuple[int, ...] = (0, 1, 2), hours: int = 5, **more: object) -> Family:
    """A family at the middle of the region."""
    return replace(Family(name, (0.0, 0.0), days, hours), **more)  # type: ignore[arg-type]


def carer(name: str = "bea", km: float = 10.0, contract: int = 30, **more: object) -> Carer:
    """A carer who lives so many kilometres east of the middle."""
    return replace(Carer(name, (km, 0.0), frozenset(), contract), **more)  # type: ignore[arg-type]


def week(families: list[Family], carers: list[Carer], days: int = 8, **more: object) -> WeekProblem:
    """A problem of a week and a day."""
    problem = WeekProblem(days, tuple(families), tuple(carers), RULES)
    return replace(problem, **more) if more else problem  # type: ignore[arg-type]


def shifts(family: str, carer: str, hours: int, *days: int) -> tuple[Shift, ...]:
    """The same carer on these days."""
    return tuple(Shift(family, day, carer, hours) for day in days)


def plan(*parts: tuple[Shift, ...]) -> Plan:
    """These shifts together."""
    return Plan(tuple(sorted(shift for part in parts for shift in part)))


def random_week(seed: int, families: int = 6, carers: int = 5, days: int = 5) -> WeekProblem:
    """A small random week, often short of carers, with skills, people known, days off, and rows of days that began
    before or go on after."""
    chance = random.Random(seed)

    def place() -> tuple[float, float]:
        return round(chance.uniform(0, 30), 2), round(chance.uniform(0, 30), 2)

    names = [f"c{number}" for number in range(carers)]
    told = []
    for number in range(families):
        length = chance.randint(1, days)
        begins = chance.randint(0, days - length)
        told.append(
            Family(
                f"f{number}",
                place(),
                tuple(range(begins, begins + length)),
                chance.choice([3, 4, 5, 6]),
                vulnerable=chance.random() < 0.3,
                needs=frozenset(chance.sample(["caesarean", "arabic"], chance.choice([0, 0, 1]))),
                knows=frozenset(chance.sample(names, chance.choice([0, 0, 1, 2]))),
                not_by=frozenset(chance.sample(names, chance.choice([0, 0, 0, 1]))),
            )
        )
    people = [
        Carer(
            name,
            place(),
            frozenset(each for each in ("caesarean", "arabic") if chance.random() < 0.6),
            chance.choice([6, 12, 18, 24]),
            frozenset(chance.sample(range(days), chance.choice([0, 1, 2]))),
            chance.choice([0, 0, 2, 4, 5]),
            chance.choice([0, 0, 0, 2, 4]),
        )
        for name in names
    ]
    return WeekProblem(days, tuple(told), tuple(people), RULES)


def random_events(seed: int, problem: WeekProblem, told: Plan, today: int, number: int = 1) -> list[Event]:
    """Events that can happen to this plan from today on, every kind of them."""
    chance = random.Random(seed)
    days = range(today, problem.days)
    found: list[Event] = []
    for at in range(number):
        one = chance.choice(problem.families)
        begins = chance.choice(days)
        some = tuple(range(begins, min(problem.days, begins + chance.randint(1, 4))))
        someone = chance.choice(told.shifts).carer if told.shifts else problem.carers[0].id
        ways: list[Event] = [
            Born(one.id, some),
            Born(one.id, some, hours_a_day=chance.choice([4, 6]), needs=frozenset({"caesarean"})),
            CarerSick(someone, some),
            GoesHomeEarly(one.id, begins),
            StaysLonger(one.id, begins),
            Readmitted(one.id, some, (problem.days - 1,)),
            ReIndicated(one.id, chance.choice([3, 4, 6])),
            Refused(one.id, someone),
            LostDay(begins),
            LostDay(begins, one.place, 8.0),
            NewFamily(Family(f"new{at}", one.place, some, 5, vulnerable=chance.random() < 0.3)),
            Left(one.id),
        ]
        found.append(chance.choice(ways))
    return found
