"""One family on one day with everything that decides who can come: what is read of others is as little as that needs.

A region has four hundred families in care and two thousand shifts in the week around a day. Of others only who comes
where and for how long counts; so their names, needs and homes are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.planning.week.model import Plan, WeekProblem
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import accounts_with
from kraamkring.rooms.people.models import Person
from kraamkring.rooms.people.queries import places_of_care
from kraamkring.rooms.planner.facts import WEEK, Period, Rows, as_it_stands, problem_of
from kraamkring.rooms.planner.models import CareDay, CareRequest, Question, Shift
from kraamkring.rooms.planner.queries import (
    Stands,
    absences_of,
    came_before,
    care_days_of_family,
    competences_of,
    contracts_of,
    families_in_care,
    kept_apart,
    needs_of,
    open_request,
    open_requests_by,
    shifts_elsewhere,
    standing_shifts_of,
)

from .planning import AROUND, RULES, Office, resting_of, shown_to

BESIDE = timedelta(days=3)  # before and after the day: a week, within which contract and rest are counted


class PlannedDay(NamedTuple):
    """rows: of this family, and of every carer. lines: every shift in and around the week. plan: what is promised, with
    every proposal in its place. known: the family has care on that day, so that somebody can come."""

    request: CareRequest
    day: date
    period: Period
    today: date
    rows: Rows
    lines: list[Stands]
    problem: WeekProblem
    plan: Plan

    @property
    def family(self) -> str:
        return str(self.request.episode_id)

    @property
    def number(self) -> int:
        """Which day of the week that is looked at."""
        return self.period.number(self.day)

    @property
    def care(self) -> CareDay | None:
        """What the family needs that day; None if nothing that is certain."""
        return next(
            (each for each in self.rows.care_days if each.day == self.day and not each.expected), None
        )

    @property
    def known(self) -> bool:
        return self.care is not None and self.family in self.problem.family_by_id


def found_request(office: Office, request_id: UUID, now: datetime) -> CareRequest:
    """What a family asked of this organisation. Raises NotThere, also where the mother closed her plan to who plans."""
    request = open_request(office.organisation, request_id)
    if request is None or request.episode_id not in shown_to(office, [request.episode], now):
        raise NotThere("request", "there is no such family for you", "Look at the week again")
    return request


def planned_day(office: Office, request_id: UUID, day: date, now: datetime) -> PlannedDay:
    """The day of a family that asked this organisation. The same number of queries for ten carers and for five
    hundred. Raises NotThere."""
    request = found_request(office, request_id, now)
    house, period = office.organisation, around(day)
    episode_id, first, last = request.episode_id, period.first, period.last
    contracts = contracts_of(house, first, last)
    carers = [each.carer_id for each in contracts]
    places = places_of_care([episode_id])
    rows = Rows(
        region=house.region,
        requests=[request],
        needs=needs_of([request.pk]),
        care_days=care_days_of_family(house, episode_id, first, last),
        postcodes={episode_id: place.postcode for episode_id, place in places.items()},
        contracts=contracts,
        absences=absences_of(carers, first, last),
        elsewhere=shifts_elsewhere(house, carers, first, last),
        resting=resting_of(house, carers, period),
        competences=competences_of(carers, first),
        came=came_before([episode_id]),
        apart=kept_apart([episode_id]),
    )
    lines = standing_shifts_of(house, first - AROUND, last + AROUND)
    today = local_day(now, zone_of(house.region))
    problem = problem_of(rows, period, RULES, today, lines)
    plan = as_it_stands(lines, families_in_care(house, first, last), problem, period)
    return PlannedDay(request, day, period, today, rows, lines, problem, plan)


def around(day: date) -> Period:
    """The week in which a day is looked at."""
    return Period(day - BESIDE, WEEK)


class Named(NamedTuple):
    """Whom reasons and answers name, by the id they are named by: carers who work or worked there, and the mothers of
    families that the reader may see."""

    carers: dict[str, User]
    mothers: dict[str, Person]


def named(
    office: Office, found: PlannedDay, standing: list[Shift], questions: list[Question], now: datetime
) -> Named:
    """Everybody of whom a page about this day can speak. At most three queries."""
    carers = {str(each.carer_id): each.carer for each in found.rows.contracts}
    carers |= {str(each.carer_id): each.carer for each in standing if each.carer}
    said = {*ids_in([each.values for each in standing]), *ids_in([each.answer for each in questions])}
    gone = {each.carer_id for each in found.lines if each.carer_id in said} - {UUID(id) for id in carers}
    if gone:
        carers |= {str(id): each for id, each in accounts_with(gone).items()}
    requests = open_requests_by(office.organisation, {found.request.episode_id, *said})
    shown = shown_to(office, [each.episode for each in requests], now)
    mothers = {str(each.episode_id): each.episode.mother for each in requests if each.episode_id in shown}
    return Named(carers, mothers)


def ids_in(kept: Any) -> Iterator[UUID]:
    """Every id in what was kept of reasons and answers, wherever it stands."""
    if isinstance(kept, dict):
        kept = list(kept.values())
    if isinstance(kept, list):
        for each in kept:
            yield from ids_in(each)
    elif isinstance(kept, str):
        try:
            yield UUID(kept)
        except ValueError:
            return
