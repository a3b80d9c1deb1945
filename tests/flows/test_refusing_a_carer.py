"""A family or a carer says no; a day that was done is planned no more; what it would mean is worked out."""

from uuid import UUID

import pytest

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.ask_what_if import answer, ask_what_if, what_binds
from kraamkring.flows.decide_shift import decide_day, see_day
from kraamkring.flows.keep_apart import keep_apart, let_come_again, refuse_carer
from kraamkring.flows.make_appointment import close_appointment
from kraamkring.flows.see_planning import see_planning
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.queries import appointment_now
from kraamkring.rooms.planner.models import KeptApart, Question, Run, Shift
from tests.cast import Cast, account
from tests.clock import this_morning
from tests.planner import House, confirmed, done, house, planned, published

from .test_planning import request_of

pytestmark = pytest.mark.django_db
NOW = this_morning()
TODAY = NOW.date()


def promised(at: House, day: object = TODAY) -> Shift:
    """Who comes to Leen."""
    return Shift.objects.select_related("carer").get(state="published", day=day, episode=at.families["Leen"])


def test_a_carer_is_refused_and_only_her_days_there_are_planned_anew(people: Cast) -> None:
    at = house(people.an, NOW, carers="yara zoe ilse")  # no two carers can be there on seven days in a row
    published(at, NOW)
    before = {(each.episode_id, each.day): each.carer_id for each in Shift.objects.filter(state="published")}
    refused, leen = promised(at).carer, at.families["Leen"]
    assert refused is not None
    found = refuse_carer(
        episode_id=leen.pk, carer_id=refused.pk, by=people.an, now=NOW, id=(id := new_id(NOW)), steps=500
    )
    again = refuse_carer(episode_id=leen.pk, carer_id=refused.pk, by=people.an, now=NOW, id=id, steps=500)
    assert (again.row, again.run) == (found.row, found.run)
    assert found.run is not None
    done(found.run.pk, NOW)
    changes = Shift.objects.filter(state="proposed")
    hers = {each.day for each in changes if before.get((leen.pk, each.day)) == refused.pk}
    assert hers == {
        day for (episode, day), carer in before.items() if (episode, carer) == (leen.pk, refused.pk)
    }
    promised_before = [each for each in changes if (each.episode_id, each.day) in before]
    assert {each.why for each in promised_before if each.episode_id == leen.pk} == {"carer_refused"}
    assert refused.pk not in {each.carer_id for each in changes if each.episode_id == leen.pk}
    confirmed(at, NOW)
    assert promised(at).carer != refused
    seen = see_day(request_id=request_of(at, "Leen"), day=TODAY, by=at.planner, now=NOW)
    against = {each.carer: each.against[0].code for each in seen.choices if each.against}
    assert against[str(refused.pk)] == "refused"
    with pytest.raises(NotThere):
        refuse_carer(
            episode_id=leen.pk, carer_id=account("nina", "maternity_carer", at.organisation).pk, by=people.an,
            now=NOW, id=new_id(NOW),
        )  # fmt: skip


def test_a_carer_says_no_to_a_family_until_it_is_taken_back(people: Cast) -> None:
    at = house(people.an, NOW)
    request, yara = request_of(at, "Leen"), at.carers["yara"]
    found = keep_apart(
        request_id=request,
        carer_id=yara.pk,
        whose="carer",
        by=at.planner,
        now=NOW,
        id=new_id(NOW),  # type: ignore[arg-type]
    )
    assert (found.row.whose, found.run) == ("carer", None)
    assert {each.carer_id for each in planned_for(at)} == {at.carers["zoe"].pk}
    let_come_again(
        episode_id=at.families["Leen"].pk, row_id=found.row.pk, by=people.an, now=NOW, id=new_id(NOW)
    )
    assert KeptApart.objects.count() == 2
    assert see_day(request_id=request, day=TODAY, by=at.planner, now=NOW).apart == ()  # type: ignore[arg-type]
    elsewhere = account("anne", "planner", people.practice)
    with pytest.raises(NotThere):
        keep_apart(
            request_id=request,
            carer_id=yara.pk,
            whose="carer",
            by=elsewhere,
            now=NOW,
            id=new_id(NOW),  # type: ignore[arg-type]
        )


def planned_for(at: House) -> list[Shift]:
    planned(at, NOW)
    return list(Shift.objects.filter(state="proposed", episode=at.families["Leen"]))


def close(shift: Shift, outcome: str, by: object) -> None:
    seen = appointment_now(UUID(str(shift.appointment)))
    assert seen is not None
    close_appointment(item=seen.item, version=seen.version, outcome=outcome, by=by, now=shift.ends_at)  # type: ignore[arg-type]


def test_a_day_that_was_done_is_planned_no_more_and_one_that_was_missed_is_open_again(people: Cast) -> None:
    at = house(people.an, NOW)
    published(at, NOW)
    today, other = promised(at), Shift.objects.get(state="published", day=TODAY, episode=at.families["Mila"])
    close(today, "held", people.an)
    close(other, "missed", people.an)
    today.refresh_from_db()
    assert today.state == "done"
    assert [each.what for each in today.steps.order_by("number")][-1] == "done"
    assert AuditEvent.objects.filter(what="planner:done", episode_id=today.episode_id).count() == 1
    with pytest.raises(Refusal, match="what has happened is not planned again"):
        decide_day(
            request_id=request_of(at, "Leen"), day=TODAY, carer_id=None, pinned=False, by=at.planner, now=NOW,  # type: ignore[arg-type]
            id=new_id(NOW),
        )  # fmt: skip
    standing = {(each.episode_id, each.day): each for each in see_planning(by=at.planner, now=NOW).standing}
    assert standing[other.episode_id, TODAY].now is None
    planned(at, NOW, keeps_promises=False)
    assert not Shift.objects.filter(state="proposed", episode=today.episode_id, day=TODAY).exists()
    assert Shift.objects.filter(state="proposed", episode=other.episode_id, day=TODAY).exists()


def test_what_it_would_mean_is_worked_out_and_nothing_is_changed(people: Cast) -> None:
    at = house(people.an, NOW)
    published(at, NOW)
    request, comes = request_of(at, "Leen"), promised(at).carer_id
    other = next(each for each in at.carers.values() if each.pk != comes)
    before = list(Shift.objects.order_by("pk").values())
    question = ask_what_if(
        request_id=request,
        day=TODAY,
        carer_id=other.pk,
        by=at.planner,
        now=NOW,
        id=(id := new_id(NOW)),  # type: ignore[arg-type]
    )
    again = ask_what_if(
        request_id=request,
        day=TODAY,
        carer_id=other.pk,
        by=at.planner,
        now=NOW,
        id=id,  # type: ignore[arg-type]
    )
    assert again == question
    answer(question_id=question.pk, now=NOW)
    found = Question.objects.get().answer
    assert found is not None
    assert found["stopped"] == [] or found["stopped"][0]["values"]["carer"] == str(other.pk)
    assert list(Shift.objects.order_by("pk").values()) == before
    with pytest.raises(NotThere):
        ask_what_if(
            request_id=request,
            day=TODAY,
            carer_id=people.an.pk,
            by=at.planner,
            now=NOW,
            id=new_id(NOW),  # type: ignore[arg-type]
        )


def test_where_hours_are_short_what_would_give_and_what_binds_is_kept(people: Cast) -> None:
    """Yara has 20 hours a week; two families need 28 each."""
    at = house(people.an, NOW, carers="yara", hours=20)
    run = planned(at, NOW).run
    what_binds(run_id=run.pk)
    binds = Run.objects.get(pk=run.pk).binds
    assert binds is not None
    assert binds[0]["days"] > 0
    assert "hours_of_contracts" in {each["rule"] for each in binds}
    short = next(
        each for each in see_planning(by=at.planner, now=NOW).standing if each.care and each.now is None
    )
    question = ask_what_if(
        request_id=see_planning(by=at.planner, now=NOW).requests[short.episode_id], day=short.day, carer_id=None,
        by=at.planner, now=NOW, id=new_id(NOW),
    )  # fmt: skip
    answer(question_id=question.pk, now=NOW)
    found = Question.objects.get().answer
    assert found is not None
    assert found["carer_days"] or found["others"]
    assert short.day >= TODAY
