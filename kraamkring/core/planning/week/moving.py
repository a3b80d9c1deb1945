"""Taking a family out of the plan and putting it in: every carer's days and hours follow."""

from __future__ import annotations

from ..compiling import compiled
from .arrays import NOBODY, Desk, State, Tables
from .pricing import over_price


@compiled
def take_out(family: int, t: Tables, s: State) -> int:
    """Nobody comes to this family any more; the price that falls away. Unserved days are priced with its next plan."""
    price = int(s.own[family])
    for i in range(t.days[family]):
        carer = s.carer[family, i]
        if carer == NOBODY:
            continue
        day = t.care_days[family, i]
        price -= over_price(s.total[carer], -s.given[family, i], t.contract[carer], t.price_overtime)
        s.total[carer] -= s.given[family, i]
        s.load[carer, day] -= s.given[family, i]
        last = s.busy[carer, day] - 1
        for each in range(last):
            if s.slot[carer, day, each] == family:
                s.slot[carer, day, each] = s.slot[carer, day, last]
                break
        s.slot[carer, day, last] = NOBODY
        s.busy[carer, day] = last
        if last == 0:
            s.worked[carer] &= ~(1 << day)
        s.carer[family, i] = NOBODY
        s.given[family, i] = 0
    return price


@compiled
def put_in(family: int, t: Tables, s: State, desk: Desk) -> int:
    """The plan in desk.plan_carer and desk.plan_given holds from now on; its price, overtime counted."""
    price = 0
    over = 0
    came = 0
    for i in range(t.days[family]):
        carer = desk.plan_carer[i]
        if carer == NOBODY:
            price += t.price_unserved[family]
            if t.promised[family, i] != NOBODY:
                price += t.price_change
            continue
        day, given = t.care_days[family, i], desk.plan_given[i]
        came += 1
        price += t.price_short[family] * max(0, t.hours[family] - given)
        if t.promised[family, i] != NOBODY and (
            t.promised[family, i] != carer or given < _told(family, i, t)
        ):
            price += t.price_change
        for k in range(t.able_from[family], t.able_from[family + 1]):
            if t.able[k] == carer:
                price += t.price_shift[k]
                seen = False
                for j in range(i):
                    seen = seen or desk.plan_carer[j] == carer
                if not seen:
                    price += t.price_new[k]
                break
        over += over_price(s.total[carer], given, t.contract[carer], t.price_overtime)
        s.total[carer] += given
        s.load[carer, day] += given
        s.slot[carer, day, s.busy[carer, day]] = family
        s.busy[carer, day] += 1
        s.worked[carer] |= 1 << day
        s.carer[family, i] = carer
        s.given[family, i] = given
    if came:
        price -= t.first_free[family]
    s.own[family] = price
    return price + over


@compiled
def fill_up(family: int, t: Tables, s: State) -> int:
    """Shortened days of this family become full where its carer has the hours and it pays; the price that goes."""
    extra = t.hours[family] - t.least_hours
    gained = 0
    for i in range(t.days[family]):
        carer = s.carer[family, i]
        if carer == NOBODY or s.given[family, i] == t.hours[family] or t.held[family, i] != NOBODY:
            continue
        day = t.care_days[family, i]
        if s.load[carer, day] + extra > t.most_hours:
            continue
        if s.total[carer] + extra > t.contract[carer] + t.most_overtime:
            continue
        over = over_price(s.total[carer], extra, t.contract[carer], t.price_overtime)
        kept = t.price_short[family] * extra
        if t.promised[family, i] == carer and s.given[family, i] < _told(family, i, t):
            kept += t.price_change
        gain = kept - over
        if gain > 0:
            s.given[family, i] = t.hours[family]
            s.load[carer, day] += extra
            s.total[carer] += extra
            s.own[family] -= kept
            gained += gain
    return gained


@compiled
def _told(family: int, position: int, t: Tables) -> int:
    """The hours that have to be given on this day so that what was promised is kept."""
    if t.held[family, position] != NOBODY or (t.promised_whole[family] >> position) & 1 == 0:
        return 0
    return int(t.hours[family])
