"""The cheapest plan for one family while everybody else stays where they are: exact, over all able carers."""

from __future__ import annotations

from ..chance import draw
from ..compiling import Seed, compiled
from .arrays import BLOCKS, FAR, NOBODY, Desk, State, Tables
from .partition import divide, keep_cheapest

LOOKS_EVERY = 16


@compiled
def full_days(
    shifts: int,
    may_be_full: int,
    room: int,
    within_contract: int,
    least: int,
    hours: int,
    short: int,
    over: int,
) -> int:
    """On how many of so many shifts the hours are best given in full; -1 if the shifts do not fit at all.

    room: hours left until the most overtime; within_contract: hours left in the contract (below 0: already over).
    The price falls by `short` an hour and, beyond the contract, rises by `over` an hour: convex, so that the best
    number lies at an end or where the contract runs out.
    """
    spare = room - least * shifts
    if spare < 0:
        return -1
    extra = hours - least
    if extra <= 0:
        return may_be_full
    most = min(may_be_full, spare // extra)
    if short >= over:
        return most
    inside = max(0, within_contract - least * shifts)
    few = min(most, inside // extra)
    if few < most and (few + 1) * extra - inside < extra:
        beyond = (few + 1) * extra - inside
        if over * beyond < short * extra:
            return few + 1
    return few


@compiled
def over_price(total: int, more: int, contract: int, price: int) -> int:
    """What it costs in overtime if she works so many hours more."""
    return price * (max(0, total + more - contract) - max(0, total - contract))


@compiled
def price_family(
    family: int, t: Tables, s: State, desk: Desk, at_most: int, modest: bool, overlook: float, random: Seed
) -> int:
    """The lowest price under at_most, with the plan in desk.block and desk.block_carer; FAR if there is none.

    The family itself must have been taken out of the plan. modest: it takes the least hours only. overlook: the share
    of carers who are passed over by chance, so that a search does not run into the same wall again; 0: the exact price.
    """
    n = t.days[family]
    full = (1 << n) - 1
    top, who, period = desk.top, desk.who, desk.period
    hours, least = t.hours[family], t.least_hours
    short, unserved = t.price_short[family], t.price_unserved[family]
    given_back = t.first_free[family]
    period[0] = 0
    pins = 0
    promises = 0
    for days in range(1, full + 1):
        period[days] = period[days & (days - 1)] | (1 << t.care_days[family, t.lowest[days]])
        for rank in range(BLOCKS):
            top[days, rank] = FAR
            who[days, rank] = NOBODY
    for i in range(n):
        if t.pinned[family, i] != NOBODY:
            pins |= 1 << i
        if t.promised[family, i] != NOBODY:
            promises |= 1 << i
    begin, end = t.able_from[family], t.able_from[family + 1]
    best = at_most
    found = FAR
    nearest = min(t.price_shift[begin], unserved) if begin < end else 0
    news = False
    seen = 0
    for k in range(begin, end):
        shift = t.price_shift[k]
        if shift + (n - 1) * nearest >= best:
            break  # whoever comes now is too far away, even if all the rest were as cheap as can be
        if overlook > 0.0 and draw(random) < overlook:
            continue
        carer = t.able[k]
        if t.contract[carer] + t.most_overtime - s.total[carer] < least:
            continue
        available = 0
        roomy = 0
        kept = 0
        off, worked = t.days_off[carer], s.worked[carer]
        for i in range(n):
            day = t.care_days[family, i]
            bit = 1 << i
            if (off >> day) & 1 or s.busy[carer, day] >= t.most_families:
                continue
            left = t.most_hours - s.load[carer, day]
            if left < least:
                continue
            if pins & bit and t.pinned[family, i] != carer:
                continue
            if t.may_work[t.rhythm[carer], worked | (1 << day)] == 0:
                continue
            available |= bit
            if left >= hours and not modest:
                roomy |= bit
            if t.promised[family, i] == carer:
                kept |= bit
        if available == 0:
            continue
        total, contract = s.total[carer], t.contract[carer]
        room = contract + t.most_overtime - total
        days = available
        while days:
            if t.may_work[t.rhythm[carer], worked | period[days]]:
                shifts = t.ones[days]
                price = shifts * shift + t.price_new[k]
                if promises:
                    price += t.price_change * t.ones[days & promises & ~kept]
                if price < top[days, BLOCKS - 1]:
                    fit = full_days(
                        shifts,
                        t.ones[days & roomy],
                        room,
                        contract - total,
                        least,
                        hours,
                        short,
                        t.price_overtime,
                    )
                    if fit >= 0:
                        worked_hours = least * shifts + fit * (hours - least)
                        price += short * (shifts * hours - worked_hours)
                        price += over_price(total, worked_hours, contract, t.price_overtime)
                        if keep_cheapest(top, who, days, price, carer):
                            news = True
            days = (days - 1) & available
        seen += 1
        if news and seen % LOOKS_EVERY == 0:
            price = divide(
                full,
                top,
                who,
                t.ones,
                unserved,
                given_back,
                t.most_carers,
                best,
                desk.block,
                desk.block_carer,
            )
            if price < best:
                best = found = price
            news = False
    price = divide(
        full, top, who, t.ones, unserved, given_back, t.most_carers, best, desk.block, desk.block_carer
    )
    return int(min(found, price))


@compiled
def spell_out(family: int, t: Tables, s: State, desk: Desk, modest: bool) -> None:
    """The plan in desk.block as a carer and hours for every care day, in desk.plan_carer and desk.plan_given."""
    n = t.days[family]
    hours, least = t.hours[family], t.least_hours
    for i in range(n):
        desk.plan_carer[i] = NOBODY
        desk.plan_given[i] = 0
    for each in range(BLOCKS):
        days = desk.block[each]
        if days == 0:
            continue
        carer = desk.block_carer[each]
        roomy = 0
        for i in range(n):
            if (
                not modest
                and (days >> i) & 1
                and t.most_hours - s.load[carer, t.care_days[family, i]] >= hours
            ):
                roomy += 1
        total, contract = s.total[carer], t.contract[carer]
        fit = full_days(
            t.ones[days],
            roomy,
            contract + t.most_overtime - total,
            contract - total,
            least,
            hours,
            t.price_short[family],
            t.price_overtime,
        )
        for i in range(n):
            if (days >> i) & 1:
                desk.plan_carer[i] = carer
                desk.plan_given[i] = least
                if fit > 0 and t.most_hours - s.load[carer, t.care_days[family, i]] >= hours:
                    desk.plan_given[i] = hours
                    fit -= 1
