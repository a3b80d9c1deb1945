"""Who carries which nights and weekends, for the carers themselves to see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .model import PoolProblem, Roster


@dataclass(frozen=True)
class Line:
    """What a carer or an organisation carries. hours: on call; contract: of those hours there could be."""

    who: str
    carers: int
    contract: int
    hours: int
    nights: int
    weekends: int


def by_carer(problem: PoolProblem, roster: Roster) -> list[Line]:
    """A line for every carer, in the order of the problem."""
    counted = _counted(problem, roster)
    return [
        Line(
            each.id,
            1,
            each.on_call_hours,
            *(counted[each.id, what] for what in ("hours", "nights", "weekends")),
        )
        for each in problem.carers
    ]


def by_organisation(problem: PoolProblem, roster: Roster) -> list[Line]:
    """A line for every organisation, by name."""
    lines = {line.who: line for line in by_carer(problem, roster)}
    found = []
    for organisation in sorted({each.organisation for each in problem.carers}):
        hers = [lines[each.id] for each in problem.carers if each.organisation == organisation]
        found.append(
            Line(
                organisation,
                len(hers),
                sum(line.contract for line in hers),
                sum(line.hours for line in hers),
                sum(line.nights for line in hers),
                sum(line.weekends for line in hers),
            )
        )
    return found


def _counted(problem: PoolProblem, roster: Roster) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for held in roster.held:
        block = problem.blocks[held.block]
        counted[held.carer, "hours"] += block.hours
        counted[held.carer, "nights"] += block.is_night
        counted[held.carer, "weekends"] += block.is_weekend
    return counted
