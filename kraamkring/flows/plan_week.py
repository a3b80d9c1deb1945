"""A plan is asked for, found, and stands beside what is promised as proposals; people decide.

The search runs in a worker, or at once where it is short. It reads rooms, asks `core.planning`, and writes proposals
only where the plan differs from what families and carers were promised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.planner.actions import ask_run, finish_run, in_turn, propose
from kraamkring.rooms.planner.facts import Period, Rows, problem_of
from kraamkring.rooms.planner.models import Run
from kraamkring.rooms.planner.proposals import proposals_of
from kraamkring.rooms.planner.queries import open_requests, run_of

from . import transaction
from .care_days import derive_care_days
from .planning import RULES, admit_planner, read_rows

if TYPE_CHECKING:
    from kraamkring.core.planning.stop import Stop
    from kraamkring.core.planning.week.model import Family, Plan, WeekProblem
    from kraamkring.core.planning.week.objective import Amounts

JOB, BINDS, QUEUE = "plan_week", "what_binds", "planning"
SHORT: tuple[Any, ...] = ("unserved_vulnerable", "unserved", "shortened_vulnerable", "shortened")
MOST_SECONDS = 600  # our choice: a plan that takes longer is asked for in parts
USUAL_SECONDS, USUAL_DAYS = 20, 7  # our choice
FARTHEST = timedelta(days=60)  # our choice: nobody can say that far ahead when a child comes
MOST_SEEDS = 2**31
ROOM = 2  # days after those that changed which are planned with them, so that others can move; our choice
MOST_DAYS = 14  # our choice: what lies further ahead rests on births that are only expected


class Found(NamedTuple):
    """A plan, how much of each part there is, and what would have been if nobody else had moved (None: not looked).
    room: time of carers that is kept for families still to come; wanted: what these would take; neither is promised."""

    plan: Plan
    amounts: Amounts
    kept: Plan | None = None
    room: Plan | None = None
    wanted: tuple[Family, ...] = ()


class Planned(NamedTuple):
    """The run with what it found, and how many family-days it proposes."""

    run: Run
    proposals: int


def ask_plan(
    *,
    by: User,
    now: datetime,
    id: UUID,
    first_day: date,
    days: int = USUAL_DAYS,
    seconds: int | None = USUAL_SECONDS,
    steps: int | None = None,
    keeps_promises: bool = True,
) -> Run:
    """A run that a worker takes up; sent again, none is asked twice. Raises NotAllowed to who does not plan, Refusal
    for days that are over or too many. seconds, or steps: how long it may look."""
    with transaction.atomic():
        office = admit_planner(by)
        return ask_plan_of(
            organisation=office.organisation, by=by, now=now, id=id, first_day=first_day, days=days,
            seconds=seconds, steps=steps, keeps_promises=keeps_promises,
        )  # fmt: skip


def ask_plan_of(
    *,
    organisation: Organisation,
    by: User,
    now: datetime,
    id: UUID,
    first_day: date,
    days: int,
    seconds: int | None = USUAL_SECONDS,
    steps: int | None = None,
    keeps_promises: bool = True,
) -> Run:
    """The same for a flow whose actor was admitted otherwise, in its transaction."""
    in_turn(organisation.pk)
    if again := sent_before(Run, id, organisation_id=organisation.pk):
        return again
    can_be_planned(first_day, days, seconds, local_day(now, zone_of(organisation.region)))
    asked = {"seconds": None if steps is not None else seconds, "steps": steps}
    run = ask_run(
        organisation=organisation, by=by, now=now, id=id, first_day=first_day, days=days,
        seed=id.int % MOST_SEEDS, keeps_promises=keeps_promises, **asked,
    )  # fmt: skip
    defer(JOB, f"plan:{run.pk}", lock=f"plan:{organisation.pk}", run_id=str(run.pk))
    return run


def defer(job: str, once: str, *, lock: str | None = None, **said: str) -> None:
    """A worker takes this up, once; with a lock, one after another."""
    task = configure_task(
        name=job, job_manager=JobManager(DjangoConnector()), queue=QUEUE, queueing_lock=once, lock=lock
    )
    task.defer(**said)


def plan_now(*, run_id: UUID, now: datetime, timed: Callable[[float], Stop]) -> Planned:
    """What the run finds; once it is done, what it found. timed: ends a search after so many seconds.

    Raises NotThere for an unknown run. The search itself holds no transaction: what changed meanwhile is read again
    before anything is proposed."""
    run = run_of(run_id)
    if run is None:
        raise NotThere("run", "there is no such run", "Ask for a plan again")
    if run.done_at is not None:
        return Planned(run, 0)
    period = Period(run.first_day, run.days)
    with transaction.atomic():
        in_turn(run.organisation_id)
        derive_care_days(open_requests(run.organisation), now)
    rows = _read(run, period, now)
    problem = problem_of(rows, period, RULES)
    if not problem.carers or not (problem.families or problem.expected):
        return _nothing(run, problem, rows, period, now)
    found = _search(problem, run, timed)
    return _keep(run, found, rows, problem, now)


def can_be_planned(first_day: date, days: int, seconds: int | None, today: date) -> None:
    """Raises Refusal for days that are over, too far ahead or too many, and for a search that is too short or long."""
    if not today <= first_day <= today + FARTHEST:
        raise Refusal(
            "first_day", "these days are over or too far ahead", "Plan from today on, two months at most"
        )
    if not 1 <= days <= MOST_DAYS:
        raise Refusal("days", "so many days cannot be planned at once", "Plan two weeks at most")
    if seconds is not None and not 1 <= seconds <= MOST_SECONDS:
        raise Refusal("seconds", "this is too short or too long", "Give it ten minutes at most")


def _read(run: Run, period: Period, now: datetime) -> Rows:
    """What a plan follows from, with the families that room is kept for."""
    from .births_to_come import births_to_come

    return replace(read_rows(run.organisation, period), coming=births_to_come(run.organisation, period, now))


def _search(problem: WeekProblem, run: Run, timed: Callable[[float], Stop]) -> Found:
    """The best plan within the time of the run, strictly in the order of the product. Where promises are kept, only
    families whose days changed are planned anew, and a promise to others is broken only so that somebody has care at
    all, or for hours of a family that goes first. Room for families still to come is kept of what is left."""
    from kraamkring.core.planning.stop import Steps
    from kraamkring.core.planning.week.constraints import broken_rules
    from kraamkring.core.planning.week.expecting import parted, with_room
    from kraamkring.core.planning.week.model import Plan
    from kraamkring.core.planning.week.objective import Part, amounts, in_order
    from kraamkring.core.planning.week.replanning import in_need, mend
    from kraamkring.core.planning.week.solve import SearchParams, solve

    until = Steps(run.steps) if run.steps is not None else timed(run.seconds or USUAL_SECONDS)
    week, kept = with_room(problem), None
    if not week.families:
        return Found(Plan(), amounts(problem, Plan()))
    if run.keeps_promises and problem.promised.shifts:
        mended = mend(problem, problem.promised, in_need(problem), until, run.seed)
        plan, room, kept = mended.plan, mended.room, parted(problem, mended.kept)[0]
    else:
        params = SearchParams()
        found = solve(week, in_order(week, params.families_a_move), until, run.seed, params).plan
        plan, room = parted(problem, found)
    whole = Plan(tuple(sorted((*plan.shifts, *room.shifts))))
    if faults := broken_rules(week, whole):
        raise RuntimeError(faults[0])
    shadows = tuple(each for each in week.families if each.to_come)
    counted = dict(amounts(problem, plan))
    counted[Part.ROOM_MISSING] = sum(len(each.days) for each in shadows) - len(room.shifts)
    return Found(plan, counted, kept, room, shadows)


def _keep(run: Run, found: Found, rows: Rows, problem: WeekProblem, now: datetime) -> Planned:
    period = Period(run.first_day, run.days)
    with transaction.atomic():
        in_turn(run.organisation_id)
        held = run_of(run.pk, lock=True)
        if held is None or held.done_at is not None:
            return Planned(run, 0)
        fresh = _read(run, period, now)
        if problem_of(fresh, period, RULES) != problem:
            finish_run(
                run=held,
                now=now,
                refused="changed",
                families=len(problem.families),
                carers=len(problem.carers),
            )
            return Planned(held, 0)
        proposed = propose(
            organisation=held.organisation, first_day=period.first, last_day=period.last,
            proposals=proposals_of(found.plan, fresh, period, problem, found.kept), run=held, by=held.asked_by, now=now,
        )  # fmt: skip
        finish_run(
            run=held, now=now, families=len(problem.families), carers=len(problem.carers),
            amounts={part.value: int(many) for part, many in found.amounts.items()},
            room=_room(found, fresh, period),
        )  # fmt: skip
        if any(found.amounts[part] for part in SHORT):
            defer(BINDS, f"binds:{held.pk}", run_id=str(held.pk))
        return Planned(held, proposed)


def _room(found: Found, rows: Rows, period: Period) -> dict[str, object] | None:
    """What was kept free, day by day; None where nobody is expected."""
    from .births_to_come import room_of

    if not rows.coming:
        return None
    kept = Counter[date]()
    for shift in found.room.shifts if found.room else ():
        kept[period.date_of(shift.day)] += shift.hours
    wanted = Counter[date]()
    for family in found.wanted:
        for day in family.days:
            wanted[period.date_of(day)] += family.hours_a_day
    return room_of(rows.coming, wanted, kept)


def _nothing(run: Run, problem: WeekProblem, rows: Rows, period: Period, now: datetime) -> Planned:
    from kraamkring.core.planning.week.model import Plan
    from kraamkring.core.planning.week.objective import amounts

    return _keep(run, Found(Plan(), amounts(problem, Plan())), rows, problem, now)
