"""Care that is at risk or was missed goes out as a Flag, though nobody but the house wrote it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.sweep_gaps import sweep_all
from kraamkring.rooms.careplan.models import Alarm, OpenAlarm
from tests.cast import LATER, Cast, account, booked, born, joined

from .anew import differences, refused_elsewhere, unshaped
from .conftest import Connect
from .test_searching import found
from .test_types import seems_not_to_exist

pytestmark = pytest.mark.django_db


def test_what_the_sweep_raised_stands_open_and_what_was_settled_is_over(
    people: Cast, connect: Connect
) -> None:
    leen, client = booked(people.an).episode, connect(people.an)
    assert found(client, "Flag") == []
    sweep_all(now=LATER)
    raised = found(client, "Flag", ("patient", str(leen.mother_id)))
    assert raised
    assert {each["id"] for each in raised} == {str(alarm.pk) for alarm in Alarm.objects.all()}
    assert {each["status"] for each in raised} == {"active"}
    everything = client.get(f"/fhir/Patient/{leen.mother_id}/$everything").json()
    assert {each["id"] for each in raised} <= {each["resource"]["id"] for each in everything["entry"]}
    record_fact(episode_id=leen.pk, value=born(), by=people.an, now=LATER)
    still = {str(pk) for pk in OpenAlarm.objects.values_list("pk", flat=True)}
    flags = found(client, "Flag")
    over = [each for each in flags if each["status"] == "inactive"]
    assert over
    assert {each["id"] for each in flags if each["status"] == "active"} == still
    assert all(each["period"]["end"] and each["meta"]["versionId"] == "2" for each in over)
    assert (differences(), unshaped(), refused_elsewhere()) == ([], [], {})


def test_an_act_that_waited_for_the_sweep_ends_what_was_raised_meanwhile(
    people: Cast, connect: Connect
) -> None:
    leen, client = booked(people.an).episode, connect(people.an)
    sweep_all(now=LATER)
    record_fact(episode_id=leen.pk, value=born(), by=people.an, now=LATER - timedelta(seconds=1))
    over = [each["period"] for each in found(client, "Flag") if each["status"] == "inactive"]
    assert over
    assert all(datetime.fromisoformat(each["end"]) == LATER for each in over)
    assert all(each["start"] == each["end"] for each in over)


def test_who_may_not_see_the_plan_sees_no_flag(people: Cast, connect: Connect) -> None:
    leen = booked(people.an).episode
    mother, gp = account("leen", "mother"), account("george", "gp")
    joined(leen, mother, people.an)
    joined(leen, gp, people.an)
    sweep_all(now=LATER)
    one = found(connect(gp), "Flag")[0]
    assert seems_not_to_exist(connect(people.stranger), "Flag", one["id"])
    give_consent(episode_id=leen.pk, module="plan", given=False, by=mother, now=LATER, role="gp")
    assert seems_not_to_exist(connect(gp), "Flag", one["id"])
    assert found(connect(gp), "Patient", ("_has:Flag:patient:date", "ge2000-01-01")) == []
