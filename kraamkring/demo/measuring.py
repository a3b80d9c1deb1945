"""What a midwife measures at a visit, of a family in which all goes well: the child loses weight, and gains it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from random import Random

from kraamkring.flows.observe import Said

from .acts import HOUR, Family

# The share of the birth weight that is gone after so many hours, along a straight line in between; our choice.
LOST = ((0, 0.0), (24, 0.035), (48, 0.06), (72, 0.065), (96, 0.05), (168, 0.02), (264, -0.01), (600, -0.15))
WET_NAPPIES, STOOLS = (1, 2, 3, 4, 5, 6, 6), (1, 2, 2, 3, 3, 3, 3)  # of a day, from the first on
FIRM_AT = ("at_navel", "one_below", "two_below", "three_below", "four_below")


def measured(family: Family, name: str, at: datetime, weights_g: dict[str, int]) -> list[Said]:
    """The mother's signs, womb and loss; of each child weight, temperature and nappies. weights_g: at birth."""
    chance = Random(f"measured/{family.key}/{name}")  # noqa: S311 (not a secret)
    return [
        Said(id=family.part(f"{name}/{who}/{what}"), who=who, what=what, value=value, at=at)
        for who, what, value in (*_mother(family, at, chance), *_children(family, at, chance, weights_g))
    ]


def _mother(
    family: Family, at: datetime, chance: Random
) -> Iterator[tuple[str, str, str | int | float | bool]]:
    day = (at - family.delivery.born_at[0]).days
    yield "mother", "temperature_c", round(chance.uniform(36.4, 37.3), 1)
    yield "mother", "pulse_per_min", chance.randint(64, 88)
    yield "mother", "systolic_mmhg", chance.randint(104, 128)
    yield "mother", "diastolic_mmhg", chance.randint(60, 78)
    yield "mother", "fundus_height", FIRM_AT[min(day, len(FIRM_AT) - 1)]
    yield "mother", "fundus_tone", "firm"
    yield "mother", "lochia_amount", "usual" if day < 6 else "little"


def _children(
    family: Family, at: datetime, chance: Random, weights_g: dict[str, int]
) -> Iterator[tuple[str, str, str | int | float | bool]]:
    for born_at, slot in zip(family.delivery.born_at, family.newborns, strict=True):
        hours = (at - born_at) / HOUR
        day = min(int(hours // 24), len(WET_NAPPIES) - 1)
        kept = 1 - _lost(hours) * chance.uniform(0.75, 1.1)
        yield slot, "weight_g", round(weights_g[slot] * kept / 5) * 5
        yield slot, "newborn_temperature_c", round(chance.uniform(36.6, 37.3), 1)
        yield slot, "wet_nappies_24h", WET_NAPPIES[day]
        yield slot, "stools_24h", STOOLS[day]


def _lost(hours: float) -> float:
    for (before, lost), (after, more) in pairwise(LOST):
        if hours <= after:
            return lost + (more - lost) * (hours - before) / (after - before)
    return LOST[-1][1]
