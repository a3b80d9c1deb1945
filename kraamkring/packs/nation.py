"""The Netherlands for the planner: real places, and how many families and carers to put there."""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ..core.planning.nation.cutting import Town
from ..core.planning.nation.growing import Shape
from ..core.planning.week.document import WeekWeights
from ..core.planning.week.model import Place
from .postcodes import point_of

KM_A_DEGREE = 111.32
MIDDLE = (52.2, 5.4)  # degrees north and east; km are counted from here

Chance = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Families(_Strict):
    hours_a_day: Mapping[int, Chance]
    vulnerable: Chance
    skills: Mapping[str, Chance]
    knows: Mapping[int, Chance]
    known_among: int = Field(ge=1)


class _Carers(_Strict):
    contract_hours: Mapping[int, Chance]
    skills: Mapping[str, Chance]
    days_off: Mapping[int, Chance]
    days_worked_before: Mapping[int, Chance]


class NationOfPack(_Strict):
    """What the pack says about a nation to plan."""

    days: int
    least_hours: int
    births_a_year: float
    births_per_child: float
    taking_care: Chance
    care_days: int
    carers: int
    most_families_a_region: int
    reach_over_border_km: float
    families: _Families
    carers_are: _Carers = Field(alias="of_carers")
    weights: WeekWeights

    def shape(self) -> Shape:
        """As the core grows it."""
        return Shape(
            days=self.days,
            taking_care=self.taking_care,
            care_days=self.care_days,
            carers=self.carers,
            most_families_a_region=self.most_families_a_region,
            reach_over_border_km=self.reach_over_border_km,
            hours_a_day=self.families.hours_a_day,
            vulnerable=self.families.vulnerable,
            needs=self.families.skills,
            knows=self.families.knows,
            known_among=self.families.known_among,
            contract_hours=self.carers_are.contract_hours,
            skills=self.carers_are.skills,
            days_off=self.carers_are.days_off,
            days_worked_before=self.carers_are.days_worked_before,
        )


@lru_cache(maxsize=1)
def nation_of_pack() -> NationOfPack:
    """How many families and carers there are, and what they are like."""
    text = (files(__package__) / "nl" / "planning" / "nation.toml").read_text(encoding="utf-8")
    return NationOfPack.model_validate(tomllib.loads(text)["nation"])


def towns_of_pack() -> tuple[Town, ...]:
    """Towns and villages with the births that their people make likely; a region is a province."""
    text = (files(__package__) / "nl" / "planning" / "towns.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    people = sum(int(row["people"]) for row in rows)
    births = nation_of_pack().births_a_year
    return tuple(
        Town(
            row["town"],
            row["province"],
            _place(float(row["latitude"]), float(row["longitude"])),
            births * int(row["people"]) / people,
            _radius_km(int(row["people"])),
        )
        for row in rows
    )


def towns_of_postcodes(table: str) -> tuple[Town, ...]:
    """Postcodes of four digits with the births that their children under five make likely; a region is that of a
    municipal health service. table: CSV with postcode, gemeente, ggdregio, inwoners and children_0_4."""
    return tuple(_of_postcodes(table))


def _of_postcodes(table: str) -> Iterator[Town]:
    for row in csv.DictReader(table.splitlines()):
        point, children = point_of(row["postcode"], "nl"), float(row["children_0_4"] or 0)
        if point is not None and children > 0:
            births = children * nation_of_pack().births_per_child
            yield Town(
                f"{row['gemeente']} {row['postcode']}",
                row["ggdregio"].removeprefix("GGD "),
                _place(point.latitude, point.longitude),
                births,
                _radius_km(float(row["inwoners"])),
            )


def _place(north: float, east: float) -> Place:
    """Kilometres from the middle of the country; good to some hundred metres over so small a part of the earth."""
    x = (east - MIDDLE[1]) * KM_A_DEGREE * math.cos(math.radians(MIDDLE[0]))
    return round(x, 3), round((north - MIDDLE[0]) * KM_A_DEGREE, 3)


def _radius_km(people: float) -> float:
    """How far homes lie from the middle of a place where 3,000 live on a square kilometre."""
    return math.sqrt(people / 3000 / math.pi)
