"""Large neighbourhood search: a few families that can help one another out, each back at its best; keep or undo."""

from __future__ import annotations

import math

from ..chance import draw, pick
from ..compiling import Seed, Whole, compiled
from .arrays import FAR, NOBODY, Desk, State, Tables
from .moving import fill_up, put_in, take_out
from .pricing import price_family, spell_out

NEAR_CARERS = 24
NEAR_FAMILIES = 12
MODEST_MOVES = 0.2
MODEST_FAMILIES = 0.5


@compiled
def begin(order: Whole, t: Tables, s: State, desk: Desk, random: Seed) -> None:
    """A first complete plan: every family in this order gets its best of what is left."""
    for family in order:
        if t.must[family]:
            _put_in_held(family, t, s, desk)
    for family in order:
        if t.must[family]:
            take_out(family, t, s)
        if price_family(family, t, s, desk, FAR, False, 0.0, random) == FAR:
            _put_in_held(family, t, s, desk)
            continue
        spell_out(family, t, s, desk, False)
        put_in(family, t, s, desk)


@compiled
def settle(family: int, t: Tables, s: State, desk: Desk, random: Seed) -> int:
    """This family at its best while all others stay. Returns by how much the price fell."""
    for i in range(t.days[family]):
        desk.kept_carer[0, i] = s.carer[family, i]
        desk.kept_given[0, i] = s.given[family, i]
    was = take_out(family, t, s)
    if price_family(family, t, s, desk, was, False, 0.0, random) == FAR:
        for i in range(t.days[family]):
            desk.plan_carer[i] = desk.kept_carer[0, i]
            desk.plan_given[i] = desk.kept_given[0, i]
    else:
        spell_out(family, t, s, desk, False)
    return was - put_in(family, t, s, desk)


@compiled
def _put_in_held(family: int, t: Tables, s: State, desk: Desk) -> int:
    """Only what somebody holds: days that have passed, and promised days that a person pinned."""
    for i in range(t.days[family]):
        desk.plan_carer[i] = NOBODY
        desk.plan_given[i] = 0
        if (t.must[family] >> i) & 1:
            passed = t.held[family, i] != NOBODY
            desk.plan_carer[i] = t.held[family, i] if passed else t.pinned[family, i]
            desk.plan_given[i] = t.held_given[family, i] if passed else t.least_hours
    return put_in(family, t, s, desk)


@compiled
def search(
    steps: int,
    seeds: Whole,
    heat: float,
    overlook: float,
    t: Tables,
    s: State,
    best: State,
    best_price: int,
    desk: Desk,
    random: Seed,
) -> tuple[int, int]:
    """So many steps at one temperature, each around one of the seeds.

    Returns the price of the plan in s and of the best one, in best; all prices against that of the plan in s before.
    """
    price = 0
    for _ in range(steps):
        number = _choose(seeds, t, s, desk, random)
        allowed = int(-heat * math.log(1.0 - draw(random)))
        outcome = _attempt(number, allowed, overlook, t, s, desk, random)
        if outcome == FAR:
            continue
        price += outcome
        if price < best_price:
            best_price = price
            best.carer[:, :] = s.carer
            best.given[:, :] = s.given
    return price, best_price


@compiled
def _choose(seeds: Whole, t: Tables, s: State, desk: Desk, random: Seed) -> int:
    """Marks and lists families to take out, in the order in which they are put back. Returns how many."""
    most = 2 + pick(random, len(desk.removed) - 1)
    seed = seeds[pick(random, len(seeds))]
    number = _mark(seed, 0, desk)
    way = draw(random)
    if way < 0.5:  # room at a near carer: whoever she visits on days that this family needs
        width = t.able_from[seed + 1] - t.able_from[seed]
        tries = 0
        while width > 0 and number < most and tries < 4:
            tries += 1
            at = int(min(width, NEAR_CARERS) * draw(random) ** 2)
            number = _mark_visits(t.able[t.able_from[seed] + at], seed, number, most, t, s, desk)
    elif way < 0.75:  # the families of one carer, and of those who share them
        family = seed
        tries = 0
        while number < most and tries < 4:
            tries += 1
            carer = s.carer[family, pick(random, t.days[family])]
            if carer != NOBODY:
                for day in range(s.busy.shape[1]):
                    for each in range(s.busy[carer, day]):
                        if number < most:
                            number = _mark(s.slot[carer, day, each], number, desk)
            family = desk.removed[pick(random, number)]
    while number < most:  # neighbours
        start = desk.removed[pick(random, number)]
        other = (
            t.near[start, pick(random, min(NEAR_FAMILIES, t.near.shape[1]))] if t.near.shape[1] else NOBODY
        )
        if other == NOBODY:
            most -= 1
            continue
        before = number
        number = _mark(other, number, desk)
        if number == before:
            most -= 1
    if draw(random) < 0.5:
        for i in range(number - 1, 0, -1):
            j = pick(random, i + 1)
            desk.removed[i], desk.removed[j] = desk.removed[j], desk.removed[i]
    for i in range(number):
        desk.marked[desk.removed[i]] = 0
    return number


@compiled
def _mark(family: int, number: int, desk: Desk) -> int:
    if desk.marked[family] == 0:
        desk.marked[family] = 1
        desk.removed[number] = family
        return number + 1
    return number


@compiled
def _mark_visits(carer: int, family: int, number: int, most: int, t: Tables, s: State, desk: Desk) -> int:
    for i in range(t.days[family]):
        day = t.care_days[family, i]
        for each in range(s.busy[carer, day]):
            if number < most:
                number = _mark(s.slot[carer, day, each], number, desk)
    return number


@compiled
def _attempt(
    number: int, allowed: int, overlook: float, t: Tables, s: State, desk: Desk, random: Seed
) -> int:
    """Takes the listed families out and puts them back. The rise in price, or FAR if all is as it was before."""
    rise = 0
    floors = 0
    modesty = draw(random) < MODEST_MOVES
    given_later = 0
    for i in range(number):
        family = desk.removed[i]
        for j in range(t.days[family]):
            desk.kept_carer[i, j] = s.carer[family, j]
            desk.kept_given[i, j] = s.given[family, j]
        rise -= take_out(family, t, s)
        floors += t.floor[family]
        if modesty:
            a_day = t.price_short[family] * (t.hours[family] - t.least_hours) + t.price_change
            given_later += t.days[family] * a_day
    done = 0
    for i in range(number):
        family = desk.removed[i]
        floors -= t.floor[family]
        modest = modesty and draw(random) < MODEST_FAMILIES
        at_most = allowed - rise - floors + given_later + 1
        if price_family(family, t, s, desk, at_most, modest, overlook, random) == FAR:
            break
        spell_out(family, t, s, desk, modest)
        rise += put_in(family, t, s, desk)
        done += 1
    if done == number and modesty:
        for i in range(number):
            rise -= fill_up(desk.removed[i], t, s)
    if done == number and rise <= allowed:
        return rise
    for i in range(done):
        take_out(desk.removed[i], t, s)
    for i in range(number):
        family = desk.removed[i]
        for j in range(t.days[family]):
            desk.plan_carer[j] = desk.kept_carer[i, j]
            desk.plan_given[j] = desk.kept_given[i, j]
        put_in(family, t, s, desk)
    return FAR
