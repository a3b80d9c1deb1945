"""Alarm signs and telephone lines from TOML files, checked once."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ValidationError

from ..core.kernel.errors import BadCard
from ..core.warning.alarm_signs import ACTS, AlarmSigns, Line
from .charts import chart_sources
from .leave import sources

COUNTRIES = ("be", "nl")


@lru_cache(maxsize=1)
def alarm_signs() -> AlarmSigns:
    """Every sign, checked: each with a source that is there, and something to do."""
    name = "alarm-signs.toml"
    said = tomllib.loads((files(__package__) / "international" / name).read_text(encoding="utf-8"))
    found: AlarmSigns = _validated(AlarmSigns, said, name)
    if set(found.acts) != set(ACTS):
        raise BadCard(name, "a way of acting has no words", f"Write {', '.join(ACTS)}")
    for sign, each in found.alarm.items():
        for cited in each.sources:
            if cited.id not in chart_sources():
                raise BadCard(f"{name} {sign}", f"there is no source {cited.id}", "Add it to sources.toml")
    return found


@lru_cache(maxsize=1)
def lines() -> tuple[Line, ...]:
    """The lines of every country, in the order of the files."""
    found = []
    for country in COUNTRIES:
        name = "alarm-lines.toml"
        said = tomllib.loads((files(__package__) / country / name).read_text(encoding="utf-8"))
        for line, each in said["line"].items():
            read: Line = _validated(Line, each, f"{country} {name}")
            for cited in read.sources:
                if cited.id not in sources(country):
                    raise BadCard(
                        f"{name} {line}", f"there is no source {cited.id}", "Add it to sources.toml"
                    )
            found.append(read)
    return tuple(found)


def lines_for(region: str | None, language: str) -> tuple[Line, ...]:
    """The lines of a region, those that answer in that language first; without a region those of every one."""
    there = [line for line in lines() if not region or region in line.regions]
    return tuple(sorted(there, key=lambda line: language not in line.languages))


def _validated(model: type[BaseModel], said: dict[str, Any], name: str) -> Any:
    try:
        return model.model_validate(said)
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{name} {field}", first["msg"].rstrip("."), "Mend the file") from None
