"""What becomes of a plan when children come: births are drawn by chance, and every day is planned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from ..chance import draw, stream
from ..stop import Stop
from .events import NewFamily
from .expecting import care_from
from .model import Family, Plan, WeekProblem
from .objective import Objective, Part, amounts
from .replanning import replan

Births = tuple[tuple[int, Family], ...]


@dataclass(frozen=True)
class Lived:
    """A period as it went. amounts: of the plan at its end, promises aside.

    broken: promises that were not kept (another carer, nobody, fewer hours); lost: those of them where nobody came.
    """

    amounts: Counter[Part]
    broken: int
    lost: int
    births: int
    plan: Plan


def drawn(problem: WeekProblem, seed: int) -> Births:
    """Who of the expected families comes on which day, by chance: the same for a seed."""
    random = stream(seed)
    found = []
    for one in problem.expected:
        left = draw(random)
        for day, chance in enumerate(one.begins):
            left -= chance
            if left < 0:
                found.append((day, care_from(one, day, problem.days)))
                break
    return tuple(sorted(found, key=lambda each: (each[0], each[1].id)))


def lived(
    problem: WeekProblem,
    plan: Plan,
    births: Births,
    stop: Callable[[], Stop],
    seed: int,
    objective: Objective | None = None,
) -> Lived:
    """The period day by day: what is known on its morning is planned anew, and what has passed stays.

    Room is kept for those still to come where the problem expects them; without `expected` nobody is waited for.
    """
    broken, lost = 0, 0
    for day in range(problem.days):
        events = [NewFamily(family) for begins, family in births if begins == day]
        done = replan(problem, plan, events, day, stop(), seed + day, objective)
        broken += sum(each.broken for each in done.changes)
        lost += sum(each.was is not None and each.now is None for each in done.changes)
        problem, plan = done.problem, done.plan
    counted = amounts(problem, plan)
    counted[Part.CHANGES] = 0
    return Lived(counted, broken, lost, len(births), plan)
