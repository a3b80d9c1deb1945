"""The carers' side of the bound: what a carer earns most, selling slots of her days within every rule of her work."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiling import Real, Whole, compiled
from .arrays import Tables

NEVER = -1e18


class Days(NamedTuple):
    """How a day can be filled, and room to work in."""

    total: Whole  # [pattern] hours
    kinds: Whole  # [pattern, ...] the kinds of slots, -1 behind
    best: Real  # [hours] of one day: the most it earns
    pattern: Whole  # [day, hours] how
    value: Real  # [day, run, worked, hours]
    hours: Whole  # [day, run, worked, hours] of that day
    run: Whole  # [day, run, worked, hours] the run before that day


def days_of(t: Tables, kinds: list[int], days: int, longest_run: int, most_days: int) -> Days:
    """Every way to fill a day with slots of these hours, and empty room."""
    patterns: list[list[int]] = [[]]
    for _ in range(t.most_families):
        longer = [[*each, kind] for each in patterns for kind in range(each[-1] if each else 0, len(kinds))]
        patterns += [each for each in longer if each not in patterns]
    patterns = [each for each in patterns if sum(kinds[kind] for kind in each) <= t.most_hours]
    most = max((int(hours) for hours in t.contract), default=0) + t.most_overtime
    shape = (days + 1, longest_run + 1, most_days + 1, most + 1)
    return Days(
        total=np.array([sum(kinds[kind] for kind in each) for each in patterns], dtype=np.int64),
        kinds=np.array([each + [-1] * (t.most_families - len(each)) for each in patterns], dtype=np.int64),
        best=np.zeros(t.most_hours + 1),
        pattern=np.zeros((days, t.most_hours + 1), dtype=np.int64),
        value=np.zeros(shape),
        hours=np.zeros(shape, dtype=np.int64),
        run=np.zeros(shape, dtype=np.int64),
    )


@compiled
def carers_sell(t: Tables, before: Whole, price: Real, sold: Real, desk: Days) -> float:
    """The sum over carers of the most that each earns, overtime paid; counts the slots sold.

    before: [carer] days worked in a row until now.
    """
    total = 0.0
    for carer in range(len(t.contract)):
        total += _one_carer(carer, t, before[carer], price, sold, desk)
    return total


@compiled
def _one_carer(carer: int, t: Tables, before: int, price: Real, sold: Real, desk: Days) -> float:
    days = price.shape[1]
    most = t.contract[carer] + t.most_overtime
    longest, most_days = desk.value.shape[1] - 1, desk.value.shape[2] - 1
    free = 0
    for day in range(days):
        free += 1 - ((t.days_off[carer] >> day) & 1)
    counted = 1 if free > most_days else 0  # whoever has enough days off need not count her working days
    value = desk.value
    for run in range(longest + 1):
        value[0, run, 0 : most_days + 1, 0 : most + 1] = NEVER
    value[0, min(before, longest), 0, 0] = 0.0
    reach = 0
    for day in range(days):
        for hours in range(t.most_hours + 1):
            desk.best[hours] = NEVER
        for pattern in range(1, len(desk.total)):
            earned = 0.0
            for each in range(desk.kinds.shape[1]):
                if desk.kinds[pattern, each] >= 0:
                    earned += price[carer, day, desk.kinds[pattern, each]]
            hours = desk.total[pattern]
            if earned > desk.best[hours]:
                desk.best[hours] = earned
                desk.pattern[day, hours] = pattern
        off = (t.days_off[carer] >> day) & 1
        further = min(most, reach + t.most_hours)
        for run in range(longest + 1):
            for worked in range(counted * most_days + 1):
                for hours in range(further + 1):
                    value[day + 1, run, worked, hours] = NEVER
        for run in range(longest + 1):
            for worked in range(counted * most_days + 1):
                for hours in range(reach + 1):
                    here = value[day, run, worked, hours]
                    if here < 0.0:
                        continue
                    if here > value[day + 1, 0, worked, hours]:
                        value[day + 1, 0, worked, hours] = here
                        desk.hours[day + 1, 0, worked, hours] = 0
                        desk.run[day + 1, 0, worked, hours] = run
                    if off or run == longest or worked + counted > most_days:
                        continue
                    for given in range(1, min(t.most_hours, most - hours) + 1):
                        if desk.best[given] > 0.0:
                            there = here + desk.best[given]
                            if there > value[day + 1, run + 1, worked + counted, hours + given]:
                                value[day + 1, run + 1, worked + counted, hours + given] = there
                                desk.hours[day + 1, run + 1, worked + counted, hours + given] = given
                                desk.run[day + 1, run + 1, worked + counted, hours + given] = run
        reach = further
    best = 0.0
    at_run, at_worked, at_hours = -1, 0, 0
    for run in range(longest + 1):
        for worked in range(counted * most_days + 1):
            for hours in range(reach + 1):
                earned = value[days, run, worked, hours]
                earned -= float(t.price_overtime * max(0, hours - t.contract[carer]))
                if earned > best:
                    best = earned
                    at_run, at_worked, at_hours = run, worked, hours
    if at_run < 0:
        return 0.0
    for day in range(days, 0, -1):
        given = desk.hours[day, at_run, at_worked, at_hours]
        at_run, before_worked, before_hours = (
            desk.run[day, at_run, at_worked, at_hours],
            at_worked - (counted if given else 0),
            at_hours - given,
        )
        if given:
            pattern = desk.pattern[day - 1, given]
            for each in range(desk.kinds.shape[1]):
                if desk.kinds[pattern, each] >= 0:
                    sold[carer, day - 1, desk.kinds[pattern, each]] += 1.0
        at_worked, at_hours = before_worked, before_hours
    return best
