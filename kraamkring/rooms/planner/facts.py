"""Rows into the problem of a week for `core.planning`, and a plan back into what differs from the promises. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import cos, radians
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
from kraamkring.core.planning.week.promises import explained
from kraamkring.core.planning.week.reasons import Code, Reason, because
from kraamkring.packs.planning import practice
from kraamkring.packs.postcodes import Point, point_of

from .actions import Proposed
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
DAYS = frozenset({"day", "other_day", "until"})  # values of a reason that are days of the period
AWAY = {"sick": Code.CARER_SICK, "leave": Code.CARER_ON_LEAVE, "day_off": Code.CARER_OFF}
APART = {"family": Code.CARER_REFUSED, "carer": Code.CARER_DECLINED}


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


def flat(point: Point | None) -> Place:
    """A place in km on a flat map; the same everywhere for a postcode that nobody knows."""
    if point is None:
        return NOWHERE
    return point.longitude * KM_OF_A_DEGREE * MIDDLE, point.latitude * KM_OF_A_DEGREE


def problem_of(rows: Rows, period: Period, rules: WeekRules, today: date | None = None) -> WeekProblem:
    """The problem of these days. What is promised is known to it; what a person accepted or pinned, and what has been
    done, is pinned. today: days before it have passed, and nobody plans them."""
    rules = _over(rules, period)
    hours: dict[UUID | None, Counter[date]] = defaultdict(Counter)
    for shift in (*rows.around, *rows.shifts):
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
    promised = [
        _planned(each, period)
        for each in rows.shifts
        if each.state in PROMISED and period.has(each.day) and each.carer_id
    ]
    held = [each for each in rows.shifts if each.pinned or each.state in ("accepted", "done")]
    pins = {
        (str(each.episode_id), period.number(each.day)): str(each.carer_id)
        for each in sorted(held, key=lambda each: each.state in OPEN)  # what was decided last holds
        if each.carer_id and period.has(each.day)
    }
    return WeekProblem(
        days=period.days,
        families=families,
        carers=carers,
        rules=rules,
        promised=Plan(
            tuple(
                sorted(each for each in promised if (each.family, each.day) in needed and each.carer in known)
            )
        ),
        pins=tuple(
            sorted(
                Pin(family, day, carer)
                for (family, day), carer in pins.items()
                if (family, day) in needed and carer in known
            )
        ),
        settled_before=min(max(period.number(today), 0), period.days) if today else 0,
        expected=tuple(
            one
            for request in rows.requests
            if str(request.episode_id) not in in_care and (one := _expected(request, rows, rules)) is not None
        ),
    )


def proposals_of(
    plan: Plan, rows: Rows, period: Period, problem: WeekProblem, kept: Plan | None = None
) -> list[Proposed]:
    """Where the plan differs from what is promised, each with its reason; what a person accepted stays as it is. kept:
    the plan that moves nobody whose own days did not change; it says what others would have had."""
    day_of = {(each.episode_id, each.day): each for each in rows.care_days if not each.expected}
    promised = {(each.episode_id, each.day): each for each in rows.shifts if each.state in PROMISED}
    accepted = {(each.episode_id, each.day) for each in rows.shifts if each.state == "accepted"}
    found = {
        (UUID(each.family), period.date_of(each.day)): (UUID(each.carer), each.hours) for each in plan.shifts
    }
    reasons = _reasons(plan, rows, period, problem, kept)
    proposals: list[Proposed] = []
    for key in sorted({*found, *promised} - accepted, key=lambda key: (key[1], key[0])):
        (episode_id, day), before, care = key, promised.get(key), day_of.get(key)
        carer_id, hours = found.get(key, (None, 0))
        if not period.has(day) or (before is not None and before.state == "done"):
            continue
        if before is not None and (before.carer_id, before.hours) == (carer_id, hours):
            continue
        full = care.hours if care else before.full_hours if before else hours
        reason = reasons.get((str(episode_id), period.number(day))) if before else None
        why, values = (str(reason.code), dated(reason, period)) if reason else ("", {})
        proposals.append(Proposed(episode_id, day, carer_id, hours, max(full, hours), why, values))
    return proposals


def _reasons(
    plan: Plan, rows: Rows, period: Period, problem: WeekProblem, kept: Plan | None
) -> dict[tuple[str, int], Reason]:
    """Why each promise would change: of what fell by itself the rows say why, of all else `core.planning`."""
    promised = [each for each in rows.shifts if each.state in PROMISED and each.carer_id]
    needed = {(each.episode_id, each.day): each.hours for each in rows.care_days}
    fallen = {
        (str(each.episode_id), period.number(each.day)): reason
        for each in promised
        if each.state == "published"
        and (reason := _fallen(each, needed.get((each.episode_id, each.day), 0), rows, period, problem))
    }
    before = Plan(tuple(sorted(_planned(each, period) for each in promised)))
    return {
        (each.family, each.day): each.reason
        for each in explained(problem, before, plan, kept or before, fallen)
    }


def _fallen(shift: Shift, needed: int, rows: Rows, period: Period, problem: WeekProblem) -> Reason | None:
    """Why this promise cannot be kept as it is, whatever else is planned. needed: hours of that day now."""
    family, carer, day = str(shift.episode_id), str(shift.carer_id), period.number(shift.day)
    one, her = problem.family_by_id.get(family), problem.carer_by_id.get(carer)
    if one is None or day not in one.days:
        return because(Code.NOT_NEEDED, family=family, day=day)
    away = next(
        (each for each in rows.absences.get(shift.carer_id or NOBODY, ()) if covers(each, shift.day)), None
    )
    if away is not None:
        return because(AWAY[away.kind], carer=carer, day=day)
    if her is None:
        return because(Code.CARER_GONE, carer=carer, day=day)
    if shift.day in rows.resting.get(shift.carer_id or NOBODY, ()):
        return because(Code.CARER_ON_CALL, carer=carer, day=day)
    if day in her.days_off:
        elsewhere = shift.day in rows.elsewhere.get(shift.carer_id or NOBODY, ())
        return because(Code.WORKS_ELSEWHERE if elsewhere else Code.CARER_GONE, carer=carer, day=day)
    if not one.needs <= her.skills:
        return because(Code.SKILL_NEEDED, family=family, carer=carer)
    if carer in one.not_by:
        return because(_why_apart(shift, rows), family=family, carer=carer)
    if max(needed, shift.hours) != shift.full_hours:
        return because(Code.HOURS_INDICATED, family=family, hours=needed, before=shift.full_hours)
    return None


def _why_apart(shift: Shift, rows: Rows) -> Code:
    said = {each.carer_id: each.whose for each in rows.apart.get(shift.episode_id, ())}
    return APART.get(said.get(shift.carer_id or NOBODY, ""), Code.OUT_OF_AREA)


def dated(reason: Reason, period: Period) -> dict[str, str | int]:
    """The values of a reason, its days as dates: a row is read when nobody knows of which period it was."""
    return {
        name: period.date_of(int(value)).isoformat() if name in DAYS else value
        for name, value in reason.values
    }


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


def _planned(shift: Shift, period: Period) -> PlannedShift:
    return PlannedShift(str(shift.episode_id), period.number(shift.day), str(shift.carer_id), shift.hours)
