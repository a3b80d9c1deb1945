"""A roster hour by hour: births expected, who is on call, and which share would have a carer in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from .away import births_by_hour, chance_nobody_free, loads
from .model import BirthPlace, OnCall, PoolProblem, Roster


@dataclass(frozen=True)
class Hour:
    """One hour of the period, from its first block. reached: of the births expected, the share with a carer in time."""

    at: int
    births: float
    on_call: int
    reached: float

    @property
    def alone(self) -> float:
        """Births expected in this hour without a carer in time."""
        return self.births * (1 - self.reached)


@dataclass(frozen=True)
class Reach:
    """Places that the same carers reach in time. births: expected on each day of the period, and on the day after."""

    carers: frozenset[str]
    births: tuple[float, ...]


def reach_of(problem: PoolProblem) -> tuple[Reach, ...]:
    """The places of a period, together as far as the same carers reach them; no place can be told from it."""
    found: dict[frozenset[str], tuple[float, ...]] = {}
    for place in problem.places:
        carers = frozenset(each.id for each in problem.carers if problem.within_reach(each, place))
        before = found.get(carers, (0.0,) * len(place.births))
        found[carers] = tuple(a + b for a, b in zip(before, place.births, strict=True))
    return tuple(Reach(carers, found[carers]) for carers in sorted(found, key=sorted))


def hour_by_hour(problem: PoolProblem, roster: Roster) -> tuple[Hour, ...]:
    """Every hour of the period, by the same reckoning as the search: which of those on call are away is chance. An
    hour in which no birth is expected is reached."""
    return covered(replace(problem, places=()), reach_of(problem), roster.held)


def covered(problem: PoolProblem, reach: Sequence[Reach], held: Iterable[OnCall]) -> tuple[Hour, ...]:
    """The same from what a worker kept of the places: problem gives the period and its rules. held: whoever is on
    call, also carers who are not in the problem."""
    where = tuple(BirthPlace(str(at), (0.0, 0.0), each.births) for at, each in enumerate(reach))
    births = births_by_hour(replace(problem, places=where))
    everywhere = (
        tuple(sum(each) for each in zip(*births, strict=True)) or (0.0,) * problem.blocks[-1].until_hour
    )
    on_call: dict[int, list[str]] = {block.at: [] for block in problem.blocks}
    for each in held:
        on_call[each.block].append(each.carer)
    found = []
    for block in problem.blocks:
        carers: Collection[str] = on_call[block.at]
        near = [sum(carer in group.carers for carer in carers) for group in reach]
        away = loads(everywhere, block, problem.rules.away_hours)
        for hour in range(block.from_hour, block.until_hour):
            load = away[hour - block.from_hour]
            alone = {many: chance_nobody_free(load, len(carers), many) for many in set(near)}
            here = [group[hour] for group in births]
            missed = sum(many * alone[in_reach] for many, in_reach in zip(here, near, strict=True))
            total = sum(here)
            found.append(Hour(hour, total, len(carers), 1 - missed / total if total > 0 else 1.0))
    return tuple(found)


def worst(hours: Sequence[Hour], most: int) -> tuple[Hour, ...]:
    """The hours in which most births are expected without a carer in time, the worst first."""
    return tuple(
        sorted((each for each in hours if each.alone > 0), key=lambda each: (-each.alone, each.at))[:most]
    )
