"""People one year after another: who comes from training, who stays, changes, leaves. Many runs side by side.

Each person stays or leaves by a draw of her own. People of the same age, hours and contract have the same chances, so
they are drawn together (a binomial is that many single draws): the same distribution, and a thousand runs in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .document import OLDEST, YOUNGEST, Carers, Scenario, classes
from .drawing import Real, Whole, drawn

WEEKS_A_YEAR = 365.25 / 7
EMPLOYED, FREELANCE = 0, 1
AT_ONCE = 250  # runs side by side: memory, not meaning


@dataclass(frozen=True)
class Simulated:
    """Each runs x years. people, freelance: at the beginning of a year; inflow, outflow: in it; hours: in a year."""

    years: tuple[int, ...]
    people: Real
    freelance: Real
    inflow: Real
    outflow: Real
    hours: Real
    needed: Real

    @property
    def short(self) -> Real:
        """Hours that are too few; below nothing where there are more than enough."""
        return self.needed - self.hours


def simulate(scenario: Scenario, carers: Carers) -> Simulated:
    """All runs of the scenario; the same seed gives the same runs."""
    years = tuple(range(scenario.from_year, scenario.until_year + 1))
    parts = [
        _some(scenario, carers, len(years), min(AT_ONCE, scenario.runs - at), at)
        for at in range(0, scenario.runs, AT_ONCE)
    ]
    return Simulated(years, *(np.concatenate([part[at] for part in parts]) for at in range(len(parts[0]))))


def _some(scenario: Scenario, carers: Carers, years: int, runs: int, at: int) -> tuple[Real, ...]:
    random = np.random.default_rng([scenario.seed, at])
    outflow, training, demand = carers.outflow, carers.training, carers.demand
    factor = drawn(outflow.factor, runs, random)
    over, back = drawn(outflow.to_freelance, runs, random), drawn(outflow.from_freelance, runs, random)
    finished = drawn(training.filled, runs, random) * (1 - drawn(training.drop_out, runs, random))
    others = drawn(training.others_a_year, runs, random)
    births, change = drawn(demand.births, runs, random), drawn(demand.change_a_year, runs, random)
    care = drawn(demand.taking_care, runs, random) * drawn(demand.hours_a_family, runs, random)
    spent = drawn(demand.deployable, runs, random) * drawn(demand.hours_factor, runs, random)
    leaves = np.minimum(_rates(carers)[None, :] * factor[:, None], 1.0)
    leaves[:, outflow.retirement_age - YOUNGEST :] = 1.0
    week = np.array(classes(carers))
    stock = _stock(carers, runs, random)
    found: list[list[Real]] = [[] for _ in range(6)]
    for year in range(years):
        people, free = stock.sum(axis=(1, 2, 3)), stock[..., FREELANCE].sum(axis=(1, 2))
        worked = (stock.sum(axis=(1, 3)) * week).sum(axis=1)
        gone = random.binomial(stock, leaves[:, :, None, None])
        stock = stock - gone
        stock = _changed(stock, over, back, random)
        stock = np.roll(stock, 1, axis=1)
        stock[:, 0] = 0
        places = training.places
        if year < training.years and training.places_before is not None:
            places = training.places_before
        come = random.binomial(places, finished) + random.poisson(others)
        _joined(stock, come, carers, random)
        worked = (worked + (stock.sum(axis=(1, 3)) * week).sum(axis=1)) / 2
        row = (
            people,
            free,
            come,
            gone.sum(axis=(1, 2, 3)),
            worked * WEEKS_A_YEAR * spent,
            births * (1 + change) ** year * care,
        )
        for into, each in zip(found, row, strict=True):
            into.append(each.astype(float))
    return tuple(np.column_stack(each) for each in found)


def _rates(carers: Carers) -> Real:
    """The part that leaves in a year, by age; the last band holds for everybody older."""
    bands = sorted(carers.outflow.by_age, key=lambda band: band.age_until)
    rates = [
        next((band.rate for band in bands if age <= band.age_until), bands[-1].rate)
        for age in range(YOUNGEST, OLDEST + 1)
    ]
    return np.array(rates)


def _stock(carers: Carers, runs: int, random: np.random.Generator) -> Whole:
    week = classes(carers)
    stock = np.zeros((runs, OLDEST - YOUNGEST + 1, len(week), 2), dtype=np.int64)
    for group in carers.stock:
        ages = group.age_until - group.age_from + 1
        spread = random.multinomial(group.people, np.full(ages, 1 / ages), size=runs)
        at = slice(group.age_from - YOUNGEST, group.age_until - YOUNGEST + 1)
        stock[:, at, week.index(group.hours_a_week), int(group.freelance)] += spread
    return stock


def _changed(stock: Whole, over: Real, back: Real, random: np.random.Generator) -> Whole:
    """Who goes over to working on her own account, and who comes back."""
    went = random.binomial(stock[..., EMPLOYED], over[:, None, None])
    came = random.binomial(stock[..., FREELANCE], back[:, None, None])
    changed = stock.copy()
    changed[..., EMPLOYED] += came - went
    changed[..., FREELANCE] += went - came
    return changed


def _joined(stock: Whole, come: Whole, carers: Carers, random: np.random.Generator) -> None:
    training = carers.training
    ages = training.age_until - training.age_from + 1
    spread = random.multinomial(come, np.full(ages, 1 / ages))
    free = random.binomial(spread, training.freelance)
    at = slice(training.age_from - YOUNGEST, training.age_until - YOUNGEST + 1)
    hours = classes(carers).index(training.hours_a_week)
    stock[:, at, hours, FREELANCE] += free
    stock[:, at, hours, EMPLOYED] += spread - free
