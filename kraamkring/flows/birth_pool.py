"""Who is on call for births in the coming two weeks: a roster is asked for, found by a worker, promised by a person.

Births are expected from the due dates of families that asked the organisation, as far as history says when children
come, and from how many come without being registered. Nobody's due date is shown: only births an hour. Organisations
that share births (shared_pool) have one roster, and each promises its own carers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.packs.planning import pool_rules
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.planner.actions import in_turn
from kraamkring.rooms.planner.facts import Period
from kraamkring.rooms.planner.models import Duty, OnCallTerms, PoolRun, Run
from kraamkring.rooms.planner.on_call import (
    ask_pool_run,
    duties_of,
    finish_pool_run,
    last_pool_run,
    pool_run,
    promise_duties,
    propose_roster,
    terms_of,
    write_terms,
)
from kraamkring.rooms.planner.pools import in_turn_of
from kraamkring.rooms.planner.queries import contract_of, shifts_of

from . import transaction
from .plan_week import MOST_DAYS, MOST_SEEDS, ROOM, ask_plan_of, can_be_planned, defer
from .plan_week import USUAL_SECONDS as WEEK_SECONDS
from .planning import admit_planner, note_look, resting_of
from .pool_as_it_stands import PARTS, house_of_each, houses_of_run, pool_problem, span_of, turns_of
from .pool_board import Board, board_of
from .publish_plan import tell_of_roster
from .shared_pool import Sharing, sharing_of, tell_planners

if TYPE_CHECKING:
    from kraamkring.core.planning.stop import Stop

JOB = "find_roster"
DAYS = 14
USUAL_SECONDS = 20  # our choice
MOST_MORE = 500  # births a week that nobody registered: more than in any region of one organisation


class SeenPool(NamedTuple):
    """terms: of each carer in the pool, of all organisations that share it. duties: who is or would be on call in these
    days. run: the last one. begins: the hour at which the first block of a day begins. sharing: with whom births are
    shared. board: hour by hour, from what stands now."""

    organisation: Organisation
    zone: ZoneInfo
    today: date
    first: date
    terms: Sequence[OnCallTerms]
    duties: Sequence[Duty]
    run: PoolRun | None
    begins: int
    sharing: Sharing
    board: Board

    @property
    def own(self) -> Sequence[Duty]:
        """Of her own organisation: those that she can promise."""
        return [each for each in self.duties if each.organisation_id == self.organisation.pk]


@transaction.atomic
def see_pool(*, by: User, now: datetime) -> SeenPool:
    """The coming two weeks of the pool, or those of the last roster until they are over. Eleven queries, and one
    for each organisation that shares, however many carers."""
    office = admit_planner(by)
    zone = zone_of(office.organisation.region)
    today = local_day(now, zone)
    sharing = sharing_of(office.organisation)
    run = last_pool_run(office.organisation, sharing.member_of)
    first = run.first_day if run and today < run.first_day + timedelta(days=run.days) else today
    start, end = span_of(first, DAYS, zone)
    terms = [each for each in terms_of(*sharing.houses) if each.hours_a_fortnight]
    duties = duties_of(sharing.houses, start, end)
    note_look(office, f"planning:pool:{len(terms)}", now)
    begins = pool_rules().block_begins[0]
    if run is not None:
        sharing = sharing.since(run.pool_id, run.asked_at)
    board = board_of(run if run and run.first_day == first else None, sharing.houses, terms, duties, zone)
    return SeenPool(office.organisation, zone, today, first, terms, duties, run, begins, sharing, board)


def agree_terms(
    *, carer_id: UUID, hours_a_fortnight: int, nights: str, weekends: str, by: User, now: datetime, id: UUID
) -> OnCallTerms:
    """How long and when a carer can be on call, from now on; sent again, nothing is written twice. Raises NotThere for
    a carer without a contract."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        if again := sent_before(OnCallTerms, id, carer_id=carer_id, organisation_id=office.organisation.pk):
            return again
        contract = contract_of(office.organisation, carer_id)
        if contract is None:
            raise NotThere("carer", "there is no such carer here", "Look at the list again")
        return write_terms(
            organisation=office.organisation, carer=contract.carer, hours_a_fortnight=hours_a_fortnight,
            nights=nights, weekends=weekends, by=by, now=now, id=id,
        )  # fmt: skip


def ask_roster(
    *,
    by: User,
    now: datetime,
    id: UUID,
    first_day: date,
    share: int,
    more_a_week: int = 0,
    seconds: int | None = USUAL_SECONDS,
    steps: int | None = None,
) -> PoolRun:
    """A roster of two weeks that a worker takes up; sent again, none is asked twice. Raises Refusal for days that are
    over, or where nobody can be on call."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        if again := sent_before(PoolRun, id, organisation_id=office.organisation.pk):
            return again
        today = local_day(now, zone_of(office.organisation.region))
        can_be_planned(first_day, DAYS, seconds, today)
        sharing = sharing_of(office.organisation)
        if not any(each.hours_a_fortnight for each in terms_of(*sharing.houses)):
            raise Refusal("", "no carer can be on call yet", "Say on the page of a carer how long she can be")
        if not 0 <= share <= PARTS or not 0 <= more_a_week <= MOST_MORE:
            raise Refusal("share", "these births cannot be", "Give a share up to 100, and fewer births")
        run = ask_pool_run(
            organisation=office.organisation, pool_id=sharing.pool_id, first_day=first_day, days=DAYS, share=share,
            more_a_week=more_a_week, seconds=None if steps is not None else seconds, steps=steps, by=by, now=now, id=id,
        )  # fmt: skip
        defer(
            JOB,
            f"roster:{run.pk}",
            lock=f"pool:{sharing.pool_id or office.organisation.pk}",
            run_id=str(run.pk),
        )
        return run


def find_roster(*, run_id: UUID, now: datetime, timed: Callable[[float], Stop]) -> None:
    """The roster that is found stands as a proposal beside what is promised; once it is done nothing changes. Raises
    NotThere for an unknown run."""
    from kraamkring.core.planning.pool.hours import hour_by_hour, reach_of
    from kraamkring.core.planning.pool.rules import broken_rules
    from kraamkring.core.planning.pool.solve import missed_births, solve_pool
    from kraamkring.core.planning.pool.uniform import uniform_roster
    from kraamkring.core.planning.stop import Steps

    run = pool_run(run_id)
    if run is None:
        raise NotThere("run", "there is no such run", "Ask for a plan again")
    if run.done_at is not None:
        return
    houses = houses_of_run(run)
    problem = pool_problem(run, houses, now)
    until = Steps(run.steps) if run.steps is not None else timed(run.seconds or USUAL_SECONDS)
    seed = run.pk.int % MOST_SEEDS
    found = solve_pool(problem, until, seed)
    if faults := broken_rules(problem, found.roster):
        raise RuntimeError(faults[0])
    hours = hour_by_hour(problem, found.roster)
    evenly = missed_births(problem, uniform_roster(problem, seed))
    zone = zone_of(run.organisation.region)
    with transaction.atomic():
        in_turn_of(houses)
        held = pool_run(run_id, lock=True)
        if held is None or held.done_at is not None:
            return
        still = {each.pk for each in houses_of_run(held)}
        houses = [each for each in houses if each.pk in still]  # nothing is proposed to who left meanwhile
        propose_roster(
            run=held,
            turns=turns_of(problem, found.roster, run.first_day, zone),
            house_of=house_of_each(houses, problem),
            stands=duties_of(houses, *span_of(run.first_day, run.days, zone)),
            now=now,
        )
        for each in houses:
            if each.pk != run.organisation_id:
                tell_planners(each, f"roster:{run.pk}", run.asked_by, now)
        finish_pool_run(
            run=held, now=now, carers=len(problem.carers), missed=found.missed, evenly=evenly,
            hours=[[round(each.births, 4), each.on_call, round(each.reached, 4)] for each in hours],
            reach=[
                [sorted(each.carers), [round(many, 6) for many in each.births]] for each in reach_of(problem)
            ],
        )  # fmt: skip


class Promised(NamedTuple):
    """How many carers were told, and the plan that was asked for the days with families that the roster takes."""

    told: int
    plan: Run | None


def promise_roster(
    *, by: User, now: datetime, seconds: int | None = WEEK_SECONDS, steps: int | None = None
) -> Promised:
    """What is proposed to her organisation is promised, and what would go is taken back; carers hear it, and a day with
    a family that a carer now is on call or rests is planned anew. A second time nothing changes. What has begun stays
    as it is."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        run = last_pool_run(office.organisation, sharing_of(office.organisation).member_of)
        if run is None:
            return Promised(0, None)
        zone = zone_of(office.organisation.region)
        duties = duties_of([office.organisation], *span_of(run.first_day, run.days, zone))
        changed = promise_duties(duties=[each for each in duties if each.from_at > now], by=by, now=now)
        for carer in {each.carer_id: each.carer for each in changed}.values():
            tell_of_roster(carer, f"duty:{run.pk}", by, now)
        carers = {each.carer_id for each in changed}
        taken = _days_taken(office.organisation, carers, run, local_day(now, zone)) if carers else []
        plan = None
        if taken:
            what = ",".join(sorted(str(each.pk) for each in changed))
            plan = ask_plan_of(
                organisation=office.organisation, by=by, now=now, id=uuid5(run.pk, f"plan:{what}"),
                first_day=taken[0], days=min((taken[-1] - taken[0]).days + 1 + ROOM, MOST_DAYS),
                seconds=seconds, steps=steps,
            )  # fmt: skip
        return Promised(len(carers), plan)


def _days_taken(house: Organisation, carers: set[UUID], run: PoolRun, today: date) -> list[date]:
    """Days to come on which one of these carers is with a family, promised or proposed, and cannot be: in order. Two
    queries."""
    period = Period(run.first_day, run.days + 1)  # a last night takes the day that follows
    resting = resting_of(house, carers, period)
    return sorted(
        {
            each.day
            for each in shifts_of(house, max(today, period.first), period.last)
            if each.carer_id in carers and each.state != "done" and each.day in resting.get(each.carer_id, ())
        }
    )
