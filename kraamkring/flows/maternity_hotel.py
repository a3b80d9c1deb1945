"""What beds in a maternity-care hotel would mean in a shortage: an offer, of which families and a person decide.

The planner says how many beds there are and which families may be asked; a worker works out who could go and what it
would give whom. Nothing in the plan is changed by it, and no family is told: asking one is an act of its own
(hotel_stays).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.packs.planning import hotel_practice
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.planner.actions import in_turn
from kraamkring.rooms.planner.facts import Period, problem_of
from kraamkring.rooms.planner.hotels import (
    answer_about_hotel,
    ask_about_hotel,
    hotel_question,
    said_no_between,
)
from kraamkring.rooms.planner.models import HotelQuestion
from kraamkring.rooms.planner.models.hotel import LONGEST_DAY, MOST_BEDS
from kraamkring.rooms.planner.queries import open_requests

from . import transaction
from .ask_what_if import said
from .decide_shift import plan_as_it_stands
from .plan_week import can_be_planned, defer
from .planning import RULES, admit_planner, read_rows, shown_to

if TYPE_CHECKING:
    from kraamkring.core.planning.week.hotel import HotelOffer
    from kraamkring.core.planning.week.model import Plan, WeekProblem

JOB = "answer_about_hotel"


def ask_hotel(
    *, place: str, first_day: date, days: int, beds: int, hours_a_day: int, families: Collection[UUID], by: User,
    now: datetime, id: UUID,
) -> HotelQuestion:  # fmt: skip
    """A question that a worker answers; sent again, none is asked twice. families: pregnancies whose mothers may be
    asked. Raises Refusal for days that are over, no beds or nobody to ask, NotThere for a family that is not hers."""
    with transaction.atomic():
        office = admit_planner(by)
        in_turn(office.organisation.pk)
        if again := sent_before(HotelQuestion, id, organisation_id=office.organisation.pk):
            return again
        today = local_day(now, zone_of(office.organisation.region))
        can_be_planned(first_day, days, None, today)
        if not place.strip() or not 1 <= beds <= MOST_BEDS or not 1 <= hours_a_day <= LONGEST_DAY:
            raise Refusal("beds", "such a place cannot be", "Give its name, its beds and hours of a day")
        if not families:
            raise Refusal("families", "nobody may be asked", "Tick the families that may be asked")
        episodes = {each.episode_id: each.episode for each in open_requests(office.organisation)}
        hers = shown_to(office, list(episodes.values()), now)
        if not set(families) <= hers:
            raise NotThere("families", "there is no such family for you", "Look at the list again")
        question = ask_about_hotel(
            organisation=office.organisation, place=place.strip(), first_day=first_day, days=days, beds=beds,
            hours_a_day=hours_a_day, families=sorted(map(str, families)), by=by, now=now, id=id,
        )  # fmt: skip
        defer(JOB, f"hotel:{question.pk}", question_id=str(question.pk))
        return question


def offer_of_hotel(*, question_id: UUID, now: datetime) -> None:
    """What was asked, worked out; once it is answered nothing changes. Raises NotThere for an unknown question."""
    question = hotel_question(question_id)
    if question is None:
        raise NotThere("question", "there is no such question", "Ask again")
    if question.done_at is not None:
        return
    period = Period(question.first_day, question.days)
    rows = read_rows(question.organisation, period)
    problem = problem_of(rows, period, RULES, local_day(now, zone_of(question.organisation.region)))
    ticked = {UUID(each) for each in question.families}
    ticked -= said_no_between(ticked, period.first, period.last)
    found = _told(_offer(problem, plan_as_it_stands(rows, problem, period), question, ticked), period)
    with transaction.atomic():
        held = hotel_question(question_id, lock=True)
        if held is not None and held.done_at is None:
            answer_about_hotel(question=held, answer=found, now=now)


def _offer(
    problem: WeekProblem, plan: Plan, question: HotelQuestion, may_be_asked: Collection[UUID]
) -> HotelOffer | None:
    """A carer of the place is there for every few beds, as the pack takes it. A promise of a day that needs no care any
    more is not a day at home."""
    from kraamkring.core.planning.week.hotel import Hotel
    from kraamkring.core.planning.week.hotel_offer import hotel_offer
    from kraamkring.core.planning.week.model import Plan

    if not problem.families:
        return None
    usual = hotel_practice()
    carers = -(-question.beds // usual.families_a_carer)
    hotel = Hotel(
        id=str(question.pk),
        beds=(question.beds,) * problem.days,
        carers=(carers,) * problem.days,
        families_a_carer=usual.families_a_carer,
        hours_a_day=question.hours_a_day,
        accepts=frozenset(map(str, may_be_asked)),
        longest_stay=usual.longest_stay_days,
    )
    needed = tuple(each for each in plan.shifts if each.day in problem.family_by_id[each.family].days)
    return hotel_offer(problem, Plan(needed), hotel)


def _told(offer: HotelOffer | None, period: Period) -> dict[str, Any]:
    """An offer as it is kept: codes and values, days as dates."""
    if offer is None:
        return {"stays": []}
    return {
        "why": [said(each, period) for each in offer.why],
        "stays": [
            {
                "family": stay.family,
                "first": period.date_of(stay.days[0]).isoformat(),
                "last": period.date_of(stay.days[-1]).isoformat(),
                "full": len(stay.full),
                "why": [said(each, period) for each in stay.why],
            }
            for stay in offer.stays
        ],
    }
