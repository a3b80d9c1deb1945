"""The cheapest plan for one family while everybody else stays where they are: exact, over all able carers."""

from __future__ import annotations

from ..chance import draw
from ..compiling import Seed, compiled
from .arrays import BLOCKS, FAR, NOBODY, Desk, State, Tables
from .partition import divide, keep_cheapest

LOOKS_EVERY = 16


@compiled
def over_price(total: int, more: int, contract: int, price: int) -> int:
    """What it costs in overtime if she works so many hours more."""
    return price * (max(0, total + more - contract) - max(0, total - contract))


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
    promised: int,
    change: int,
) -> int:
    """On how many of so many shifts the hours are best given in full; -1 if the shifts do not fit at all.

    room: hours left until the most overtime; within_contract: hours left in the contract (below 0: already over).
    The price falls by `short` an hour and, beyond the contract, rises by `over` an hour: convex, so that the best
    number lies at an end or where the contract runs out. On so many of the shifts that may be full, full hours were
    `promised`: each of these that is not full costs a `change`.
    """
    spare = room - least * shifts
    if spare < 0:
        return -1
    extra = hours - least
    if extra <= 0:
        return may_be_full
    most = min(may_be_full, spare // extra)
    if promised and change:
        full = 0
        while full < most:
            total = least * shifts + full * extra
            gained = short * extra + (change if full < promised else 0)
            if gained < over_price(total, extra, within_contract, over):
                break
            full += 1
        return full
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
    passed = 0
    must = t.must[family]
    whole = t.promised_whole[family] if t.price_change else 0
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
        if t.held[family, i] != NOBODY:
            passed |= 1 << i
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
        carer = t.able[k]
        mine = 0
        base = 0
        held_short = 0
        if must:
            for i in range(n):
                if t.held[family, i] == carer:
                    mine |= 1 << i
                    base += t.held_given[family, i]
                    held_short += short * max(0, hours - t.held_given[family, i])
        if overlook > 0.0 and draw(random) < overlook and mine == 0:
            continue
        room = t.contract[carer] + t.most_overtime - s.total[carer] - base
        if room < least and mine == 0:
            continue
        available = 0
        roomy = 0
        kept = 0
        off, worked = t.days_off[carer], s.worked[carer]
        for i in range(n):
            day = t.care_days[family, i]
            bit = 1 << i
            if passed & bit or t.past_only[k]:
                continue
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
        if available | mine == 0:
            continue
        kept |= mine
        total, contract = s.total[carer], t.contract[carer]
        open_days = available
        while open_days | mine:
            days = open_days | mine
            if t.may_work[t.rhythm[carer], worked | period[days]]:
                shifts = t.ones[days]
                price = shifts * shift + t.price_new[k]
                if promises:
                    price += t.price_change * t.ones[days & promises & ~kept]
                if price < top[days, BLOCKS - 1]:
                    open_shifts = t.ones[open_days]
                    fit = full_days(
                        open_shifts,
                        t.ones[open_days & roomy],
                        room,
                        contract - total - base,
                        least,
                        hours,
                        short,
                        t.price_overtime,
                        t.ones[open_days & roomy & whole & kept],
                        t.price_change,
                    )
                    if fit >= 0:
                        worked_hours = least * open_shifts + fit * (hours - least)
                        price += short * (open_shifts * hours - worked_hours) + held_short
                        price += over_price(total, base + worked_hours, contract, t.price_overtime)
                        broken = t.ones[open_days & whole & kept] - fit
                        if broken > 0:
                            price += t.price_change * broken
                        if keep_cheapest(top, who, days, price, carer):
                            news = True
            if open_days == 0:
                break
            open_days = (open_days - 1) & available
        seen += 1
        if news and seen % LOOKS_EVERY == 0:
            price = divide(
                full,
                top,
                who,
                t.ones,
                unserved,
                t.price_change,
                promises,
                must,
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
        full,
        top,
        who,
        t.ones,
        unserved,
        t.price_change,
        promises,
        must,
        given_back,
        t.most_carers,
        best,
        desk.block,
        desk.block_carer,
    )
    return int(min(found, price))


@compiled
def spell_out(family: int, t: Tables, s: State, desk: Desk, modest: bool) -> None:
    """The plan in desk.block as a carer and hours for every care day, in desk.plan_carer and desk.plan_given."""
    n = t.days[family]
    hours, least = t.hours[family], t.least_hours
    whole = t.promised_whole[family] if t.price_change else 0
    for i in range(n):
        desk.plan_carer[i] = NOBODY
        desk.plan_given[i] = 0
    for each in range(BLOCKS):
        days = desk.block[each]
        if days == 0:
            continue
        carer = desk.block_carer[each]
        roomy = 0
        promised = 0
        base = 0
        open_shifts = 0
        for i in range(n):
            if not (days >> i) & 1:
                continue
            if t.held[family, i] != NOBODY:
                base += t.held_given[family, i]
                continue
            open_shifts += 1
            if not modest and t.most_hours - s.load[carer, t.care_days[family, i]] >= hours:
                roomy += 1
                if (whole >> i) & 1 and t.promised[family, i] == carer:
                    promised += 1
        total, contract = s.total[carer], t.contract[carer]
        fit = full_days(
            open_shifts,
            roomy,
            contract + t.most_overtime - total - base,
            contract - total - base,
            least,
            hours,
            t.price_short[family],
            t.price_overtime,
            promised,
            t.price_change,
        )
        first = min(fit, promised)
        others = fit - first
        for i in range(n):
            if not (days >> i) & 1:
                continue
            desk.plan_carer[i] = carer
            desk.plan_given[i] = least
            if t.held[family, i] != NOBODY:
                desk.plan_given[i] = t.held_given[family, i]
            elif t.most_hours - s.load[carer, t.care_days[family, i]] >= hours:
                if (whole >> i) & 1 and t.promised[family, i] == carer:
                    if first > 0:
                        desk.plan_given[i] = hours
                        first -= 1
                elif others > 0:
                    desk.plan_given[i] = hours
                    others -= 1
