"""What can be observed, from TOML files, checked once. Limits that a warning chart knows are taken from the chart."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from ..core.kernel.errors import BadCard
from ..core.observing import Block, Limits, Observable
from ..core.observing.from_charts import possible_by, usual_by
from ..core.warning import Charts
from .charts import PACK, chart, chart_sources, chart_wording

FOLDER = PACK / "observations"
# The charts that observations are fed to, in the order in which they are said of one person.
JUDGED_BY = ("meows", "temperature-trend", "weight-loss", "feeding-output", "bilirubin-nice")


@lru_cache(maxsize=1)
def warning_charts() -> Charts:
    """The charts that judge observations, with their words and sources."""
    return Charts(
        charts={name: chart(name) for name in JUDGED_BY}, wording=chart_wording(), sources=chart_sources()
    )


@lru_cache(maxsize=1)
def blocks() -> tuple[Block, ...]:
    """Every block, in the order of a visit. Raises BadCard for one that says too little, or what another says."""
    files = sorted((each for each in FOLDER.iterdir() if each.name.endswith(".toml")), key=lambda f: f.name)
    found = [_block(file.name, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    names = [each.id for block in found for each in block.observables]
    for name in names:
        if names.count(name) > 1:
            raise BadCard(name, "two blocks have an observable of this name", "Give each its own")
    if sorted(block.order for block in found) != list(range(1, len(found) + 1)):
        raise BadCard("order", "the blocks of a visit are not numbered from 1 on", "Give each its own place")
    return tuple(sorted(found, key=lambda block: block.order))


@lru_cache(maxsize=1)
def observables() -> Mapping[str, Observable]:
    """Every observable by its id, in the order of a visit."""
    return {each.id: each for block in blocks() for each in block.observables}


def _block(file: str, said: dict[str, Any]) -> Block:
    module = said.pop("module", None)
    for each in said.get("observable", ()):
        each |= {"block": said.get("id"), "about": said.get("about")} | (
            {} if "module" in each else {"module": module}
        )
        for name in ("hard", "soft"):
            if name in each:
                each[name] = _limits(each, name)
    try:
        found = Block.model_validate(said)
    except ValidationError as refused:
        first = refused.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BadCard(f"{file} {field}", first["msg"].rstrip("."), "Mend the block") from None
    if f"{found.id}.toml" != file:
        raise BadCard(file, f"this block is called {found.id}", "Give the file its name")
    for observable in found.observables:
        for ground in (
            observable.source,
            *(each.source for each in (observable.hard, observable.soft) if each),
        ):
            if ground.id != "ours" and ground.id not in chart_sources():
                raise BadCard(file, f"there is no source {ground.id}", "Add it to sources.toml")
    return found


def _limits(observable: Mapping[str, Any], name: str) -> Any:
    """The limits as they are written, or as the chart has them that is named."""
    said = observable[name]
    if "chart" not in said:
        return said
    held, quantity = chart(said["chart"]), said.get("name", observable["id"])
    if name == "hard":
        return possible_by(held, quantity)
    if "rule" in said:
        held.limit(said["rule"])
        own = possible_by(held, quantity)
        return Limits(chart=held.id, rule=said["rule"], source=own.source, certainty=own.certainty)
    return usual_by(held, quantity, observable.get("step", 1))
