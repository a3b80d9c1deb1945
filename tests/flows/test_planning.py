"""The planner of an organisation: from what a family asks to what it was promised, and what an illness changes."""

from datetime import timedelta

import pytest

from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.flows.carers import note_away
from kraamkring.flows.decide_shift import (
    RuleAgainst,
    accept_proposals,
    decide_day,
    decide_proposal,
    plan_as_it_stands,
    see_day,
)
from kraamkring.flows.my_day import see_my_day
from kraamkring.flows.own_calendar import fetch_calendar, make_link, token_of
from kraamkring.flows.planning import RULES, read_rows
from kraamkring.flows.see_planning import see_planning
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.network.models import Membership, MembershipStep
from kraamkring.rooms.planner.facts import Period, problem_of
from kraamkring.rooms.planner.models import CareDay, Run, Shift, ShiftStep
from kraamkring.rooms.planner.queries import open_request_of
from tests.cast import Cast, account, joined
from tests.clock import this_morning
from tests.planner import DAY, House, confirmed, done, house, planned, published

pytestmark = pytest.mark.django_db
NOW = this_morning()
TODAY = NOW.date()


def request_of(at: House, family: str) -> object:
    request = open_request_of(at.families[family].pk)
    assert request is not None
    return request.pk


def test_what_a_family_asks_becomes_days_and_days_become_promises(people: Cast) -> None:
    at = house(people.an, NOW)
    joined(at.families["Leen"], account("leen", "mother"), people.an, at=NOW)
    assert CareDay.objects.filter(expected=False).count() == 16
    found = planned(at, NOW)
    assert found.run.done_at is not None
    assert (
        found.proposals == Shift.objects.filter(state="proposed").count() == 14
    )  # seven days of two families
    assert not Appointment.objects.filter(care="maternity_care").exists()
    told = confirmed(at, NOW)
    assert (told.promised, told.taken_back, told.families) == (14, 0, 2)
    assert {step.by for step in MembershipStep.objects.filter(membership__role="maternity_carer")} == {
        at.planner
    }
    assert confirmed(at, NOW).promised == 0
    assert Appointment.objects.filter(care="maternity_care", accepted_at__isnull=False).count() == 14
    templates = list(Message.objects.values_list("template", flat=True))
    assert templates.count("care_planned") == 1  # the one mother who signs in
    assert templates.count("roster_changed") == len(set(Shift.objects.values_list("carer", flat=True)))
    rows = read_rows(at.organisation, Period(TODAY, 7))
    problem = problem_of(rows, Period(TODAY, 7), RULES)
    assert broken_rules(problem, plan_as_it_stands(rows, problem, Period(TODAY, 7))) == []


def test_a_carer_sees_her_shifts_in_her_day_and_her_calendar(people: Cast) -> None:
    at = house(people.an, NOW)
    published(at, NOW)
    shift = Shift.objects.filter(state="published", day=TODAY).select_related("carer").first()
    assert shift is not None
    stops = see_my_day(by=shift.carer, now=NOW).stops
    assert shift.episode_id in {stop.episode.pk for stop in stops}
    link = make_link(by=shift.carer, now=NOW, id=new_id(NOW))
    dates = fetch_calendar(token=token_of(link), now=NOW).dates
    assert len(dates) == Shift.objects.filter(carer=shift.carer, state="published").count()
    assert {each.start for each in dates} >= {shift.starts_at}


def test_somebody_is_ill_and_only_her_days_change_once_a_person_confirms(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara zoe nina")
    published(at, NOW)
    before = {
        row.pk: (row.episode_id, row.day, row.carer_id) for row in Shift.objects.filter(state="published")
    }
    ill = Shift.objects.filter(state="published", day=TODAY + DAY).order_by("episode").first()
    assert ill is not None
    assert ill.carer is not None
    away = note_away(
        carer_id=ill.carer_id, kind="sick", first_day=TODAY + DAY, last_day=TODAY + DAY, by=at.planner, now=NOW,
        id=new_id(NOW), steps=500,
    )  # fmt: skip
    assert away.run is not None
    hers = {each.pk for each in away.promises}
    done(away.run.pk, NOW)
    changes = list(Shift.objects.filter(state="proposed", why="carer_sick"))
    assert {(each.episode_id, each.day) for each in changes} == {before[pk][:2] for pk in hers}
    assert all(each.carer_id != ill.carer_id for each in changes)
    assert Shift.objects.filter(state="published").count() == len(before)  # nothing changed yet
    confirmed(at, NOW)
    after = {row.pk for row in Shift.objects.filter(state="published")}
    assert set(before) - after == hers
    cancelled = Appointment.objects.filter(care="maternity_care", outcome="cancelled")
    assert cancelled.count() == len(hers)
    assert ShiftStep.objects.filter(shift__in=hers, what="withdrawn", why="carer_sick").count() == len(hers)


def test_what_a_person_pinned_stays_and_what_breaks_a_rule_is_refused_in_words(people: Cast) -> None:
    at = house(people.an, NOW)
    request, zoe = request_of(at, "Leen"), at.carers["zoe"]
    shift = decide_day(
        request_id=request,
        day=TODAY,
        carer_id=zoe.pk,
        pinned=True,
        by=at.planner,
        now=NOW,
        id=(id := new_id(NOW)),
    )
    again = decide_day(
        request_id=request, day=TODAY, carer_id=zoe.pk, pinned=True, by=at.planner, now=NOW, id=id
    )
    assert shift == again
    planned(at, NOW)
    seen = see_day(request_id=request, day=TODAY, by=at.planner, now=NOW)
    assert seen.proposal is not None
    assert (seen.proposal.carer, seen.proposal.pinned, seen.proposal.state) == (zoe, True, "accepted")
    note_away(
        carer_id=at.carers["yara"].pk, kind="leave", first_day=TODAY, last_day=TODAY, by=at.planner, now=NOW,
        id=new_id(NOW), steps=10,
    )  # fmt: skip
    with pytest.raises(RuleAgainst, match="a rule stands against her") as against:
        decide_day(
            request_id=request, day=TODAY, carer_id=at.carers["yara"].pk, pinned=False, by=at.planner, now=NOW,
            id=new_id(NOW),
        )  # fmt: skip
    assert against.value.reason.code == "day_off"
    decide_proposal(request_id=request, day=TODAY, act="unpin", by=at.planner, now=NOW)
    decide_proposal(request_id=request, day=TODAY, act="drop", by=at.planner, now=NOW)
    decide_proposal(request_id=request, day=TODAY, act="drop", by=at.planner, now=NOW)
    assert see_day(request_id=request, day=TODAY, by=at.planner, now=NOW).proposal is None


def test_only_who_plans_there_sees_it_and_a_mother_may_close_it(people: Cast) -> None:
    from kraamkring.flows.give_consent import give_consent

    at = house(people.an, NOW, families="Leen")
    for by in (people.an, at.carers["yara"], account("loose", "planner")):
        with pytest.raises(NotAllowed):
            see_planning(by=by, now=NOW)
    assert set(see_planning(by=at.planner, now=NOW).mothers) == {at.families["Leen"].pk}
    see_day(request_id=request_of(at, "Leen"), day=TODAY, by=at.planner, now=NOW)
    look = AuditEvent.objects.get(what="planning:day")  # Leen reads who looked at her day
    assert (look.episode_id, look.actor, look.purpose) == (at.families["Leen"].pk, at.planner, "planning")
    give_consent(
        episode_id=at.families["Leen"].pk, module="plan", given=False, role="planner", said_by="mother",
        by=people.an, now=NOW, id=new_id(NOW),
    )  # fmt: skip
    assert see_planning(by=at.planner, now=NOW).mothers == {}
    with pytest.raises(NotThere):
        see_day(request_id=request_of(at, "Leen"), day=TODAY, by=at.planner, now=NOW)


@pytest.mark.parametrize("days", [1, 2, 3, 5])
def test_a_few_days_within_a_promised_week_are_planned_again_and_nothing_changes(
    people: Cast, days: int
) -> None:
    at = house(people.an, NOW)
    published(at, NOW)
    assert planned(at, NOW, days=days).proposals == 0


def test_a_run_is_asked_once_done_once_and_changes_nothing_that_changed_meanwhile(people: Cast) -> None:
    at = house(people.an, NOW, families="Leen")
    found = planned(at, NOW)
    assert done(found.run.pk, NOW).proposals == 0
    assert Run.objects.count() == 1
    again = planned(at, NOW + timedelta(minutes=1), id=found.run.pk)
    assert again.run == found.run
    assert accept_proposals(first_day=TODAY, last_day=TODAY, by=at.planner, now=NOW) == 1
    assert Membership.objects.filter(role="maternity_carer").count() == 0
