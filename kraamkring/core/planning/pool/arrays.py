"""What the compiled search looks at: one pool as arrays of whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..compiling import Whole
from .away import births_by_hour
from .missing import missing_table
from .model import OnCall, PoolProblem, Roster, Wish

PARTS_OF_ONE = 1_000_000  # births and chances as whole numbers
MOST_AT_ONCE = 40  # on call in one block
UNEVEN_UNIT = 1000
PLAIN = 2  # what a night or a weekend counts for, in halves


class Tables(NamedTuple):
    """What does not change during a search."""

    births: Whole  # [block, place] in millionths
    missing: Whole  # [block, on call, in reach] in millionths
    reach: Whole  # [carer, place] 1 if she is there in time
    open: Whole  # [carer] blocks open to her, as bits
    contract: Whole  # [carer] hours
    organisation: Whole  # [carer]
    burden: Whole  # [carer, block] nights and weekends, in halves
    shares: Whole  # [organisation] contract hours together
    promised: Whole  # [carer] blocks as bits
    hours: Whole  # [block]
    from_hour: Whole  # [block]
    until_hour: Whole  # [block]
    day: Whole  # [block]
    night: Whole  # [block] 1 for a night
    touched: Whole  # [block] days as bits; bit 0 is the earliest day that a window can see
    before: Whole  # [carer] days on call before the period, as bits
    windows: int  # how many rows of days are looked at
    window: int  # how many days each has
    most_days: int
    free_days: int
    longest: int
    rest: int
    nights_in_a_row: int
    changed: int  # hours that one changed promise outweighs


class State(NamedTuple):
    """A roster, and what follows from it."""

    held: Whole  # [carer] blocks as bits
    on: Whole  # [block] how many
    near: Whole  # [block, place] how many of them are in reach
    missed: Whole  # [block]
    carried: Whole  # [carer] burden
    together: Whole  # [organisation] burden


def tables(problem: PoolProblem) -> Tables:
    """The arrays of a problem."""
    rules, blocks, carers = problem.rules, problem.blocks, problem.carers
    hourly = births_by_hour(problem)
    everywhere = tuple(sum(each) for each in zip(*hourly, strict=True)) or (0.0,) * blocks[-1].until_hour
    births = [[sum(place[b.from_hour : b.until_hour]) for place in hourly] for b in blocks]
    most = min(len(carers), MOST_AT_ONCE)
    organisations = sorted({carer.organisation for carer in carers})
    number = [organisations.index(carer.organisation) for carer in carers]
    shares = [0] * len(organisations)
    for at, carer in enumerate(carers):
        shares[number[at]] += carer.on_call_hours
    at_carer = {carer.id: at for at, carer in enumerate(carers)}
    promised = [0] * len(carers)
    for held in problem.promised.held:
        promised[at_carer[held.carer]] |= 1 << held.block
    back = rules.days_counted - 1
    return Tables(
        births=np.rint(np.array(births).reshape(len(blocks), len(problem.places)) * PARTS_OF_ONE).astype(
            np.int64
        ),
        missing=np.rint(
            np.array([missing_table(problem, block, everywhere, most) for block in blocks]) * PARTS_OF_ONE
        ).astype(np.int64),
        reach=np.array(
            [[problem.within_reach(carer, place) for place in problem.places] for carer in carers],
            dtype=np.int64,
        ).reshape(len(carers), len(problem.places)),
        open=_whole(
            sum(1 << block.at for block in blocks if problem.may_be_on_call(carer, block)) for carer in carers
        ),
        contract=_whole(carer.on_call_hours for carer in carers),
        organisation=_whole(number),
        burden=np.array(
            [[burden_halves(problem, at, block) for block in range(len(blocks))] for at in range(len(carers))]
        ).reshape(len(carers), len(blocks)),
        shares=_whole(shares),
        promised=_whole(promised),
        hours=_whole(block.hours for block in blocks),
        from_hour=_whole(block.from_hour for block in blocks),
        until_hour=_whole(block.until_hour for block in blocks),
        day=_whole(block.day for block in blocks),
        night=_whole(int(block.is_night) for block in blocks),
        touched=_whole(sum(1 << (day + back) for day in problem.days_touched(block)) for block in blocks),
        before=_whole(
            sum(1 << (day + back) for day in carer.days_on_call_before if -back <= day < 0)
            for carer in carers
        ),
        windows=problem.days + 1,
        window=rules.days_counted,
        most_days=rules.most_days_on_call,
        free_days=rules.free_days_in_a_row,
        longest=rules.longest_on_call_hours,
        rest=rules.least_rest_hours,
        nights_in_a_row=rules.most_nights_in_a_row,
        changed=rules.changed_block_hours if problem.promised.held else 0,
    )


def burden_halves(problem: PoolProblem, carer: int, block: int) -> int:
    """What a block weighs for this carer: a night and a weekend count each, less where she wanted it."""
    one, at = problem.carers[carer], problem.blocks[block]
    rules = problem.rules
    weigh = {Wish.WANTED: rules.wanted_weighs, Wish.ANY: PLAIN, Wish.NEVER: PLAIN}
    return at.is_night * weigh[one.nights] + at.is_weekend * weigh[one.weekends]


def empty_state(t: Tables) -> State:
    """Nobody is on call."""
    blocks, places = t.births.shape
    carers = len(t.contract)
    return State(
        held=np.zeros(carers, dtype=np.int64),
        on=np.zeros(blocks, dtype=np.int64),
        near=np.zeros((blocks, places), dtype=np.int64),
        missed=t.births.sum(axis=1) * PARTS_OF_ONE,
        carried=np.zeros(carers, dtype=np.int64),
        together=np.zeros(len(t.shares), dtype=np.int64),
    )


def roster_of(problem: PoolProblem, state: State) -> Roster:
    """A state as a roster."""
    return Roster(
        tuple(
            OnCall(block.at, carer.id)
            for block in problem.blocks
            for at, carer in enumerate(problem.carers)
            if int(state.held[at]) >> block.at & 1
        )
    )


def _whole(numbers: Iterable[int]) -> Whole:
    return np.array(list(numbers), dtype=np.int64)
