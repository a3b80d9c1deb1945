"""Several searches for the rounds of a day at once, each with a seed of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ..stop import Stop
from .model import RoundProblem
from .solve import RoundProgress, RoundResult, solve_rounds

APART = 7919


def solve_rounds_together(
    problem: RoundProblem,
    end: Stop,
    seed: int,
    threads: int,
    tell: Callable[[RoundProgress], None] | None = None,
) -> RoundResult:
    """The best rounds of so many searches; the same for a seed, a number of threads and a number of steps."""
    with ThreadPoolExecutor(threads) as pool:
        begun = [
            pool.submit(solve_rounds, problem, end, seed + APART * at, None, tell if at == 0 else None)
            for at in range(threads)
        ]
        found = [each.result() for each in begun]
    return min(found, key=lambda each: each.cost)  # the first of those that are equal
