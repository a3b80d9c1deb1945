"""The chance that nobody within reach is free, when some carers on call are away at births.

How many are away at once follows Erlang's loss formula (a birth keeps one carer away for some hours); which of those
on call they are is taken as chance (Larson 1975, Daskin 1983). So the pool closes ranks in the reckoning: one who is
away leaves fewer for everybody.
"""

from __future__ import annotations

from math import comb

from .model import Block, PoolProblem


def chance_nobody_free(load: float, on_call: int, in_reach: int) -> float:
    """load: births that keep somebody away at once, if somebody always came; in_reach: of those on call."""
    if in_reach == 0:
        return 1.0
    weights, weight = [1.0], 1.0
    for away in range(1, on_call + 1):
        weight *= load / away
        weights.append(weight)
    every = comb(on_call, in_reach)
    missing = sum(weights[away] * comb(away, in_reach) / every for away in range(in_reach, on_call + 1))
    return missing / sum(weights)


def births_by_hour(problem: PoolProblem) -> tuple[tuple[float, ...], ...]:
    """Births expected at each place in each hour of the period, the hours of a day weighed as the problem says."""
    total = sum(problem.hours)
    spread = tuple(weight / total for weight in problem.hours)
    last = max((block.until_hour for block in problem.blocks), default=0)
    moments = [problem.clock(hour) for hour in range(last)]
    return tuple(tuple(place.births[day] * spread[hour] for day, hour in moments) for place in problem.places)


def loads(births: tuple[float, ...], block: Block, away_hours: int) -> tuple[float, ...]:
    """For each hour of a block, how many of its carers are away. At its beginning all of them are fresh."""
    found, hours = [], range(block.from_hour, block.until_hour)
    for hour in hours:
        since = max(block.from_hour, hour - away_hours)
        found.append(sum(births[since:hour]) + births[hour] / 2)
    return tuple(found)
