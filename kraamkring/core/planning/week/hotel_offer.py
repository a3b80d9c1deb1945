"""Who could go to a maternity-care hotel and what it would give whom. Nothing is changed in the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from .board import Board
from .giving import missing
from .hotel import Gives, Hotel, HotelOffer, Stay, without_stays, would
from .model import Family, Plan, Shift, WeekProblem
from .objective import IN_ORDER, Part, fewer_hours, in_order, nobody_comes
from .promises import compared
from .reasons import Reason
from .solve import SearchParams

NEAREST_SHORT = 12
MOST_TRIED = 24
COUNTS = IN_ORDER[: IN_ORDER.index(Part.SHORTENED) + 1]  # care at all and hours: what an offer is made for


def hotel_offer(problem: WeekProblem, plan: Plan, hotel: Hotel) -> HotelOffer | None:
    """Who could move to the hotel and what it would give; None where nobody is short, or nothing would be gained.

    plan: the one in force, which keeps every rule. No family is offered fewer hours on any day than it has at home, and
    no carer gets more than the rules allow. Families go from their first day of care still to come, for as many days in
    a row as there is room; the stay that gives most comes first (days without anybody, then hours, of the vulnerable
    before others).
    """
    week = replace(problem, promised=plan, expected=())
    offered = _Offer(week, plan, hotel)
    while offered.add_best():
        pass
    return offered.whole() if offered.stays else None


class _Offer:
    """An offer while it grows. The board keeps whoever is in the hotel out of it and never puts her back."""

    def __init__(self, week: WeekProblem, plan: Plan, hotel: Hotel) -> None:
        params = SearchParams()
        self.week, self.before, self.hotel = week, plan, hotel
        self.board = Board(week, in_order(week, params.families_a_move), params.families_a_move, 0)
        self.board.lay(plan)
        self.now = _by_family(plan)
        self.stays: list[Stay] = []
        self.used = [0] * week.days
        self.was_short = frozenset(each.id for each in week.families if missing(plan, each))

    def add_best(self) -> bool:
        """The stay that gives most, laid; False if none gives anything."""
        best: tuple[tuple[int, ...], Stay] | None = None
        laid, price = self.board.copy(), self.board.price
        for family, days in self._candidates():
            stay = self._tried(family, days)
            worth = tuple(stay.gained[part] for part in COUNTS)
            if worth > (0,) * len(COUNTS) and (best is None or worth > best[0]):
                best = worth, stay
            self.board.put_back(laid, price)
        if best is None:
            return False
        stay = best[1]
        self._tried(self.week.family_by_id[stay.family], stay.days)
        self.now = _by_family(self.board.plan())
        self.stays.append(stay)
        for day in stay.days:
            self.used[day] += 1
        return True

    def whole(self) -> HotelOffer:
        """All stays together."""
        gained: Counter[Part] = Counter()
        for stay in self.stays:
            gained.update(stay.gained)
        full = tuple(sorted({each for stay in self.stays for each in stay.full}))
        beds = max(self.used)
        why = would(Gives.MORE_CARE, beds=beds, days=_days(gained), hours=_hours(gained))
        if full:
            why = would(Gives.FULL_HOURS, beds=beds, families=len(full))
        stays = tuple(self.stays)
        home, now = without_stays(self.week, stays), self.board.plan()
        return HotelOffer(
            self.hotel.id,
            stays,
            tuple(self.used),
            full,
            gained,
            now,
            compared(home, self.before, now),
            (why,),
        )

    def _candidates(self) -> Iterator[tuple[Family, tuple[int, ...]]]:
        """Families that could go, those that miss most themselves or stand nearest to who does first."""
        if not self.was_short:
            return
        gone = {each.family for each in self.stays}
        found = []
        for family in self.week.families:
            if family.id not in self.hotel.accepts or family.id in gone or family.to_come:
                continue
            days = self._days_of(family)
            if days:
                hours = sum(family.hours_a_day - self._at_home(family.id, day) for day in days)
                found.append((-hours, -len(days), family.id, family, days))
        found.sort(key=lambda each: each[:3])
        for *_, family, days in found[:MOST_TRIED]:
            yield family, days

    def _days_of(self, family: Family) -> tuple[int, ...]:
        """From her first care day to come, as many days in a row as there is room and she loses no hour by it."""
        pinned = {pin.day for pin in self.week.pins if pin.family == family.id}
        days: list[int] = []
        for day in sorted(day for day in family.days if day >= self.week.settled_before):
            hours = min(self.hotel.hours_a_day, family.hours_a_day)
            if (
                day in pinned
                or self.used[day] >= self.hotel.room(day)
                or hours < self._at_home(family.id, day)
                or len(days) >= self.hotel.longest_stay
                or (days and day != days[-1] + 1)
            ):
                break
            days.append(day)
        return tuple(days)

    def _at_home(self, family: str, day: int) -> int:
        return next((each.hours for each in self.now.get(family, ()) if each.day == day), 0)

    def _tried(self, family: Family, days: tuple[int, ...]) -> Stay:
        """The stay laid on the board: the family is out on these days, and who is short near it takes what is free."""
        hours = min(self.hotel.hours_a_day, family.hours_a_day)
        freed = [each for each in self.now.get(family.id, ()) if each.day in days]
        near = self._short_near(family, days, freed) if freed else []
        self.board.leave(family.id, days)
        for each in near:
            self.board.settle([each.id])
        at_home = self.board.shifts_of(family.id)
        gained = _missed(family, self.now.get(family.id, ()))
        gained.subtract(_missed(family, at_home))
        gained[nobody_comes(family)] += len(days)
        gained[fewer_hours(family)] -= (family.hours_a_day - hours) * len(days)
        why = list(self._why_herself(family, days, hours))
        days_free = Counter(each.carer for each in freed)
        why += [would(Gives.COMES_FREE, carer=carer, days=many) for carer, many in sorted(days_free.items())]
        all_day = hours == family.hours_a_day and not set(missing(Plan(at_home), family)) - set(days)
        full = [family.id] if all_day and family.id in self.was_short else []
        for each in near:
            was, now = self.now.get(each.id, ()), self.board.shifts_of(each.id)
            gained.update(_missed(each, was))
            gained.subtract(_missed(each, now))
            more = _hours_of(now) - _hours_of(was)
            if not missing(Plan(now), each):
                full.append(each.id)
                why.append(would(Gives.OTHER_FULL, other=each.id))
            elif more > 0:
                why.append(would(Gives.OTHER_HOURS, other=each.id, hours=more))
        counted = Counter({part: gained[part] for part in COUNTS if gained[part]})
        return Stay(family.id, days, hours, counted, tuple(full), tuple(why))

    def _short_near(self, family: Family, days: tuple[int, ...], freed: list[Shift]) -> list[Family]:
        """Families at home who are short and nearest to the carers who come free, those on the same days first."""
        homes = [self.week.carer_by_id[each] for each in {each.carer for each in freed}]
        gone = {each.family for each in self.stays} | {family.id}
        short = [
            each
            for each in self.week.families
            if each.id not in gone and missing(Plan(self.now.get(each.id, ())), each)
        ]
        short.sort(
            key=lambda each: (
                not set(each.days) & set(days),
                min(self.week.minutes(home, each) for home in homes),
                each.id,
            )
        )
        return short[:NEAREST_SHORT]

    def _why_herself(self, family: Family, days: tuple[int, ...], hours: int) -> Iterator[Reason]:
        alone = [day for day in days if not self._at_home(family.id, day)]
        if alone:
            yield would(Gives.OWN_DAYS, family=family.id, days=len(alone))
        more = sum(hours - self._at_home(family.id, day) for day in days)
        if more:
            yield would(Gives.OWN_HOURS, family=family.id, hours=more)


def _by_family(plan: Plan) -> dict[str, tuple[Shift, ...]]:
    found: dict[str, list[Shift]] = {}
    for shift in plan.shifts:
        found.setdefault(shift.family, []).append(shift)
    return {family: tuple(shifts) for family, shifts in found.items()}


def _missed(family: Family, shifts: tuple[Shift, ...]) -> Counter[Part]:
    """Days without anybody, and hours that are missing on the others."""
    given = {each.day: each.hours for each in shifts}
    missed: Counter[Part] = Counter()
    for day in family.days:
        if day in given:
            missed[fewer_hours(family)] += family.hours_a_day - given[day]
        else:
            missed[nobody_comes(family)] += 1
    return missed


def _hours_of(shifts: tuple[Shift, ...]) -> int:
    return sum(each.hours for each in shifts)


def _days(gained: Counter[Part]) -> int:
    return gained[Part.UNSERVED_VULNERABLE] + gained[Part.UNSERVED]


def _hours(gained: Counter[Part]) -> int:
    return gained[Part.SHORTENED_VULNERABLE] + gained[Part.SHORTENED]
