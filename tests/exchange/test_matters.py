"""What is the matter goes out as the record says it, to who sees the part in which it was said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kraamkring.core.facts import Loss, Retraction
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from tests.cast import LATER, Cast, account, booked, born, joined

from .anew import differences, refused_elsewhere, unshaped
from .conftest import Connect
from .test_searching import found
from .test_types import seems_not_to_exist

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_concern_is_found_while_it_is_and_after_it_is_over(people: Cast, connect: Connect) -> None:
    leen, client = booked(people.an).episode, connect(people.an)

    def says(kind: str, value: str, days: int) -> None:
        record_fact(episode_id=leen.pk, kind=kind, value=value, by=people.an, now=LATER + DAY * days)

    says("course", "uncomplicated", 0)
    assert found(client, "Condition") == [], "nothing is the matter"
    says("course", "complicated", 1)
    says("mother_condition", "concern", 1)
    assert len(found(client, "Condition", ("clinical-status", "active"))) == 2
    says("mother_condition", "good", 2)
    (over,) = found(client, "Condition", ("clinical-status", "inactive"))
    assert over["code"]["coding"][0]["code"] == "concern"
    assert over["meta"]["versionId"] == "2"
    everything = client.get(f"/fhir/Patient/{leen.mother_id}/$everything").json()
    assert over["id"] in {each["resource"]["id"] for each in everything["entry"]}
    assert len(client.get(f"/fhir/Condition/{over['id']}/_history").json()["entry"]) == 2
    assert (differences(), unshaped(), refused_elsewhere()) == ([], [], {})


def test_a_child_about_which_there_is_concern_is_the_subject_itself(people: Cast, connect: Connect) -> None:
    leen = booked(people.an).episode
    record_fact(episode_id=leen.pk, value=born(condition="concern"), by=people.an, now=LATER)
    (one,) = found(connect(people.an), "Condition", code="concern")
    assert one["subject"]["reference"] != f"Patient/{leen.mother_id}"
    worker = account("soe", "social_worker")
    joined(leen, worker, people.an)
    assert seems_not_to_exist(connect(worker), "Condition", one["id"])
    assert differences() == []


def test_a_loss_is_told_to_who_sees_the_pregnancy_and_taken_back_as_a_mistake(
    people: Cast, connect: Connect
) -> None:
    leen = booked(people.an).episode
    mother, gp = account("leen", "mother"), account("george", "gp")
    joined(leen, mother, people.an)
    joined(leen, gp, people.an)
    entry = record_fact(
        episode_id=leen.pk, value=Loss(at=LATER, kind="miscarriage"), by=people.an, now=LATER
    ).entry
    (one,) = found(connect(gp), "Condition", code="miscarriage")
    assert seems_not_to_exist(connect(people.stranger), "Condition", one["id"])
    give_consent(episode_id=leen.pk, module="prenatal", given=False, by=mother, now=LATER, role="gp")
    assert seems_not_to_exist(connect(gp), "Condition", one["id"])
    assert found(connect(gp), "Patient", ("_has:Condition:patient:code", "miscarriage")) == []
    slip = Retraction(fact=str(entry.pk), by="midwife", why="of another family", at=LATER + DAY)
    record_fact(episode_id=leen.pk, value=slip, by=people.an, now=LATER + DAY)
    (told,) = found(connect(people.an), "Condition", code="miscarriage")
    assert told["verificationStatus"]["coding"][0]["code"] == "entered-in-error"
    assert "clinicalStatus" not in told
    assert differences() == []
