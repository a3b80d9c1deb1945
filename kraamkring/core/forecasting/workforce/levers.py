"""Numbers of a scenario that can be set one by one. Of a number that is not sure, the bounds move along."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from ...kernel.errors import ImpossibleFact, Refusal
from .document import Scenario, scenario_of

SURE = "value"


class Lever(NamedTuple):
    """path: where it stands in the scenario. least, most: between which it can be set."""

    path: str
    unit: str
    least: float
    most: float


LEVERS: Mapping[str, Lever] = {
    "training_places": Lever("carers.training.places", "places a year", 0, 100_000),
    "drop_out": Lever("carers.training.drop_out", "share of who begin", 0, 1),
    "leaving": Lever("carers.outflow.factor", "times as many leave", 0, 5),
    "hours_factor": Lever("carers.demand.hours_factor", "times the contract hours", 0.1, 3),
    "deployable": Lever("carers.demand.deployable", "share of contract hours in families", 0, 1),
    "hours_a_family": Lever("carers.demand.hours_a_family", "hours a family", 0, 200),
    "births_change": Lever("carers.demand.change_a_year", "change of births a year", -0.2, 0.2),
    "visit_minutes": Lever("midwives.visit_minutes", "minutes a visit", 1, 240),
    "travel_minutes": Lever("midwives.travel_minutes", "minutes a visit", 0, 240),
    "phone_minutes": Lever("midwives.phone_minutes_a_family", "minutes a family", 0, 600),
}


class Known(NamedTuple):
    """A lever as the scenario has it."""

    value: float
    lowest: float
    highest: float


def as_they_stand(text: str) -> dict[str, Known]:
    """Each lever in a scenario."""
    said = tomllib.loads(text)
    return {name: _known(*_place(said, lever)) for name, lever in LEVERS.items()}


def with_levers(text: str, changes: Mapping[str, float], runs: int) -> Scenario:
    """The scenario with some numbers set otherwise. Raises Refusal, with the name of the lever, for one that cannot
    be."""
    said = {**tomllib.loads(text), "runs": runs, "levers": []}
    for name, value in changes.items():
        lever = LEVERS.get(name)
        if lever is None:
            raise Refusal("", "there is no such lever", "Choose one from the list")
        if not lever.least <= value <= lever.most:
            raise Refusal(
                name,
                "this cannot be",
                "Give a number from %(least)s to %(most)s",
                least=f"{lever.least:g}",
                most=f"{lever.most:g}",
            )
        part, last = _place(said, lever)
        part[last] = _moved(_known(part, last), value, lever) if isinstance(part.get(last), dict) else value
        if last == "places":
            part.setdefault("places_before", _known(*_place(tomllib.loads(text), lever)).value)
            part[last] = round(value)
    return scenario_of(said)


def _place(said: dict[str, Any], lever: Lever) -> tuple[dict[str, Any], str]:
    *above, last = lever.path.split(".")
    part: Any = said
    for step in above:
        part = part.get(step, {})
    return part, last


def _known(part: Mapping[str, Any], last: str) -> Known:
    found = part.get(last, 1.0)  # a factor that is not named is 1
    if isinstance(found, dict):
        return Known(found[SURE], found["lowest"], found["highest"])
    if not isinstance(found, int | float):
        raise ImpossibleFact(last, "this is not a number", "Correct the scenario")
    return Known(found, found, found)


def _moved(known: Known, value: float, lever: Lever) -> dict[str, float]:
    """As unsure as it was, around another value."""
    by = value - known.value
    lowest, highest = max(known.lowest + by, lever.least), min(known.highest + by, lever.most)
    return {SURE: value, "lowest": min(lowest, value), "highest": max(highest, value)}
