"""Putting a carer on call and taking her off, and whether the rules let her."""

from __future__ import annotations

from ..compiling import compiled
from .arrays import UNEVEN_UNIT, State, Tables


@compiled
def may_hold(carer: int, blocks: int, t: Tables) -> bool:
    """Whether a carer may be on call in exactly these blocks (as bits)."""
    if blocks & ~t.open[carer]:
        return False
    hours, began, ended, night, nights = 0, -1, -1, -2, 0
    days = t.before[carer]
    for block in range(len(t.hours)):
        if not (blocks >> block) & 1:
            continue
        hours += t.hours[block]
        if began >= 0 and t.from_hour[block] == ended:
            ended = t.until_hour[block]
        else:
            if began >= 0 and t.from_hour[block] - ended < t.rest:
                return False
            began, ended = t.from_hour[block], t.until_hour[block]
        if ended - began > t.longest:
            return False
        if t.night[block] == 1:
            nights = nights + 1 if night == t.day[block] - 1 else 1
            night = t.day[block]
            if nights > t.nights_in_a_row:
                return False
        days |= t.touched[block]
    return hours <= t.contract[carer] and _days_allowed(days, t)


@compiled
def _days_allowed(days: int, t: Tables) -> bool:
    for start in range(t.windows):
        busy, free, longest = 0, 0, 0
        for day in range(start, start + t.window):
            if (days >> day) & 1:
                busy += 1
                free = 0
            else:
                free += 1
                longest = max(longest, free)
        if busy > t.most_days or longest < t.free_days:
            return False
    return True


@compiled
def turn(carer: int, block: int, t: Tables, s: State) -> None:
    """Puts her on call if she is not, takes her off if she is; what follows from it is brought up to date. More on call
    than the table of chances knows count as so many."""
    sign = -1 if (s.held[carer] >> block) & 1 else 1
    s.held[carer] ^= 1 << block
    s.on[block] += sign
    on = min(s.on[block], t.missing.shape[1] - 1)
    missed = 0
    for place in range(t.births.shape[1]):
        s.near[block, place] += sign * t.reach[carer, place]
        missed += t.births[block, place] * t.missing[block, on, min(s.near[block, place], on)]
    s.missed[block] = missed
    s.carried[carer] += sign * t.burden[carer, block]
    s.together[t.organisation[carer]] += sign * t.burden[carer, block]


@compiled
def uneven(t: Tables, s: State) -> int:
    """How unevenly nights and weekends are shared, for the contract hours that each has: least when all alike."""
    found = 0
    for carer in range(len(s.carried)):
        found += UNEVEN_UNIT * s.carried[carer] ** 2 // max(1, t.contract[carer])
    for organisation in range(len(s.together)):
        found += UNEVEN_UNIT * s.together[organisation] ** 2 // max(1, t.shares[organisation])
    return found


@compiled
def unrest(t: Tables, s: State) -> int:
    """Hours of waiting on call, and changed promises in their hours."""
    found = 0
    for carer in range(len(s.held)):
        changes = s.held[carer] ^ t.promised[carer]
        for block in range(len(t.hours)):
            if (s.held[carer] >> block) & 1:
                found += t.hours[block]
            if (changes >> block) & 1:
                found += t.changed
    return found
