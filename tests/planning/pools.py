"""Birth pools for tests: built by hand, or random from a seed."""

from __future__ import annotations

import random
from dataclasses import replace

from kraamkring.core.planning.pool.model import (
    BirthPlace,
    OnCall,
    PoolCarer,
    PoolProblem,
    PoolRules,
    Roster,
    Wish,
)
from kraamkring.core.planning.week.model import Travel

RULES = PoolRules(
    block_begins=(7, 19),
    night_from=0,
    night_until=6,
    reach_minutes=45,
    away_hours=6,
    longest_on_call_hours=12,
    least_rest_hours=11,
    most_nights_in_a_row=3,
    most_days_on_call=7,
    days_counted=14,
    free_days_in_a_row=2,
    wanted_weighs=1,
    tolerance=0.01,
    promise_tolerance=0.05,
    changed_block_hours=24,
    travel=Travel(detour=1, km_an_hour=60, minutes_to_park=0),  # a kilometre is a minute
)
MONDAY = 0


def place(name: str = "dorp", km: float = 0.0, births: float = 1.0, days: int = 7) -> BirthPlace:
    """A place so many kilometres east of the middle, with so many births on every day."""
    return BirthPlace(name, (km, 0.0), (births,) * (days + 1))


def carer(name: str = "bea", km: float = 0.0, hours: int = 48, **more: object) -> PoolCarer:
    """A carer who lives so many kilometres east of the middle."""
    return replace(PoolCarer(name, "ring", (km, 0.0), hours), **more)  # type: ignore[arg-type]


def pool(
    carers: list[PoolCarer], places: list[BirthPlace], days: int = 7, weekday: int = MONDAY, **more: object
) -> PoolProblem:
    """A problem that begins on a Monday."""
    problem = PoolProblem(days, weekday, tuple(carers), tuple(places), RULES)
    return replace(problem, **more) if more else problem  # type: ignore[arg-type]


def roster(**blocks: tuple[int, ...]) -> Roster:
    """These carers in these blocks."""
    return Roster(tuple(sorted(OnCall(block, who) for who, theirs in blocks.items() for block in theirs)))


def random_pool(seed: int, carers: int = 6, days: int = 9) -> PoolProblem:
    """A small random pool, with wishes, days off, days worked before, and blocks of twelve or of eight hours."""
    chance = random.Random(seed)

    def spot() -> tuple[float, float]:
        return round(chance.uniform(0, 60), 1), round(chance.uniform(0, 60), 1)

    wishes = [Wish.ANY, Wish.ANY, Wish.WANTED, Wish.NEVER]
    people = [
        PoolCarer(
            f"c{number}",
            f"o{chance.randrange(3)}",
            spot(),
            chance.choice([24, 36, 48, 60]),
            chance.choice(wishes),
            chance.choice(wishes),
            frozenset(chance.sample(range(days), chance.choice([0, 1, 2]))),
            frozenset(-day for day in range(1, 14) if chance.random() < 0.2),
            chance.choice([0, 0, 5, 30]),
        )
        for number in range(carers)
    ]
    places = tuple(
        BirthPlace(f"p{number}", spot(), tuple(chance.uniform(0, 0.5) for _ in range(days + 1)))
        for number in range(5)
    )
    begins = chance.choice([(7, 19), (7, 15, 23)])
    rules = replace(RULES, block_begins=begins, longest_on_call_hours=chance.choice([12, 16, 24]))
    return PoolProblem(days, chance.randrange(7), tuple(people), places, rules)
