"""The rules that the planner works within, from TOML files."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from ..core.planning.week.document import WeekRulesOfPack


@lru_cache(maxsize=1)
def week_rules() -> WeekRulesOfPack:
    """What no plan of a week may break."""
    file = files(__package__) / "international" / "planning" / "week.toml"
    return WeekRulesOfPack.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))["week"])
