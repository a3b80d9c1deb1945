"""Rounds for a day: at once a complete plan, and a better one with every step."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..chance import stream
from ..compiling import Real, Whole
from ..stop import Stop as End
from .arrays import NOBODY, TASKS, Course, Day, Sketch
from .model import RoundProblem, Rounds, Stop, cost
from .search import search, start_course

NEIGHBOURS = 60
STEPS_A_VISIT = 100_000  # of one cooling; with more time the search is warmed up again


@dataclass(frozen=True)
class RoundParams:
    """How the search looks. Temperatures in units of the cost."""

    warm: float = 30.0
    cool: float = 0.4
    steps_a_look: int = 5000


@dataclass(frozen=True)
class RoundProgress:
    """How far a search has come."""

    steps: int
    share: float
    cost: float


@dataclass(frozen=True)
class RoundResult:
    """The best rounds that were found, what they cost, and after how many steps they stood."""

    rounds: Rounds
    cost: float
    steps: int


def solve_rounds(
    problem: RoundProblem,
    end: End,
    seed: int,
    params: RoundParams | None = None,
    tell: Callable[[RoundProgress], None] | None = None,
) -> RoundResult:
    """The best rounds found until the end; the same for the same seed and number of steps."""
    params = params or RoundParams()
    day = day_of(problem)
    course, sketch, sums = (
        _course(day, len(problem.visitors)),
        _sketch(day, len(problem.visitors)),
        np.zeros(3),
    )
    order = 1 + np.argsort(day.closes[1:], kind="stable").astype(np.int64)
    start_course(day, course, sketch, sums, order)
    best = copy.deepcopy(course)
    best_cost = float(sums.sum()) / 3
    random, steps, began = stream(seed), 0, 0
    while True:
        share = end.share(steps)
        if tell:
            tell(RoundProgress(steps, min(1.0, share), best_cost))
        if share >= 1.0 or not problem.visits:
            break
        if (cooled := _cooled(steps, began, share, STEPS_A_VISIT * len(problem.visits))) >= 1.0:
            began, cooled = steps, 0.0
        heat = params.warm * (params.cool / params.warm) ** cooled
        best_cost = search(params.steps_a_look, heat, day, course, sketch, sums, best, best_cost, random)
        steps += params.steps_a_look
    rounds = _rounds(problem, best)
    return RoundResult(rounds, cost(problem, rounds), steps)


def _cooled(steps: int, began: int, share: float, enough: int) -> float:
    """How far one cooling has come that began after so many steps: it takes enough of them, or all that are left
    where no second one would follow."""
    if steps == began:
        return 0.0
    left = steps / share - began
    return (steps - began) / (left if left < 1.5 * enough else enough)


def day_of(problem: RoundProblem) -> Day:
    """The arrays of the search."""
    visits, number = len(problem.visits) + 1, {skill: at for at, skill in enumerate(problem.skills)}
    able = [
        [at for at, each in enumerate(problem.visitors) if skill in each.skills] for skill in problem.skills
    ]
    widest = max((len(each) for each in able), default=0)
    opens, closes = np.zeros(visits), np.zeros(visits)
    tasks, skill = np.zeros(visits, dtype=np.int64), np.zeros((visits, TASKS), dtype=np.int64)
    lasts, least, most = np.zeros((visits, TASKS)), np.zeros(visits), np.zeros(visits)
    for at, visit in enumerate(problem.visits, start=1):
        opens[at], closes[at], tasks[at] = visit.opens, visit.closes, len(visit.tasks)
        for which, task in enumerate(visit.tasks):
            skill[at, which], lasts[at, which] = number[task.skill], task.minutes
        if visit.gap:
            least[at], most[at] = visit.gap.least, visit.gap.most
    way = np.array(problem.minutes, dtype=np.float64)
    can = np.zeros((len(able), len(problem.visitors)), dtype=np.int64)
    for at, those in enumerate(able):
        can[at, those] = 1
    listed = np.full((len(able), widest), NOBODY)
    for at, those in enumerate(able):
        listed[at, : len(those)] = those
    return Day(
        way=way,
        opens=opens,
        closes=closes,
        tasks=tasks,
        lasts=lasts,
        skill=skill,
        least=least,
        most=most,
        able=listed,
        ables=np.array([len(each) for each in able], dtype=np.int64),
        can=can,
        near=_near(way, opens),
    )


def _near(way: Real, opens: Real) -> Whole:
    """For every visit the others, by the way to them and how far their windows lie apart."""
    apart = way + np.abs(opens[:, None] - opens[None, :]) / 2
    np.fill_diagonal(apart, np.inf)
    apart[:, 0] = np.inf
    width = min(NEIGHBOURS, max(0, len(opens) - 2))
    return np.argsort(apart, axis=1, kind="stable")[:, :width].astype(np.int64)


def _course(day: Day, carers: int) -> Course:
    visits = len(day.opens)
    return Course(
        order=np.zeros(visits - 1, dtype=np.int64),
        position=np.zeros(visits, dtype=np.int64),
        carer=np.full((visits, TASKS), NOBODY),
        ready=np.zeros((visits, TASKS)),
        begins=np.full((visits, TASKS), -1.0),
        leg=np.zeros((visits, TASKS)),
        late=np.zeros(visits),
        latest=np.zeros(visits),
        last=np.zeros(carers, dtype=np.int64),
    )


def _sketch(day: Day, carers: int) -> Sketch:
    visits = len(day.opens)
    return Sketch(
        stirred=np.zeros(carers, dtype=np.int64),
        place=np.zeros(carers, dtype=np.int64),
        free=np.zeros(carers),
        moved=np.zeros(visits, dtype=np.int64),
        touched=np.zeros(visits, dtype=np.int64),
        mark=np.zeros(visits, dtype=np.int64),
        ready=np.zeros((visits, TASKS)),
        begins=np.zeros((visits, TASKS)),
        leg=np.zeros((visits, TASKS)),
        late=np.zeros(visits),
        latest=np.zeros(visits),
        kept=np.zeros(3 + 3 * visits, dtype=np.int64),
    )


def _rounds(problem: RoundProblem, course: Course) -> Rounds:
    stops: list[list[Stop]] = [[] for _ in problem.visitors]
    for at in course.order:
        visit = problem.visits[at - 1]
        for which, task in enumerate(visit.tasks):
            stops[course.carer[at, which]].append(Stop(visit.id, task.skill, float(course.begins[at, which])))
    return Rounds(tuple((who.id, tuple(those)) for who, those in zip(problem.visitors, stops, strict=True)))
