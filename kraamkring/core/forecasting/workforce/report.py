"""The answer of a scenario of the workforce."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...kernel.errors import ImpossibleFact
from .document import Carers, Midwives, Scenario
from .drawing import Real, drawn
from .home_visits import Needed, guesses, midwives_needed, shares_and_visits
from .simulate import Simulated, simulate

FORMAT = "kraamkring.workforce/1"
LEVELS = {"low_95": 0.025, "low_80": 0.1, "median": 0.5, "high_80": 0.9, "high_95": 0.975}

Visits = Callable[[float], float]


def workforce_report(
    scenario: Scenario, pulled: Mapping[str, Scenario], usual_visits: Visits
) -> dict[str, Any]:
    """As JSON values. usual_visits: the home visits that go with a stay of so many days."""
    found: dict[str, Any] = {"format": FORMAT, "title": scenario.title, "notes": list(scenario.notes)}
    found |= {"runs": scenario.runs, "seed": scenario.seed}
    if scenario.carers:
        found["carers"] = _carers(scenario, scenario.carers, pulled)
    if scenario.midwives:
        found["midwives"] = _midwives(scenario, scenario.midwives, pulled, usual_visits)
    return found | {"reviewed": False}


def _carers(scenario: Scenario, carers: Carers, pulled: Mapping[str, Scenario]) -> dict[str, Any]:
    usual = simulate(scenario, carers)
    levers = [
        {"name": name, **_lever(usual, simulate(other, other.carers))}
        for name, other in pulled.items()
        if other.carers and other.carers != carers
    ]
    return {"by_year": [_year(usual, at) for at in range(len(usual.years))], "levers": levers}


def _year(found: Simulated, at: int) -> dict[str, Any]:
    people, gone = found.people[:, at], found.outflow[:, at]
    return {
        "year": found.years[at],
        "people": spread(people),
        "freelance_share": spread(found.freelance[:, at] / np.maximum(people, 1), 4),
        "inflow": spread(found.inflow[:, at]),
        "outflow": spread(gone),
        "replacement_needed": spread(gone - found.inflow[:, at]),
        "hours": spread(found.hours[:, at]),
        "hours_needed": spread(found.needed[:, at]),
        "hours_short": spread(found.short[:, at]),
        "chance_of_a_shortage": round(float((found.short[:, at] > 0).mean()), 4),
    }


def _lever(usual: Simulated, other: Simulated) -> dict[str, Any]:
    """What it does in the last year, run for run."""
    at = min(len(usual.years), len(other.years)) - 1
    return {
        "year": usual.years[at],
        "hours_short": spread(other.short[:, at]),
        "hours_short_against_before": spread(other.short[:, at] - usual.short[: len(other.short), at])
        if other.short.shape == usual.short.shape
        else None,
        "people": spread(other.people[:, at]),
        "chance_of_a_shortage": round(float((other.short[:, at] > 0).mean()), 4),
    }


def _midwives(
    scenario: Scenario, midwives: Midwives, pulled: Mapping[str, Scenario], usual: Visits
) -> dict[str, Any]:
    levers = [
        {"name": name, **_needed(other, other.midwives, usual)}
        for name, other in pulled.items()
        if other.midwives and other.midwives != midwives
    ]
    return {**_needed(scenario, midwives, usual), "levers": levers, "by_stay": _by_stay(midwives, usual)}


def _needed(scenario: Scenario, midwives: Midwives, usual: Visits) -> dict[str, Any]:
    stays, said = shares_and_visits(midwives, usual), guesses(midwives)
    if abs(sum(share for share, _ in stays) - 1) > 1e-6:
        raise ImpossibleFact("midwives.stays", "their shares are not 1 together", "Correct the shares")
    for name in ("minutes_a_day", "days_a_year", "visits_a_day"):
        if name in said and said[name].lowest <= 0:
            raise ImpossibleFact(f"midwives.{name}", "this must be more than 0", "Correct it")
    random = np.random.default_rng([scenario.seed, scenario.runs])
    draws = {name: drawn(guess, scenario.runs, random) for name, guess in said.items()}
    runs = [
        midwives_needed({name: float(each[at]) for name, each in draws.items()}, stays)
        for at in range(scenario.runs)
    ]
    middle = midwives_needed({name: guess.value for name, guess in said.items()}, stays)
    return {
        **_rounded(middle),
        "intervals": {
            name: spread(np.array([getattr(each, name) for each in runs]), 2) for name in Needed._fields
        },
    }


def _by_stay(midwives: Midwives, usual: Visits) -> list[dict[str, Any]]:
    """What each stay of the scenario would take if every family had it."""
    values = {name: guess.value for name, guess in guesses(midwives).items()}
    pairs = zip(midwives.stays, shares_and_visits(midwives, usual), strict=True)
    return [
        {"stay_days": stay.stay_days, "visits_each": visits}
        | _rounded(midwives_needed(values, [(1.0, visits)]))
        for stay, (_, visits) in pairs
    ]


def _rounded(needed: Needed) -> dict[str, float]:
    return {name: round(value, 2) for name, value in needed._asdict().items()}


def spread(values: Real, digits: int = 0) -> dict[str, float]:
    """How a number lies over the runs."""
    return {name: round(float(np.quantile(values, level)), digits) for name, level in LEVELS.items()}
