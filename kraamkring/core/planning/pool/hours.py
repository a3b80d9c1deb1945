"""A roster hour by hour: births expected, who is on call, and which share would have a carer in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .missing import births_by_hour, chance_nobody_free, loads
from .model import PoolProblem, Roster


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


def hour_by_hour(problem: PoolProblem, roster: Roster) -> tuple[Hour, ...]:
    """Every hour of the period, by the same reckoning as the search: which of those on call are away is chance. An
    hour in which no birth is expected is reached."""
    births = births_by_hour(problem)
    everywhere = (
        tuple(sum(each) for each in zip(*births, strict=True)) or (0.0,) * problem.blocks[-1].until_hour
    )
    on_call: dict[int, list[str]] = {block.at: [] for block in problem.blocks}
    for held in roster.held:
        on_call[held.block].append(held.carer)
    found = []
    for block in problem.blocks:
        carers = [problem.carer_by_id[each] for each in on_call[block.at]]
        near = [sum(problem.within_reach(carer, place) for carer in carers) for place in problem.places]
        away = loads(everywhere, block, problem.rules.away_hours)
        for hour in range(block.from_hour, block.until_hour):
            load = away[hour - block.from_hour]
            alone = {many: chance_nobody_free(load, len(carers), many) for many in set(near)}
            here = [place[hour] for place in births]
            missed = sum(many * alone[in_reach] for many, in_reach in zip(here, near, strict=True))
            total = sum(here)
            found.append(Hour(hour, total, len(carers), 1 - missed / total if total > 0 else 1.0))
    return tuple(found)


def worst(hours: Sequence[Hour], most: int) -> tuple[Hour, ...]:
    """The hours in which most births are expected without a carer in time, the worst first."""
    return tuple(
        sorted((each for each in hours if each.alone > 0), key=lambda each: (-each.alone, each.at))[:most]
    )
