"""Local search on what each carer covers: one carer on call more, less, elsewhere, or in another's place."""

from __future__ import annotations

import math

from ..chance import draw, pick
from ..compiling import Seed, Whole, compiled
from .arrays import State, Tables
from .moving import may_hold, turn, uneven, unrest

MISSED, UNEVEN, UNREST = 0, 1, 2
MOST_TURNS = 4


@compiled
def begin(t: Tables, s: State) -> None:
    """A first roster: again and again the carer and block that cover most, until nobody may or it covers nothing."""
    carers, blocks = t.burden.shape
    while True:
        best, best_carer, best_block = 0, -1, -1
        for carer in range(carers):
            for block in range(blocks):
                if (s.held[carer] >> block) & 1 or not may_hold(carer, s.held[carer] | (1 << block), t):
                    continue
                if s.on[block] + 1 >= t.missing.shape[1]:
                    continue
                gain = s.missed[block] - _with(carer, block, t, s)
                if gain > best:
                    best, best_carer, best_block = gain, carer, block
        if best_carer < 0:
            return
        turn(best_carer, best_block, t, s)


@compiled
def _with(carer: int, block: int, t: Tables, s: State) -> int:
    missed = 0
    for place in range(t.births.shape[1]):
        near = s.near[block, place] + t.reach[carer, place]
        missed += t.births[block, place] * t.missing[block, s.on[block] + 1, near]
    return missed


@compiled
def measure(part: int, t: Tables, s: State) -> int:
    """How much there is of this part."""
    if part == MISSED:
        return int(s.missed.sum())
    return uneven(t, s) if part == UNEVEN else unrest(t, s)


@compiled
def search(
    steps: int,
    part: int,
    heat: float,
    caps: Whole,
    t: Tables,
    s: State,
    best: State,
    least: int,
    turns: Whole,
    random: Seed,
) -> int:
    """So many steps at one temperature, for one part, while those before it stay under their caps. Returns the least
    found; that roster is in best."""
    now = measure(part, t, s)
    for _ in range(steps):
        number = _choose(t, s, turns, random)
        if number == 0:
            continue
        for at in range(number):
            turn(turns[at, 0], turns[at, 1], t, s)
        allowed = now + int(-heat * math.log(1.0 - draw(random)))
        found = measure(part, t, s)
        kept = found <= allowed
        for before in range(part):
            kept = kept and measure(before, t, s) <= caps[before]
        if kept:
            now = found
            if now < least:
                least = now
                best.held[:] = s.held
        else:
            for at in range(number):
                turn(turns[at, 0], turns[at, 1], t, s)
    return least


@compiled
def one_change(tries: int, part: int, t: Tables, s: State, turns: Whole, random: Seed) -> float:
    """How much there is more or less of this part after a change that the rules allow, on average of so many tries;
    0 when none was found. The roster is left as it is."""
    now, changes, moved = measure(part, t, s), 0, 0.0
    for _ in range(tries):
        number = _choose(t, s, turns, random)
        for at in range(number):
            turn(turns[at, 0], turns[at, 1], t, s)
        if number:
            changes += 1
            moved += abs(measure(part, t, s) - now)
        for at in range(number):
            turn(turns[at, 0], turns[at, 1], t, s)
    return moved / changes if changes else 0.0


@compiled
def _choose(t: Tables, s: State, turns: Whole, random: Seed) -> int:
    """A change that the rules allow, as carers and blocks to turn. Returns how many, 0 if it is none."""
    carers, blocks = t.burden.shape
    one, block, way = pick(random, carers), pick(random, blocks), draw(random)
    mine = s.held[one] ^ (1 << block)
    has = (s.held[one] >> block) & 1
    turns[0, 0], turns[0, 1] = one, block
    if way < 0.3:  # one more, or one less
        return 1 if has or _room(one, mine, block, t, s) else 0
    if way < 0.65:  # the same carer in another block
        other = pick(random, blocks)
        if other == block or ((s.held[one] >> other) & 1) == has:
            return 0
        mine ^= 1 << other
        turns[1, 0], turns[1, 1] = one, other
        into = other if has else block
        return 2 if _room(one, mine, into, t, s) else 0
    two = pick(random, carers)  # another carer in this block
    if two == one or ((s.held[two] >> block) & 1) == has:
        return 0
    hers = s.held[two] ^ (1 << block)
    turns[1, 0], turns[1, 1] = two, block
    number = 2
    if way > 0.8:  # and the other way round in a second block
        other = pick(random, blocks)
        if other == block or ((s.held[one] >> other) & 1) == has or ((s.held[two] >> other) & 1) != has:
            return 0
        mine ^= 1 << other
        hers ^= 1 << other
        turns[2, 0], turns[2, 1] = one, other
        turns[3, 0], turns[3, 1] = two, other
        number = 4
    return number if may_hold(one, mine, t) and may_hold(two, hers, t) else 0


@compiled
def _room(carer: int, blocks: int, into: int, t: Tables, s: State) -> bool:
    return s.on[into] + 1 < t.missing.shape[1] and may_hold(carer, blocks, t)
