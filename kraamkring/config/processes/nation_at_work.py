"""A nation planned by several processes: regions, then borders, then bounds. Each piece of work is a function that a
job of the queue could call as well."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from typing import Any, NamedTuple

from kraamkring.core.planning.nation.account import Account, accounts
from kraamkring.core.planning.nation.borders import Border, border_of, guests, put_back, rounds_of_borders
from kraamkring.core.planning.nation.model import Nation
from kraamkring.core.planning.nation.work import bound_region, plan_border, plan_region
from kraamkring.core.planning.stop import Steps, Stop
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.model import Plan

SHARE_OF_REGIONS, SHARE_OF_BORDERS, SHARE_OF_BOUNDS = 0.5, 0.2, 0.3

Clock = Callable[[], float]


class Until:
    """A search ends when so many seconds have passed on a clock: that of the wall, or of the processor."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self.seconds, self.clock, self.begun = seconds, clock, -1.0

    def share(self, steps: int) -> float:
        """The share that is over."""
        if self.begun < 0:
            self.begun = self.clock()
        return (self.clock() - self.begun) / self.seconds if self.seconds > 0 else 1.0


@dataclass(frozen=True)
class Effort:
    """How long to search: seconds for everything on each process, or steps for every region, border and bound."""

    seconds: float
    steps: int | None = None
    threads: int = 2
    seed: int = 1
    processor: bool = False

    def stop(self, seconds: float) -> Stop:
        """When one piece of work ends."""
        if self.steps is not None:
            return Steps(self.steps)
        return Until(seconds, time.process_time if self.processor else time.perf_counter)

    def divided(self, share: float, sizes: Sequence[int]) -> list[float]:
        """Seconds for each piece of work, by its size."""
        total = max(1, sum(sizes))
        return [self.seconds * share * self.threads * size / total for size in sizes]


class Planned(NamedTuple):
    """A plan of a nation. faults: what the judge found; gained: what helping over the borders saved."""

    plan: Plan
    accounts: list[Account]
    bounds: list[Fraction]
    faults: list[str]
    gained: Fraction


Work = tuple[Any, ...]
_nation: Nation | None = None


def plan_nation(nation: Nation, effort: Effort, tell: Callable[[str], None]) -> Planned:
    """Plans every region by itself, then every border, and says how good each region could be at best."""
    with _workers(nation, effort) as do:
        plan = _regions(nation, effort, do)
        alone = sum((each.cost for each in accounts(nation, plan)), Fraction(0))
        tell(f"regions by themselves: cost {float(alone):.0f}")
        plan = _borders(nation, effort, do, plan)
        found = accounts(nation, plan)
        cost = sum((each.cost for each in found), Fraction(0))
        tell(f"with help over the borders: cost {float(cost):.0f}, {float(alone - cost):.0f} less")
        bounds = _bounds(nation, effort, do, found)
    return Planned(plan, found, bounds, broken_rules(nation.whole, plan), alone - cost)


def _regions(nation: Nation, effort: Effort, do: Callable[[list[Work]], list[Any]]) -> Plan:
    sizes = [len(region.families) for region in nation.regions]
    seconds = effort.divided(SHARE_OF_REGIONS, sizes)
    order = sorted(range(len(sizes)), key=lambda at: (-sizes[at], at))
    plans = do([("region", at, seconds[at]) for at in order])
    return Plan(tuple(sorted(shift for plan in plans for shift in plan.shifts)))


def _borders(nation: Nation, effort: Effort, do: Callable[[list[Work]], list[Any]], plan: Plan) -> Plan:
    rounds = rounds_of_borders(nation)
    sizes = [
        sum(len(nation.regions[at].families) for at in pair) for pairs in rounds for pair in pairs
    ]  # a border grows with its regions
    seconds = iter(effort.divided(SHARE_OF_BORDERS, sizes))
    for pairs in rounds:
        borders = [(border_of(nation, plan, *pair), next(seconds)) for pair in pairs]
        open_ones = [(border, each) for border, each in borders if border is not None]
        found = do([("border", border, each) for border, each in open_ones])
        for (border, _), better in zip(open_ones, found, strict=True):
            plan = put_back(nation, plan, border, better)
    return plan


def _bounds(
    nation: Nation, effort: Effort, do: Callable[[list[Work]], list[Any]], found: list[Account]
) -> list[Fraction]:
    sizes = [account.families for account in found]
    seconds = effort.divided(SHARE_OF_BOUNDS, sizes)
    order = sorted(range(len(sizes)), key=lambda at: (-sizes[at], at))
    bounds = do([("bound", at, found[at].cost, seconds[at]) for at in order])
    by_region = dict(zip(order, bounds, strict=True))
    return [by_region[at] for at in range(len(sizes))]


@contextmanager
def _workers(nation: Nation, effort: Effort) -> Iterator[Callable[[list[Work]], list[Any]]]:
    """Does a list of pieces of work and gives what they found, in order: here, or in as many processes."""
    if effort.threads == 1:
        _begin(nation)
        yield lambda work: [_piece(effort, each) for each in work]
        return
    with ProcessPoolExecutor(
        effort.threads, mp_context=get_context("spawn"), initializer=_begin, initargs=(nation,)
    ) as processes:
        yield lambda work: [
            each.result() for each in [processes.submit(_piece, effort, piece) for piece in work]
        ]


def _begin(nation: Nation) -> None:
    global _nation
    _nation = nation


def _piece(effort: Effort, work: Work) -> Plan | Fraction:
    if _nation is None:
        raise RuntimeError("no nation was given to this process")
    kind, what, *rest = work
    stop = effort.stop(rest[-1])
    if kind == "region":
        return plan_region(_nation, what, stop, effort.seed)
    if kind == "border":
        border: Border = what
        return plan_border(border, _nation.objective, stop, effort.seed)
    cost: Fraction = rest[0]
    return bound_region(_nation, _nation.regions[what], guests(_nation, what), cost, stop)
