"""Warning charts from TOML files, checked once. A chart that says too little is refused with its file name."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, ValidationError

from ..core.kernel.errors import BadCard
from ..core.pathway.cards import Source
from ..core.warning import Chart, Wording

PACK = files(__package__) / "international"
SEXES = {"1": "boy", "2": "girl"}


@lru_cache(maxsize=1)
def chart_names() -> tuple[str, ...]:
    """The charts there are, in order."""
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in (PACK / "charts").iterdir() if _is_chart(file))
    )


@lru_cache(maxsize=32)
def chart(name: str) -> Chart:
    """The chart of a name. Raises BadCard, naming those there are, if there is none."""
    if name not in chart_names():
        raise BadCard("chart", "there is no such chart", f"There is {', '.join(chart_names())}")
    file = PACK / "charts" / f"{name}.toml"
    said = _toml(file)
    if table := said.get("measure", {}).get("table"):
        said["measure"] |= _lms(PACK / "tables" / table)
    found: Chart = _validated(Chart, said, file.name)
    if found.id != name:
        raise BadCard(file.name, f"this chart is called {found.id}", "Give the file its name")
    for citation in found.sources:
        if citation.id not in chart_sources():
            raise BadCard(file.name, f"there is no source {citation.id}", "Add it to sources.toml")
    for action in (found.normal_action, *(rule.action for rule in found.rules)):
        if action not in chart_wording().actions:
            raise BadCard(file.name, f"there is no action {action}", "Add it to warnings.toml")
    return found


@lru_cache(maxsize=1)
def chart_wording() -> Wording:
    """The words that all charts share."""
    found: Wording = _validated(Wording, _toml(PACK / "warnings.toml"), "warnings.toml")
    for name, action in found.actions.items():
        for role in action.who:
            if role not in found.roles:
                raise BadCard("warnings.toml", f"{name} asks for {role}, who has no words", "Add the role")
    return found


@lru_cache(maxsize=1)
def chart_sources() -> Mapping[str, Source]:
    """The sources of the charts."""
    return {name: Source.model_validate(said) for name, said in _toml(PACK / "sources.toml").items()}


def _is_chart(file: Traversable) -> bool:
    return file.name.endswith(".toml")


def _validated(model: type[BaseModel], said: dict[str, Any], name: str) -> Any:
    try:
        return model.model_validate(said)
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{name} {field}", first["msg"].rstrip("."), "Mend the chart") from None


def _lms(file: Traversable) -> dict[str, list[tuple[float, float, float]]]:
    """The rows of a table of the WHO by sex, one for each day of age from 0."""
    rows: dict[str, list[tuple[float, float, float]]] = {"boy": [], "girl": []}
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            of_sex = rows[SEXES[row["sex"]]]
            if int(row["age"]) != len(of_sex):
                raise BadCard(file.name, "the days of age do not follow one another", "Take the table whole")
            of_sex.append((float(row["l"]), float(row["m"]), float(row["s"])))
    return rows


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
