"""The birth pool of an organisation, or of several that share births, as a problem of `core.planning`; and the roster
that is found as turns of carers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.kernel.moments import start_of_day
from kraamkring.packs import zone_of
from kraamkring.packs.planning import gestation_of_births, pool_rules
from kraamkring.packs.postcodes import point_of
from kraamkring.rooms.accounts.models import Organisation
from kraamkring.rooms.people.queries import places_of_care
from kraamkring.rooms.planner.facts import WEEK, Period, covers, flat
from kraamkring.rooms.planner.models import Contract, Duty, PoolRun
from kraamkring.rooms.planner.models.plans import PROMISED
from kraamkring.rooms.planner.on_call import Turn, duties_of, terms_of
from kraamkring.rooms.planner.pools import houses_of
from kraamkring.rooms.planner.queries import absences_of, contracts_of, open_requests, shifts_of

from .care_days import due_dates

if TYPE_CHECKING:
    from kraamkring.core.planning.pool.model import PoolCarer, PoolProblem, Roster

PARTS = 100  # a share is said in hundredths
AFTER = timedelta(days=1)  # the last block ends on the day after


def houses_of_run(run: PoolRun) -> list[Organisation]:
    """The organisations of its pool as they are now, or the one that asked."""
    return houses_of(run.pool_id) if run.pool_id else [run.organisation]


def pool_problem(run: PoolRun, houses: Collection[Organisation], now: datetime) -> PoolProblem:
    """Who of these organisations can be on call, and where births of all their families are expected."""
    from kraamkring.core.planning.pool.expecting import Registered, expected_births
    from kraamkring.core.planning.pool.model import BirthPlace, OnCall, PoolProblem, Roster

    days = run.days + 1
    requests = [each for house in houses for each in open_requests(house)]
    region_of = {each.episode_id: each.organisation.region for each in requests}
    places = places_of_care([each.episode_id for each in requests])
    points = {id: point_of(place.postcode, region_of[id]) for id, place in places.items()}
    homes_at = {id: _place(places[id].postcode, region_of[id]) for id, point in points.items() if point}
    at = {homes_at[id]: flat(points[id]) for id in homes_at}
    registered = [
        Registered(homes_at[id], due.on, due.first, assisted=run.share / PARTS)
        for id, due in due_dates(requests, now).items()
        if id in homes_at
    ]
    chances = expected_births(registered, gestation_of_births().tables(), run.first_day, days)
    homes = Counter(homes_at.values())
    more = run.more_a_week / WEEK / homes.total() if homes else 0.0
    rules = pool_rules().rules()
    problem = PoolProblem(
        days=run.days,
        weekday=run.first_day.weekday(),
        carers=tuple(_carers(houses, run, rules.days_counted)),
        places=tuple(
            BirthPlace(
                code,
                at[code],
                tuple(each + more * many for each in chances.get(code, (0.0,) * days)),
            )
            for code, many in sorted(homes.items())
        ),
        rules=rules,
    )
    zone = zone_of(run.organisation.region)
    begins = begins_of(problem, run.first_day, zone)
    held = {
        OnCall(begins[each.from_at], str(each.carer_id))
        for each in duties_of(houses, *span_of(run.first_day, run.days, zone))
        if each.state == "promised" and each.from_at in begins and str(each.carer_id) in problem.carer_by_id
    }
    return replace(problem, promised=Roster(tuple(sorted(held))))


def begins_of(problem: PoolProblem, first: date, zone: ZoneInfo) -> dict[datetime, int]:
    """The blocks of a period by the moment at which they begin."""
    begin = problem.rules.block_begins[0]
    return {_at(first, block.from_hour + begin, zone): block.at for block in problem.blocks}


def _place(postcode: str, region: str) -> str:
    """A postcode with its country: two countries have the same numbers."""
    return f"{region[:2]} {postcode}"


def _carers(houses: Collection[Organisation], run: PoolRun, back: int) -> list[PoolCarer]:
    """Each once, though she may work for two of them."""
    found: dict[str, PoolCarer] = {}
    for house in houses:
        for each in _carers_of(house, run, back):
            found.setdefault(each.id, each)
    return list(found.values())


def house_of_each(houses: Collection[Organisation], problem: PoolProblem) -> dict[UUID, UUID]:
    """By carer of the problem, the organisation that promises her."""
    known = {str(each.pk): each.pk for each in houses}
    return {UUID(each.id): known[each.organisation] for each in problem.carers if each.organisation in known}


def _carers_of(house: Organisation, run: PoolRun, back: int) -> list[PoolCarer]:
    """Who can be on call: not on days away, nor on days that she is promised to a family."""
    from kraamkring.core.planning.pool.model import PoolCarer, Wish

    period = Period(run.first_day, run.days)
    contracts: dict[UUID, Contract] = {
        each.carer_id: each for each in contracts_of(house, period.first, period.last)
    }
    terms = [each for each in terms_of(house) if each.hours_a_fortnight and each.carer_id in contracts]
    away = absences_of([each.carer_id for each in terms], period.first, period.last + AFTER)
    promised: Counter[tuple[UUID, date]] = Counter(
        (each.carer_id, each.day)
        for each in shifts_of(house, period.first, period.last + AFTER)
        if each.carer_id and each.state in PROMISED
    )
    zone = zone_of(house.region)
    start = start_of_day(period.first, zone)
    before: dict[UUID, set[int]] = {}
    for duty in duties_of([house], start - timedelta(days=back), start):
        if duty.state == "promised":
            before.setdefault(duty.carer_id, set()).update(_days_before(duty, period.first, zone))
    return [
        PoolCarer(
            id=str(each.carer_id),
            organisation=str(house.pk),
            place=flat(point_of(contracts[each.carer_id].postcode, house.region)),
            on_call_hours=each.hours_a_fortnight,
            nights=Wish(each.nights),
            weekends=Wish(each.weekends),
            days_off=frozenset(
                period.number(day)
                for day in (*period.every_day(), period.last + AFTER)
                if promised[each.carer_id, day]
                or any(covers(row, day) for row in away.get(each.carer_id, ()))
            ),
            days_on_call_before=frozenset(before.get(each.carer_id, ())),
        )
        for each in terms
    ]


def _days_before(duty: Duty, first: date, zone: ZoneInfo) -> set[int]:
    last = (duty.until_at - timedelta(seconds=1)).astimezone(zone).date()
    days = {(duty.from_at.astimezone(zone).date() - first).days, (last - first).days}
    return {day for day in days if day < 0}


def turns_of(problem: PoolProblem, roster: Roster, first: date, zone: ZoneInfo) -> Collection[Turn]:
    """Who is on call from when to when, by the clock on the wall."""
    begin = problem.rules.block_begins[0]
    blocks = problem.blocks
    return [
        Turn(
            UUID(held.carer),
            _at(first, blocks[held.block].from_hour + begin, zone),
            _at(first, blocks[held.block].until_hour + begin, zone),
            blocks[held.block].is_night,
            blocks[held.block].is_weekend,
        )
        for held in roster.held
    ]


def _at(first: date, hour: int, zone: ZoneInfo) -> datetime:
    """The moment of an hour on the wall, counted from midnight of the first day."""
    days, clock = divmod(hour, 24)
    return datetime.combine(first + timedelta(days=days), time(clock), zone)


def span_of(first: date, days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first block to the end of the last."""
    begin = pool_rules().block_begins[0]
    return _at(first, begin, zone), _at(first + timedelta(days=days), begin, zone)
