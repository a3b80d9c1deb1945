"""What no rounds may break, independent of how they are found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .model import DEPOT, RoundProblem, Rounds, Stop

HAIR = 1e-6


def broken_rules(problem: RoundProblem, rounds: Rounds) -> list[str]:
    """Every fault of rounds as a sentence; empty for rounds that can be driven."""
    return [
        *_every_task_once(problem, rounds),
        *_time_to_get_there(problem, rounds),
        *_together(problem, rounds),
    ]


def _every_task_once(problem: RoundProblem, rounds: Rounds) -> Iterator[str]:
    """Every task is done once, by a carer who can."""
    skills = {each.id: each.skills for each in problem.visitors}
    wanted = sorted((visit.id, task.skill) for visit in problem.visits for task in visit.tasks)
    if sorted((stop.visit, stop.skill) for _, stops in rounds.of for stop in stops) != wanted:
        yield "not every task is done exactly once"
    for carer, stops in rounds.of:
        yield from (f"{carer} cannot do {stop.skill}" for stop in stops if stop.skill not in skills[carer])


def _time_to_get_there(problem: RoundProblem, rounds: Rounds) -> Iterator[str]:
    """Nobody begins before she can be there, nor before the window opens."""
    place = {visit.id: at + 1 for at, visit in enumerate(problem.visits)}
    visits = {visit.id: visit for visit in problem.visits}
    for carer, stops in rounds.of:
        if not stops:
            continue
        if stops[0].begins + HAIR < problem.minutes[DEPOT][place[stops[0].visit]]:
            yield f"{carer} begins before she can be there"
        for one, two in pairwise(stops):
            lasts = next(task.minutes for task in visits[one.visit].tasks if task.skill == one.skill)
            if two.begins + HAIR < one.begins + lasts + problem.minutes[place[one.visit]][place[two.visit]]:
                yield f"{carer} begins at {two.visit} before she can be there"
        for stop in stops:
            if stop.begins + HAIR < visits[stop.visit].opens:
                yield f"{stop.visit} begins before its window"


def _together(problem: RoundProblem, rounds: Rounds) -> Iterator[str]:
    """Two tasks at one home are done by two carers, the second within its time after the first."""
    done: dict[tuple[str, str], tuple[str, Stop]] = {}
    for carer, stops in rounds.of:
        done |= {(stop.visit, stop.skill): (carer, stop) for stop in stops}
    for visit in problem.visits:
        if visit.gap is None or any((visit.id, task.skill) not in done for task in visit.tasks):
            continue
        (one, first), (two, second) = (done[visit.id, task.skill] for task in visit.tasks)
        if one == two:
            yield f"{visit.id} has one carer for both tasks"
        if not visit.gap.least - HAIR <= second.begins - first.begins <= visit.gap.most + HAIR:
            yield f"{visit.id} has its second task at the wrong time after the first"
