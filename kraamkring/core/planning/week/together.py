"""Several searches at once, each with a seed of its own; at every meeting all go on from the best plan."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ..stop import Stop
from .board import Board
from .model import Plan, WeekProblem
from .objective import Objective
from .solve import Progress, Result, SearchParams, improve

MEETINGS = 4
APART = 7919


def solve_together(
    problem: WeekProblem,
    objective: Objective,
    stop: Stop,
    seed: int,
    threads: int,
    params: SearchParams | None = None,
    *,
    start: Plan | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> Result:
    """The best plan of so many searches; the same for a seed, a number of threads and a number of steps.

    Every thread takes as many steps as the stop allows one. tell: what the first of them says. The compiled search
    gives the interpreter back, so that threads run side by side.
    """
    params = params or SearchParams()
    boards = [Board(problem, objective, params.families_a_move, seed + APART * at) for at in range(threads)]
    if start is None:
        boards[0].begin()
    else:
        boards[0].lay(start)
    best, steps = boards[0], 0
    with ThreadPoolExecutor(threads) as pool:
        for meeting in range(1, MEETINGS + 1):
            laid = best.copy()
            for board in boards:
                board.back_to(laid)
            until = meeting / MEETINGS
            begun = [
                pool.submit(
                    improve,
                    board,
                    stop,
                    params,
                    board.numbers(board.at),
                    tell if at == 0 else None,
                    steps,
                    until,
                )
                for at, board in enumerate(boards)
            ]
            steps = max(each.result() for each in begun)
            best = min(boards, key=lambda board: board.price)  # the first of those that are equal
    if tell:
        tell(Progress(steps, 1.0, best.cost))
    return Result(best.plan(), best.cost, steps)
