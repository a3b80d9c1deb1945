"""A good row of every table of the planner, and every way in which one can be spoiled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import models

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.planner.models import (
    Absence,
    CareDay,
    CareNeed,
    CarerDay,
    CareRequest,
    Competence,
    Contract,
    Duty,
    HotelQuestion,
    HotelStay,
    HotelStep,
    KeptApart,
    OnCallTerms,
    PoolMember,
    PoolRun,
    Question,
    Run,
    SharedPool,
    Shift,
    ShiftStep,
    Shortening,
)
from tests.cast import LATER

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = LATER.date()


class Planned(NamedTuple):
    """What rows of the planner point at: of one family a request and a shift, and a day of a carer that is claimed."""

    request: CareRequest
    shift: Shift
    claim: CarerDay
    roster: PoolRun
    question: HotelQuestion
    stay: HotelStay
    pool: SharedPool


def planned(user: User, episode: PregnancyEpisode) -> Planned:
    """The rows, in the database."""
    house = user.organisation
    assert house is not None
    question = HotelQuestion.objects.create(
        id=new_id(LATER), organisation=house, place="Rest", first_day=TODAY, days=7, beds=1, hours_a_day=6,
        families=[], asked_by=user, asked_at=LATER,
    )  # fmt: skip
    return Planned(
        request=CareRequest.objects.create(
            id=new_id(LATER), episode=episode, organisation=house, asked_by=user, asked_at=LATER
        ),
        shift=Shift.objects.create(
            id=new_id(LATER), episode=episode, organisation=house, day=TODAY - DAY, carer=user, hours=3, full_hours=3,
            state="proposed",
        ),
        claim=CarerDay.objects.create(id=new_id(LATER), carer=user, day=TODAY, organisation=house),
        roster=PoolRun.objects.create(
            id=new_id(LATER), organisation=house, first_day=TODAY, days=14, share=25, more_a_week=0, steps=10,
            asked_by=user, asked_at=LATER,
        ),
        question=question,
        pool=SharedPool.objects.create(id=new_id(LATER), made_by=user, made_at=LATER),
        stay=HotelStay.objects.create(
            id=new_id(LATER), episode=episode, question=question, first_day=TODAY, last_day=TODAY, state="no",
            asked_at=LATER,
        ),
    )  # fmt: skip


def good(
    user: User, episode: PregnancyEpisode, other: PregnancyEpisode, at: Planned
) -> dict[type[models.Model], dict[str, Any]]:
    """Of every table, the columns of a row that is taken."""
    house = user.organisation
    written = {"written_by": user, "written_at": LATER}
    return {
        Contract: {
            **written, "organisation": house, "carer": user, "number": 1, "kind": "employed", "hours_a_week": 24,
            "first_day": TODAY, "postcode": "9000",
        },
        Absence: {**written, "carer": user, "kind": "sick", "first_day": TODAY, "last_day": TODAY},
        Competence: {**written, "carer": user, "skill": "lactation", "since": TODAY, "evidence": "x"},
        CarerDay: {"carer": user, "day": TODAY + DAY, "organisation": house},
        CareRequest: {"episode": other, "organisation": house, "asked_by": user, "asked_at": LATER},
        CareNeed: {**written, "episode": episode, "request": at.request, "number": 1},
        KeptApart: {**written, "episode": episode, "carer": user, "whose": "family"},
        CareDay: {"episode": episode, "organisation": house, "day": TODAY, "hours": 3, "expected": False},
        Shortening: {
            "episode": episode, "organisation": house, "order": "shield_first", "indicated_hours": 49, "hours": 24,
            "by": user, "at": LATER,
        },
        Run: {
            "organisation": house, "first_day": TODAY, "days": 7, "seed": 1, "steps": 10, "asked_by": user,
            "asked_at": LATER,
        },
        Shift: {
            "episode": episode, "organisation": house, "day": TODAY, "carer": user, "hours": 3, "full_hours": 3,
            "state": "published", "claim": at.claim, "appointment": episode.pk, "starts_at": LATER,
            "ends_at": LATER + HOUR,
        },
        OnCallTerms: {
            **written, "organisation": house, "carer": user, "number": 1, "hours_a_fortnight": 48, "nights": "any",
            "weekends": "never",
        },
        PoolRun: {
            "organisation": house, "first_day": TODAY, "days": 14, "share": 25, "more_a_week": 0, "steps": 10,
            "asked_by": user, "asked_at": LATER,
        },
        SharedPool: {"made_by": user, "made_at": LATER},
        PoolMember: {
            "pool": at.pool, "organisation": house, "invited_by": user, "invited_at": LATER, "accepted_by": user,
            "accepted_at": LATER,
        },
        Duty: {
            "organisation": house, "carer": user, "from_at": LATER, "until_at": LATER + HOUR, "night": True,
            "weekend": False, "state": "proposed", "run": at.roster,
        },
        HotelQuestion: {
            "organisation": house, "place": "Rest", "first_day": TODAY, "days": 7, "beds": 4, "hours_a_day": 6,
            "families": [], "asked_by": user, "asked_at": LATER,
        },
        HotelStay: {
            "episode": episode, "question": at.question, "first_day": TODAY, "last_day": TODAY, "state": "yes",
            "asked_at": LATER,
        },
        HotelStep: {
            "episode": episode, "stay": at.stay, "number": 1, "what": "no", "by": user, "at": LATER,
        },
        Question: {
            "episode": episode, "organisation": house, "day": TODAY, "asked_by": user, "asked_at": LATER,
        },
        ShiftStep: {
            "episode": episode, "shift": at.shift, "number": 1, "what": "proposed", "carer": user, "hours": 3,
            "by": user, "at": LATER,
        },
    }  # fmt: skip


Broken = Callable[[Any], object]
TARGETS = {
    "carerequest_of_its_episode",
    "shift_of_its_episode",
    "carerday_as_it_is",
    "hotelstay_of_its_episode",
}


def cases(twice: Callable[..., Broken]) -> dict[str, Broken]:
    """Every constraint of the planner, and what it refuses."""
    return {
        "contract_version_once": twice(Contract),
        "contract_kind_is_known": lambda w: w.write(Contract, kind="x"),
        "contract_fits_into_a_week": lambda w: w.write(Contract, hours_a_week=61),
        "contract_ends_later": lambda w: w.write(Contract, last_day=TODAY - DAY),
        "contract_has_a_home_base": lambda w: w.write(Contract, postcode=""),
        "absence_kind_is_known": lambda w: w.write(Absence, kind="x"),
        "absence_ends_later": lambda w: w.write(Absence, last_day=TODAY - DAY),
        "only_what_stood_is_taken_back": lambda w: w.write(Absence, taken_back=True),
        "competence_has_a_skill": lambda w: w.write(Competence, skill=""),
        "competence_has_evidence": lambda w: w.write(Competence, evidence=" "),
        "competence_ends_later": lambda w: w.write(Competence, until=TODAY - DAY),
        "a_day_of_one_organisation": lambda w: w.write(CarerDay, day=TODAY),
        "care_asked_of_one_organisation": twice(CareRequest),
        "request_ends_later": lambda w: w.write(CareRequest, ended_at=LATER - HOUR),
        "careneed_version_once": twice(CareNeed),
        "careneed_of_a_request_of_its_episode": lambda w: w.write(CareNeed, episode=w.other),
        "careneed_hours_are_possible": lambda w: w.write(CareNeed, hours=0),
        "careneed_days_are_possible": lambda w: w.write(CareNeed, days=0),
        "apart_by_the_wish_of_one": lambda w: w.write(KeptApart, whose="x"),
        "oncallterms_version_once": twice(OnCallTerms),
        "oncallterms_fit_into_a_fortnight": lambda w: w.write(OnCallTerms, hours_a_fortnight=337),
        "oncallterms_wishes_are_known": lambda w: w.write(OnCallTerms, nights="x"),
        "poolrun_is_of_a_fortnight": lambda w: w.write(PoolRun, days=15),
        "poolrun_share_is_of_a_hundred": lambda w: w.write(PoolRun, share=101),
        "poolrun_ends_by_seconds_or_by_steps": lambda w: w.write(PoolRun, seconds=5),
        "poolrun_is_done_later": lambda w: w.write(PoolRun, done_at=LATER - HOUR),
        "an_organisation_is_in_one_pool": twice(PoolMember),
        "asked_once_into_a_pool": twice(PoolMember, accepted_by=None, accepted_at=None),
        "a_person_accepted_a_pool": lambda w: w.write(PoolMember, accepted_by=None),
        "a_person_left_a_pool": lambda w: w.write(PoolMember, left_at=LATER),
        "a_carer_is_on_call_once": twice(Duty),
        "duty_ends_later": lambda w: w.write(Duty, until_at=LATER),
        "duty_state_is_known": lambda w: w.write(Duty, state="x"),
        "a_person_promised_a_duty": lambda w: w.write(Duty, state="promised"),
        "a_person_took_a_duty_back": lambda w: w.write(Duty, state="withdrawn"),
        "question_is_answered_later": lambda w: w.write(Question, done_at=LATER - HOUR),
        "hotelquestion_is_of_a_fortnight": lambda w: w.write(HotelQuestion, days=15),
        "hotelquestion_beds_are_possible": lambda w: w.write(HotelQuestion, beds=0),
        "hotelquestion_hours_are_of_a_day": lambda w: w.write(HotelQuestion, hours_a_day=25),
        "hotelquestion_is_answered_later": lambda w: w.write(HotelQuestion, done_at=LATER - HOUR),
        "one_open_hotelstay_of_a_family": twice(HotelStay),
        "hotelstay_ends_later": lambda w: w.write(HotelStay, last_day=TODAY - DAY),
        "hotelstay_state_is_known": lambda w: w.write(HotelStay, state="x"),
        "hotelstep_once": twice(HotelStep),
        "hotelstep_of_a_stay_of_its_episode": lambda w: w.write(HotelStep, episode=w.other),
        "hotelstep_is_known": lambda w: w.write(HotelStep, what="x"),
        "careday_once": twice(CareDay),
        "careday_hours_are_of_a_day": lambda w: w.write(CareDay, hours=25),
        "shortening_shortens": lambda w: w.write(Shortening, hours=49),
        "run_is_of_a_period": lambda w: w.write(Run, days=17),
        "run_ends_by_seconds_or_by_steps": lambda w: w.write(Run, seconds=5),
        "run_is_done_after_it_was_asked": lambda w: w.write(Run, done_at=LATER - HOUR),
        "one_carer_a_family_day": twice(Shift),
        "one_proposal_a_family_day": lambda w: w.write(Shift, state="accepted", day=TODAY - DAY, claim=None),
        "shift_on_a_day_of_its_organisation": lambda w: w.write(Shift, day=TODAY + DAY),
        "shift_state_is_known": lambda w: w.write(Shift, state="x"),
        "shift_has_hours_where_somebody_comes": lambda w: w.write(Shift, hours=0),
        "a_promise_is_whole": lambda w: w.write(Shift, appointment=None),
        "shiftstep_once": twice(ShiftStep),
        "shiftstep_of_a_shift_of_its_episode": lambda w: w.write(ShiftStep, episode=w.other),
        "shiftstep_is_known": lambda w: w.write(ShiftStep, what="x"),
    }
