"""A made-up nation on real places: the same for the same seed."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from ..week.model import Carer, Family, Place, WeekRules
from ..week.objective import Objective
from .cutting import Town, cut
from .model import Nation, Region

DAYS_A_YEAR = 365
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Shape:
    """How many there are, and what they are like: each mapping says with which chance."""

    days: int
    taking_care: float
    care_days: int
    carers: int
    most_families_a_region: int
    reach_over_border_km: float
    hours_a_day: Mapping[int, float]
    vulnerable: float
    needs: Mapping[str, float]
    knows: Mapping[int, float]
    known_among: int
    contract_hours: Mapping[int, float]
    skills: Mapping[str, float]
    days_off: Mapping[int, float]
    days_worked_before: Mapping[int, float]

    def families_in_care(self, births_a_year: float) -> float:
        """How many families are in care on a day."""
        return births_a_year / DAYS_A_YEAR * self.taking_care * self.care_days

    def families_of_period(self, births_a_year: float) -> float:
        """How many are in care on some day: those born in the period, and those born shortly before it."""
        return births_a_year / DAYS_A_YEAR * self.taking_care * (self.days + self.care_days - 1)


def grow(towns: Sequence[Town], shape: Shape, rules: WeekRules, objective: Objective, seed: int) -> Nation:
    """Families and carers on these towns, as many as their births ask for, in regions of a size to plan."""
    births = sum(town.births for town in towns)
    most = shape.most_families_a_region / shape.families_of_period(1.0)
    regions = []
    numbers = [0, 0]
    shares = _rounded(
        [sum(town.births for town in part) / births for _, part in cut(towns, most)], shape.carers
    )
    for at, (name, part) in enumerate(cut(towns, most)):
        chance = random.Random(f"{seed} {name}")  # noqa: S311 (a made-up nation keeps no secret)
        here = sum(town.births for town in part)
        carers = tuple(
            _carer(f"c{numbers[0] + number + 1}", part, shape, chance) for number in range(shares[at])
        )
        count = round(shape.families_of_period(here))
        families = tuple(
            _family(f"f{numbers[1] + number + 1}", part, carers, shape, chance) for number in range(count)
        )
        numbers[0] += len(carers)
        numbers[1] += len(families)
        regions.append(Region(name, families, carers))
    return Nation(shape.days, rules, objective, shape.reach_over_border_km, tuple(regions))


def _family(
    name: str, towns: Sequence[Town], carers: Sequence[Carer], shape: Shape, chance: random.Random
) -> Family:
    begins = chance.randrange(1 - shape.care_days, shape.days)
    days = tuple(range(max(0, begins), min(shape.days, begins + shape.care_days)))
    place = _home(towns, chance)
    need = _one(shape.needs, chance)
    needs = frozenset((need,)) if need else frozenset()
    hours, vulnerable = _one(shape.hours_a_day, chance), chance.random() < shape.vulnerable
    knows: frozenset[str] = frozenset()
    if begins < 0:
        able = sorted((math.dist(carer.place, place), carer.id) for carer in carers if needs <= carer.skills)[
            : shape.known_among
        ]
        number = min(_one(shape.knows, chance) or 0, len(able))
        knows = frozenset(carer for _, carer in chance.sample(able, number))
    return Family(name, place, days, hours or min(shape.hours_a_day), vulnerable, needs, knows)


def _carer(name: str, towns: Sequence[Town], shape: Shape, chance: random.Random) -> Carer:
    return Carer(
        name,
        _home(towns, chance),
        frozenset(skill for skill, share in shape.skills.items() if chance.random() < share),
        _one(shape.contract_hours, chance) or min(shape.contract_hours),
        frozenset(chance.sample(range(shape.days), _one(shape.days_off, chance) or 0)),
        _one(shape.days_worked_before, chance) or 0,
    )


def _home(towns: Sequence[Town], chance: random.Random) -> Place:
    town = chance.choices(towns, cum_weights=list(accumulate(each.births for each in towns)))[0]
    way, far = chance.random() * 2 * math.pi, town.radius_km * math.sqrt(chance.random())
    return round(town.place[0] + far * math.cos(way), 3), round(town.place[1] + far * math.sin(way), 3)


def _one(chances: Mapping[Choice, float], chance: random.Random) -> Choice | None:
    """One of these, or nothing with the chance that is left."""
    drawn = chance.random()
    for choice, share in chances.items():
        drawn -= share
        if drawn < 0:
            return choice
    return None


def _rounded(shares: Sequence[float], total: int) -> list[int]:
    """Whole numbers with this sum, nearest to these shares of it."""
    exact = [share * total for share in shares]
    found = [int(each) for each in exact]
    left = sorted(range(len(exact)), key=lambda at: found[at] - exact[at])
    for at in left[: total - sum(found)]:
        found[at] += 1
    return found
