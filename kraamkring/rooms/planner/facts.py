"""Rows into the problem of a week for `core.planning`. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import cos, radians
from typing import Protocol
from uuid import UUID

from kraamkring.core.planning.week.model import (
    MOST_CARE_DAYS,
    Carer,
    Expected,
    Family,
    Pin,
    Place,
    Plan,
    WeekProblem,
    WeekRules,
)
from kraamkring.core.planning.week.model import Shift as PlannedShift
from kraamkring.packs.planning import practice
from kraamkring.packs.postcodes import Point, point_of

from .models import Absence, CareDay, CareNeed, CareRequest, Competence, Contract, KeptApart, Shift
from .models.plans import OPEN, PROMISED

KM_OF_A_DEGREE = 111.2  # of latitude
MIDDLE = cos(
    radians(51.5)
)  # between both countries: east and west are 2 % wrong at their ends, and nobody drives that
WEEK = timedelta(weeks=1).days
DAY = timedelta(days=1)
NOWHERE: Place = (0.0, 0.0)
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Period:
    """So many days from the first."""

    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    def every_day(self) -> list[date]:
        """From the first to the last."""
        return [self.date_of(number) for number in range(self.days)]

    def date_of(self, number: int) -> date:
        """The day with this number, from 0."""
        return self.first + timedelta(days=number)

    def number(self, day: date) -> int:
        """Which day of the period this is, from 0."""
        return (day - self.first).days

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Coming:
    """A family whose care is still to begin: the chance of each day of a period, how many days it will have, and hours
    a day."""

    begins: tuple[float, ...]
    care_days: int
    hours_a_day: int


@dataclass(frozen=True)
class Rows:
    """Everything that a plan of an organisation follows from, as it was read. postcodes: of families, by pregnancy.
    around: shifts of the days before and after. coming: families that a search is to keep room for.
    resting: days on which a carer is on call for births or rests after it."""

    region: str
    requests: Sequence[CareRequest] = ()
    needs: Mapping[UUID, CareNeed] = field(default_factory=dict)
    care_days: Sequence[CareDay] = ()
    postcodes: Mapping[UUID, str] = field(default_factory=dict)
    contracts: Sequence[Contract] = ()
    absences: Mapping[UUID, Collection[Absence]] = field(default_factory=dict)
    elsewhere: Mapping[UUID, Collection[date]] = field(default_factory=dict)
    resting: Mapping[UUID, Collection[date]] = field(default_factory=dict)
    competences: Mapping[UUID, Collection[Competence]] = field(default_factory=dict)
    shifts: Sequence[Shift] = ()
    around: Sequence[Shift] = ()
    came: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    apart: Mapping[UUID, Collection[KeptApart]] = field(default_factory=dict)
    coming: Mapping[UUID, Coming] = field(default_factory=dict)


class Line(Protocol):
    """As much of a shift as a problem follows from, however it was read."""

    @property
    def episode_id(self) -> UUID: ...
    @property
    def day(self) -> date: ...
    @property
    def carer_id(self) -> UUID | None: ...
    @property
    def hours(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def pinned(self) -> bool: ...


def flat(point: Point | None) -> Place:
    """A place in km on a flat map; the same everywhere for a postcode that nobody knows."""
    if point is None:
        return NOWHERE
    return point.longitude * KM_OF_A_DEGREE * MIDDLE, point.latitude * KM_OF_A_DEGREE


def problem_of(
    rows: Rows,
    period: Period,
    rules: WeekRules,
    today: date | None = None,
    lines: Sequence[Line] | None = None,
) -> WeekProblem:
    """The problem of these days. What is promised is known to it; what a person accepted or pinned, and what has been
    done, is pinned. today: days before it have passed, and nobody plans them. lines: the shifts in and around these
    days, if the rows have none."""
    rules = _over(rules, period)
    lines = (*rows.around, *rows.shifts) if lines is None else lines
    hours: dict[UUID | None, Counter[date]] = defaultdict(Counter)
    for shift in lines:
        if shift.state in PROMISED:
            hours[shift.carer_id][shift.day] += shift.hours
    carers = tuple(_carer(each, rows, period, rules, hours[each.carer_id]) for each in rows.contracts)
    known = {each.id for each in carers}
    days: dict[UUID, list[CareDay]] = defaultdict(list)
    for row in rows.care_days:
        if not row.expected and period.has(row.day):
            days[row.episode_id].append(row)
    families = tuple(
        family
        for request in rows.requests
        if (family := _family(request, days[request.episode_id], rows, period, rules)) is not None
    )
    in_care = {family.id for family in families}
    needed = {(family.id, day) for family in families for day in family.days}
    return WeekProblem(
        days=period.days,
        families=families,
        carers=carers,
        rules=rules,
        promised=Plan(tuple(sorted(_promised(lines, period, needed, known)))),
        pins=tuple(sorted(_pins(lines, period, needed, known))),
        settled_before=min(max(period.number(today), 0), period.days) if today else 0,
        expected=tuple(
            one
            for request in rows.requests
            if str(request.episode_id) not in in_care and (one := _expected(request, rows, rules)) is not None
        ),
    )


Needed = Collection[tuple[str, int]]  # family-days


def _promised(
    lines: Iterable[Line], period: Period, needed: Needed, known: Collection[str]
) -> Iterator[PlannedShift]:
    """What is promised of days that are needed, by carers who are there."""
    for line in lines:
        if line.state in PROMISED and period.has(line.day) and line.carer_id:
            each = planned(line, period)
            if (each.family, each.day) in needed and each.carer in known:
                yield each


def _pins(lines: Iterable[Line], period: Period, needed: Needed, known: Collection[str]) -> Iterator[Pin]:
    """What a person decided, and what has been done; what was decided last holds."""
    held = [each for each in lines if each.pinned or each.state in ("accepted", "done")]
    pins = {
        (str(each.episode_id), period.number(each.day)): str(each.carer_id)
        for each in sorted(held, key=lambda each: each.state in OPEN)
        if each.carer_id and period.has(each.day)
    }
    for (family, day), carer in pins.items():
        if (family, day) in needed and carer in known:
            yield Pin(family, day, carer)


def as_it_stands(
    lines: Sequence[Line], in_care: Collection[UUID], problem: WeekProblem, period: Period
) -> Plan:
    """What is promised, with every proposal in its place. in_care: families whose shifts count."""
    carers = {UUID(each.id): each.id for each in problem.carers}
    families = {each: str(each) for each in in_care}
    days = {day: number for number, day in enumerate(period.every_day())}
    standing: dict[tuple[str, int], Line] = {}
    for proposed in (False, True):
        standing |= {
            (families[each.episode_id], days[each.day]): each
            for each in lines
            if (each.state in OPEN) == proposed and each.day in days and each.episode_id in families
        }
    return Plan(
        tuple(
            PlannedShift(family, day, carers[each.carer_id], each.hours)
            for (family, day), each in sorted(standing.items(), key=lambda each: each[0])
            if each.carer_id in carers
        )
    )


def covers(absence: Absence, day: date) -> bool:
    """Whether she is away on that day."""
    return absence.first_day <= day <= absence.last_day


def _carer(
    contract: Contract, rows: Rows, period: Period, rules: WeekRules, promised: Mapping[date, int]
) -> Carer:
    carer_id = contract.carer_id
    days = period.every_day()
    away = rows.absences.get(carer_id, ())
    elsewhere = rows.elsewhere.get(carer_id, ())
    off = frozenset(
        number
        for number, day in enumerate(days)
        if day < contract.first_day
        or (contract.last_day is not None and day > contract.last_day)
        or day in elsewhere
        or day in rows.resting.get(carer_id, ())
        or any(covers(each, day) for each in away)
    )
    return Carer(
        id=str(carer_id),
        place=flat(point_of(contract.postcode, rows.region)),
        skills=frozenset(each.skill for each in rows.competences.get(carer_id, ())),
        contract_hours=_hours(contract.hours_a_week, period, rules, promised),
        days_off=off,
        days_worked_before=_in_a_row(promised, period.first, -DAY),
        days_worked_after=_in_a_row(promised, period.last, DAY),
    )


def _over(rules: WeekRules, period: Period) -> WeekRules:
    """What holds in so many days: of more than the rules are said for, more working days in proportion."""
    return replace(
        rules, most_days=max(rules.most_days, rules.most_days * period.days // practice().days_of_rules)
    )


def _hours(a_week: float, period: Period, rules: WeekRules, promised: Mapping[date, int]) -> int:
    """What a carer gives in the period: her contract of a week in proportion; of less than a week what is left of it in
    any seven days that hold the period. What was promised within her overtime stays so. promised: hours by day."""
    within = sum(hours for day, hours in promised.items() if period.has(day))
    if period.days >= WEEK:
        own = a_week * period.days / WEEK
    else:
        weeks = [Period(period.last - number * DAY, WEEK) for number in range(period.days - 1, WEEK)]
        own = a_week - max(
            sum(hours for day, hours in promised.items() if week.has(day)) - within for week in weeks
        )
    return max(round(own), within - rules.most_overtime_hours, 0)


def _in_a_row(worked: Collection[date], beside: date, step: timedelta) -> int:
    """How many of these days follow upon each other from beside on."""
    days = 0
    while beside + (days + 1) * step in worked:
        days += 1
    return days


def _family(
    request: CareRequest, days: Sequence[CareDay], rows: Rows, period: Period, rules: WeekRules
) -> Family | None:
    """None for a family that has no care in these days. Of more days than a period can hold the first are planned."""
    need, own = rows.needs.get(request.episode_id), days[:MOST_CARE_DAYS]
    if not own or need is None:
        return None
    mean = round(sum(each.hours for each in own) / len(own))
    return _cared_for(request, need, mean, tuple(period.number(each.day) for each in own), rows, rules)


def _expected(request: CareRequest, rows: Rows, rules: WeekRules) -> Expected | None:
    """None for a family that cannot come in these days."""
    need, coming = rows.needs.get(request.episode_id), rows.coming.get(request.episode_id)
    if need is None or coming is None:
        return None
    care = _cared_for(request, need, coming.hours_a_day, (), rows, rules)
    return Expected(care, coming.begins, min(coming.care_days, MOST_CARE_DAYS))


def _cared_for(
    request: CareRequest,
    need: CareNeed,
    hours_a_day: int,
    days: tuple[int, ...],
    rows: Rows,
    rules: WeekRules,
) -> Family:
    episode_id = request.episode_id
    postcode = rows.postcodes.get(episode_id, "")
    return Family(
        id=str(episode_id),
        place=flat(point_of(postcode, rows.region)),
        days=days,
        hours_a_day=min(max(hours_a_day, rules.least_hours), rules.most_hours_a_day),
        vulnerable=need.goes_first,
        needs=frozenset(need.skills),
        knows=frozenset(str(each) for each in rows.came.get(episode_id, ())),
        not_by=frozenset(
            (
                *(str(each.carer_id) for each in rows.apart.get(episode_id, ())),
                *_not_there(postcode, rows.contracts),
            )
        ),
    )


def _not_there(postcode: str, contracts: Sequence[Contract]) -> list[str]:
    """Carers who do not go to that postcode."""
    return [
        str(each.carer_id)
        for each in contracts
        if each.areas and not any(postcode.startswith(area) for area in each.areas)
    ]


def planned(shift: Line, period: Period) -> PlannedShift:
    """A shift as `core.planning` counts it."""
    return PlannedShift(str(shift.episode_id), period.number(shift.day), str(shift.carer_id), shift.hours)
