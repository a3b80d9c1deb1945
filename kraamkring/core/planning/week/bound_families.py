"""The families' side of the bound: the cheapest plan of each if carers' time could be bought at a price by the slot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiling import Real, Whole, compiled
from .arrays import BLOCKS, NOBODY, Tables
from .partition import divide, keep_cheapest

FAR_OFF = 1e18
LOOKS_EVERY = 32
HAIR = 1e-9


class Counter(NamedTuple):
    """Room to work in for one family."""

    top: Real  # [subset of care days, rank] as at the desk of the search, in fractions
    who: Whole  # [subset, rank]
    cost: Real  # [subset] of one carer
    of_day: Real  # [position] of one carer
    block: Whole  # [block]
    block_carer: Whole  # [block]


def counter(t: Tables) -> Counter:
    """An empty one for these tables."""
    positions = t.care_days.shape[1]
    return Counter(
        top=np.zeros((1 << positions, BLOCKS)),
        who=np.zeros((1 << positions, BLOCKS), dtype=np.int64),
        cost=np.zeros(1 << positions),
        of_day=np.zeros(positions),
        block=np.zeros(BLOCKS, dtype=np.int64),
        block_carer=np.zeros(BLOCKS, dtype=np.int64),
    )


@compiled
def families_buy(t: Tables, kind_of: Whole, price: Real, bought: Real, desk: Counter) -> float:
    """The sum over families of their cheapest plan, every able carer priced, none limited; counts the slots bought.

    kind_of: [hours] which kind of slot that is. price, bought: [carer, day, kind].
    """
    total = 0.0
    for family in range(len(t.days)):
        total += _one_family(family, t, kind_of, price, bought, desk)
    return total


@compiled
def _one_family(family: int, t: Tables, kind_of: Whole, price: Real, bought: Real, desk: Counter) -> float:
    n = t.days[family]
    full = (1 << n) - 1
    top, who, cost = desk.top, desk.who, desk.cost
    hours, least = t.hours[family], t.least_hours
    whole_slot, least_slot = kind_of[hours], kind_of[least]
    shortening = float(t.price_short[family] * (hours - least))
    unserved = float(t.price_unserved[family])
    given_back = float(t.first_free[family])
    dropped = float(t.price_change)
    promises = 0
    for i in range(n):
        if t.promised[family, i] != NOBODY:
            promises |= 1 << i
    for days in range(1, full + 1):
        for rank in range(BLOCKS):
            top[days, rank] = FAR_OFF
            who[days, rank] = NOBODY
    begin, end = t.able_from[family], t.able_from[family + 1]
    best = (unserved + dropped) * n + 1.0
    nearest = min(float(t.price_shift[begin]), unserved) if begin < end else 0.0
    seen = 0
    for k in range(begin, end):
        shift = float(t.price_shift[k])
        if shift + (n - 1) * nearest >= best:
            break
        carer = t.able[k]
        available = 0
        for i in range(n):
            day = t.care_days[family, i]
            if (t.days_off[carer] >> day) & 1:
                continue
            if t.pinned[family, i] != NOBODY and t.pinned[family, i] != carer:
                continue
            if t.may_work[t.rhythm[carer], 1 << day] == 0:
                continue
            available |= 1 << i
            of_day = min(price[carer, day, whole_slot], price[carer, day, least_slot] + shortening)
            if t.promised[family, i] != NOBODY and t.promised[family, i] != carer:
                of_day += t.price_change
            desk.of_day[i] = shift + of_day
        if available == 0:
            continue
        cost[0] = float(t.price_new[k])
        for days in range(1, full + 1):
            if days & available == days:
                cost[days] = cost[days & (days - 1)] + desk.of_day[t.lowest[days]]
                keep_cheapest(top, who, days, cost[days], carer)
        seen += 1
        if seen % LOOKS_EVERY == 0:
            found = divide(
                full,
                top,
                who,
                t.ones,
                unserved,
                dropped,
                promises,
                0,
                given_back,
                t.most_carers,
                best,
                desk.block,
                desk.block_carer,
            )
            best = min(best, found + HAIR)
    found = divide(
        full,
        top,
        who,
        t.ones,
        unserved,
        dropped,
        promises,
        0,
        given_back,
        t.most_carers,
        best,
        desk.block,
        desk.block_carer,
    )
    best = min(best, found)
    for each in range(BLOCKS):
        days = desk.block[each]
        carer = desk.block_carer[each]
        while days:
            i = t.lowest[days]
            days &= days - 1
            day = t.care_days[family, i]
            if price[carer, day, whole_slot] <= price[carer, day, least_slot] + shortening:
                bought[carer, day, whole_slot] += 1.0
            else:
                bought[carer, day, least_slot] += 1.0
    return float(best)
