"""What would it mean if another carer came; what would have to give for full hours; what binds in a shortage.

Each answer is worked out from the plan as it stands, by a worker, since it plans a family anew among five hundred
carers. Nothing is changed by asking.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.planner.actions import answer_question, ask_question, keep_what_binds
from kraamkring.rooms.planner.facts import Period, problem_of
from kraamkring.rooms.planner.models import Question
from kraamkring.rooms.planner.proposals import dated
from kraamkring.rooms.planner.queries import contract_of, question_of, run_of

from . import transaction
from .decide_shift import plan_as_it_stands
from .plan_week import defer
from .planned_day import around, found_request
from .planning import RULES, admit_planner, read_rows

if TYPE_CHECKING:
    from kraamkring.core.planning.week.model import Plan, WeekProblem
    from kraamkring.core.planning.week.reasons import Reason

JOB = "answer_question"
STEPS = 1000  # of the search for what others would give; our choice
MOST_WAYS = 5  # carer-days that are told, the best first
Said = dict[str, Any]


def ask_what_if(
    *, request_id: UUID, day: date, carer_id: UUID | None, by: User, now: datetime, id: UUID
) -> Question:
    """What it would mean if this carer came on that day; without a carer, what would have to give for full hours. A
    worker answers. Sent again, nothing is asked twice."""
    with transaction.atomic():
        office = admit_planner(by)
        if again := sent_before(Question, id, organisation_id=office.organisation.pk):
            return again
        request = found_request(office, request_id, now)
        if day < local_day(now, zone_of(office.organisation.region)):
            raise Refusal("carer", "what has happened is not planned again", "Choose a day that is to come")
        if carer_id is not None and contract_of(office.organisation, carer_id) is None:
            raise NotThere("carer", "there is no such carer here", "Choose another")
        question = ask_question(
            organisation=office.organisation, episode=request.episode, by=by, now=now, id=id, day=day,
            carer_id=carer_id,
        )  # fmt: skip
        defer(JOB, f"question:{question.pk}", question_id=str(question.pk))
        return question


def answer(*, question_id: UUID, now: datetime) -> None:
    """What was asked, worked out; once it is answered nothing changes."""
    question = question_of(question_id)
    if question is None:
        raise NotThere("question", "there is no such question", "Ask again")
    if question.done_at is not None:
        return
    period = around(question.day)
    rows = read_rows(question.organisation, period)
    problem = problem_of(rows, period, RULES, local_day(now, zone_of(question.organisation.region)))
    family, day = str(question.episode_id), period.number(question.day)
    if family not in problem.family_by_id or day not in problem.family_by_id[family].days:
        found: Said = {"gone": True}
    else:
        plan = plan_as_it_stands(rows, problem, period)
        found = (
            _what_gives(problem, plan, family, question, period)
            if question.carer_id is None
            else _with_her(problem, plan, family, day, str(question.carer_id), period)
        )
    with transaction.atomic():
        held = question_of(question_id, lock=True)
        if held is not None and held.done_at is None:
            answer_question(question=held, answer=found, now=now)


def what_binds(*, run_id: UUID) -> None:
    """Of the plan that stands in the days of a run: which rule stands between families and their hours."""
    from kraamkring.core.planning.week.giving import binding

    run = run_of(run_id)
    if run is None or run.binds is not None:
        return
    period = Period(run.first_day, run.days)
    rows = read_rows(run.organisation, period)
    problem = problem_of(rows, period, RULES)
    plan = plan_as_it_stands(rows, problem, period)
    binds = [
        {"rule": each.rule, "hours": each.hours, "days": each.days, "families": len(each.families)}
        for each in (binding(problem, plan) if problem.families and problem.carers else ())
    ]
    keep_what_binds(run=run, binds=binds)


def _with_her(problem: WeekProblem, plan: Plan, family: str, day: int, carer: str, period: Period) -> Said:
    from kraamkring.core.planning.week.explaining import why_not

    if carer not in problem.carer_by_id:
        return {"gone": True}
    free = tuple(pin for pin in problem.pins if (pin.family, pin.day) != (family, day))
    found = why_not(replace(problem, pins=free), plan, family, day, carer)
    return {
        "stopped": [said(each, period) for each in found.stopped_by],
        "worse": {part.value: many for part, many in (found.worse or {}).items() if many},
    }


def _what_gives(problem: WeekProblem, plan: Plan, family: str, question: Question, period: Period) -> Said:
    from kraamkring.core.planning.stop import Steps
    from kraamkring.core.planning.week.giving import missing, what_would_give

    if not missing(plan, problem.family_by_id[family]):
        return {"enough": True}
    found = what_would_give(problem, plan, family, Steps(STEPS), question.pk.int % 2**31)
    others = found.others
    return {
        "carer_days": [
            {
                "carer": each.carer,
                "day": period.date_of(each.day).isoformat(),
                "full": len(each.full),
                "hours": each.hours,
                "days": each.days,
            }
            for each in found.carer_days[:MOST_WAYS]
        ],
        "others": None
        if others is None
        else {
            "full": others.full,
            "worse": {part.value: many for part, many in others.worse.items() if many},
            "changes": [
                {
                    "family": each.family,
                    "day": period.date_of(each.day).isoformat(),
                    "was": each.was.carer if each.was else None,
                    "now": each.now.carer if each.now else None,
                    "hours": each.now.hours if each.now else 0,
                }
                for each in others.changes
            ],
        },
    }


def said(reason: Reason, period: Period) -> Said:
    """A reason as it is kept: its code, and its values with dates for days."""
    return {"code": str(reason.code), "values": dated(reason, period)}
