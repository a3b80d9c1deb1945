"""What a roster is worth when births come as they come: each sends a carer away, and the others close ranks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..compiling import Real
from .model import HOURS_A_DAY, PoolProblem, Roster

MINUTES = 60


@dataclass(frozen=True)
class Call:
    """A birth at which the pool is wanted. hour: of the period, with its fraction; place: which of the problem."""

    hour: float
    place: int


@dataclass(frozen=True)
class Worth:
    """What was seen. in_time: births with a carer in time; nobody: births at which nobody was free at all."""

    births: int
    in_time: int
    nobody: int
    weeks: int
    worst_weeks: float  # the share in time in the worst twentieth of the weeks

    @property
    def share(self) -> float:
        """Births with a carer in time, of all."""
        return self.in_time / self.births if self.births else 1.0


class Board:
    """Who is on call when, ready to send somebody."""

    def __init__(self, problem: PoolProblem, roster: Roster) -> None:
        self.problem = problem
        at = {carer.id: number for number, carer in enumerate(problem.carers)}
        self.on_call: list[list[int]] = [[] for _ in problem.blocks]
        for held in sorted(roster.held):
            self.on_call[held.block].append(at[held.carer])
        self.minutes = [
            [problem.rules.travel.minutes(carer.place, place.place) for place in problem.places]
            for carer in problem.carers
        ]
        self.weights = [sum(place.births) for place in problem.places]
        self.block_at = [block.at for block in problem.blocks for _ in range(block.hours)]

    def block(self, hour: float) -> int:
        """The block of an hour of the period."""
        return self.block_at[int(hour)]

    def whom_to_send(self, place: int, free: Sequence[int]) -> int | None:
        """Of those who are free and in reach, whoever leaves the fewest births alone; else whoever is there first."""
        reach = self.problem.rules.reach_minutes
        able = [carer for carer in free if self.minutes[carer][place] <= reach]
        if not able:
            return min(free, key=lambda carer: (self.minutes[carer][place], carer), default=None)
        return min(able, key=lambda carer: (self._left_alone(carer, free), self.minutes[carer][place], carer))

    def _left_alone(self, carer: int, free: Sequence[int]) -> float:
        """Births expected where nobody else of the free ones is in reach."""
        reach = self.problem.rules.reach_minutes
        others = [other for other in free if other != carer]
        return sum(
            weight
            for place, weight in enumerate(self.weights)
            if self.minutes[carer][place] <= reach
            and not any(self.minutes[other][place] <= reach for other in others)
        )


def week_of(board: Board, calls: Sequence[Call]) -> tuple[int, int]:
    """One period from its first call to its last: how many had a carer in time, at how many nobody was free."""
    rules, blocks = board.problem.rules, board.problem.blocks
    free_at = [0.0] * len(board.problem.carers)
    in_time = nobody = 0
    for call in calls:
        block = board.block(call.hour)
        on_call = board.on_call[block]
        free = [carer for carer in on_call if free_at[carer] <= call.hour]
        sent = board.whom_to_send(call.place, free)
        if sent is None:
            nobody += 1
            continue
        minutes = board.minutes[sent][call.place]
        in_time += minutes <= rules.reach_minutes
        back = call.hour + (2 * minutes) / MINUTES + rules.away_hours
        late = back > blocks[block].until_hour
        free_at[sent] = back + (rules.least_rest_hours if late else 0)
    return in_time, nobody


def evaluate(problem: PoolProblem, roster: Roster, weeks: Iterable[Sequence[Call]]) -> Worth:
    """What a roster is worth over these periods, each begun with everybody fresh."""
    board = Board(problem, roster)
    births = in_time = nobody = 0
    shares = []
    for calls in weeks:
        reached, alone = week_of(board, calls)
        births += len(calls)
        in_time += reached
        nobody += alone
        shares.append(reached / len(calls) if calls else 1.0)
    worst = sorted(shares)[: max(1, len(shares) // 20)]
    return Worth(births, in_time, nobody, len(shares), sum(worst) / len(worst) if worst else 1.0)


@dataclass(frozen=True)
class Nature:
    """How births really come. days: real numbers of births a day, one after another, the first on a Monday.

    share: of all those births, the region's where the pool is wanted; spread: how much more than by chance a day's
    number varies (0: not at all); hours: how births spread over a day; places: over places.
    """

    days: tuple[int, ...]
    share: float
    spread: float
    hours: tuple[float, ...]
    places: tuple[float, ...]


def lived_weeks(problem: PoolProblem, nature: Nature, weeks: int, seed: int) -> list[list[Call]]:
    """So many periods as nature makes them, each a row of days that there really was, on the same day of the week."""
    random = np.random.default_rng(seed)
    length = problem.days + 1
    starts = [at for at in range(problem.weekday, len(nature.days) - length + 1, 7)]
    hours = _chances(nature.hours)
    places = _chances(nature.places)
    last = problem.blocks[-1].until_hour
    found = []
    for start in random.choice(starts, weeks):
        calls = []
        for day in range(length):
            mean = nature.days[start + day] * nature.share
            if nature.spread > 0:
                mean *= random.gamma(1 / nature.spread, nature.spread)
            for _ in range(int(random.poisson(mean))):
                clock = int(random.choice(HOURS_A_DAY, p=hours)) + random.random()
                hour = day * HOURS_A_DAY + clock - problem.rules.block_begins[0]
                place = int(random.choice(len(places), p=places))
                if 0 <= hour < last:
                    calls.append(Call(hour, place))
        found.append(sorted(calls, key=lambda call: (call.hour, call.place)))
    return found


def _chances(weights: Sequence[float]) -> Real:
    found: Real = np.array(weights, dtype=np.float64)
    found /= found.sum()
    return found
