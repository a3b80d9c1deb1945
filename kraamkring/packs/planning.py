"""The rules that the planner works within, from TOML files."""

from __future__ import annotations

import tomllib
from datetime import time
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from ..core.planning.pool.document import GestationOfPack, PoolRulesOfPack
from ..core.planning.week.document import WeekRulesOfPack


class Practice(BaseModel):
    """How an organisation works with the rules of a week; the file says what each is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least_hours: int
    usual_days: int
    days_in_hospital: int
    day_begins: time
    minutes_between: int
    days_to_round_off: int
    days_of_rules: int
    days_looked_around: int


class HotelPractice(BaseModel):
    """What is taken of a maternity-care hotel where nothing else was agreed; the file says what each is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    families_a_carer: int
    hours_a_day: int
    longest_stay_days: int


@lru_cache(maxsize=1)
def week_rules() -> WeekRulesOfPack:
    """What no plan of a week may break."""
    return WeekRulesOfPack.model_validate(_read("week.toml")["week"])


@lru_cache(maxsize=1)
def practice() -> Practice:
    """How organisations work."""
    return Practice.model_validate(_read("week.toml")["practice"])


@lru_cache(maxsize=1)
def hotel_practice() -> HotelPractice:
    """What is taken of a maternity-care hotel."""
    return HotelPractice.model_validate(_read("week.toml")["hotel"])


@lru_cache(maxsize=1)
def pool_rules() -> PoolRulesOfPack:
    """What no roster of a birth pool may break."""
    return PoolRulesOfPack.model_validate(_read("pool.toml")["pool"])


@lru_cache(maxsize=1)
def gestation_of_births() -> GestationOfPack:
    """When births come, by week of gestation."""
    return GestationOfPack.model_validate(_read("gestation.toml")["gestation"])


def _read(name: str) -> dict[str, Any]:
    file = files(__package__) / "international" / "planning" / name
    return tomllib.loads(file.read_text(encoding="utf-8"))
