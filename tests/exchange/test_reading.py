"""A program reads what its person may read: the same text again and again, and nothing of anybody else."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from kraamkring.flows.observe import Said, observe
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.careplan.models import Activity
from kraamkring.rooms.people.models import PregnancyEpisode, Subject
from tests.cast import LATER, Cast, booked, born
from tests.flows.ward import fresh

from .conftest import Connect

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=7 << 76)


def seen(
    episode: PregnancyEpisode,
    by: User,
    what: str,
    value: object,
    who: str = "mother",
    later: timedelta = timedelta(),
    **more: Any,
) -> UUID:
    """One thing was observed."""
    said = Said(id=fresh(LATER), who=who, what=what, value=value, at=LATER + later, **more)
    observe(episode_id=episode.pk, said=[said], by=by, now=LATER + later)
    return said.id


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    """Leen's pregnancy; her child is born."""
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    return episode


def asked(client: Client, path: str, status: int = 200, **headers: str) -> Any:
    """What is answered, as JSON."""
    answer = client.get(f"/fhir/{path}", headers=headers)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_mother_and_what_was_seen_of_her(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    observed = seen(leen, people.an, "temperature_c", 37.2)
    client = connect(people.an)
    patient = asked(client, f"Patient/{leen.mother_id}")
    (name,) = patient["name"]
    assert (name["use"], name["given"]) == ("official", ["Leen"])
    assert patient["meta"]["versionId"] == "1"
    observation = asked(client, f"Observation/{observed}")
    assert observation["subject"] == {"reference": f"Patient/{leen.mother_id}"}
    assert observation["valueQuantity"]["code"] == "Cel"
    assert observation["code"]["coding"][0] == {"system": "http://loinc.org", "code": "8310-5"}


def test_a_correction_is_a_version_more_and_the_one_before_stays(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    first = seen(leen, people.an, "temperature_c", 37.2)
    second = seen(leen, people.an, "temperature_c", 37.9, corrects=first, reason="misread")
    seen(leen, people.an, "temperature_c", None, corrects=second, reason="of somebody else")
    client = connect(people.an)
    now = asked(client, f"Observation/{first}")
    assert (now["meta"]["versionId"], now["status"]) == ("3", "entered-in-error")
    assert "valueQuantity" not in now
    assert asked(client, f"Observation/{first}/_history/1")["valueQuantity"]["value"] == 37.2
    versions = asked(client, f"Observation/{first}/_history")["entry"]
    assert [each["resource"]["meta"]["versionId"] for each in versions] == ["3", "2", "1"]
    assert [each["request"]["method"] for each in versions] == ["PUT", "PUT", "POST"]


def test_a_foreign_resource_answers_like_one_that_does_not_exist(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    observed = seen(leen, people.an, "temperature_c", 37.2)
    client = connect(people.stranger)
    for type, id in (("Observation", observed), ("Patient", leen.mother_id), ("Practitioner", people.an.pk)):
        for rest in ("", "/_history", "/_history/1"):
            foreign = client.get(f"/fhir/{type}/{id}{rest}")
            unknown = client.get(f"/fhir/{type}/{NOBODY}{rest}")
            assert foreign.status_code == unknown.status_code == 404, (type, rest)
            assert foreign.content == unknown.content
    foreign, unknown = (client.get(f"/fhir/Patient/{id}/$everything") for id in (leen.mother_id, NOBODY))
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


def test_a_look_stands_in_the_log_of_the_family_and_a_refused_one_says_nothing_of_it(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    observed = seen(leen, people.an, "temperature_c", 37.2)
    asked(connect(people.an), f"Observation/{observed}")
    row = AuditEvent.objects.filter(action="read").latest("id")
    assert (row.actor, row.what, row.episode_id, row.door) == (
        people.an, "fhir:read:Observation", leen.pk, "fhir",
    )  # fmt: skip
    assert row.ground == "registered"


def test_everything_of_a_mother_holds_her_child_and_nothing_of_another(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    booked(people.an)
    child = Subject.objects.get(episode=leen, slot="newborn-1").person_id
    weighed = seen(leen, people.an, "weight_g", 3400, who="newborn-1")
    found = asked(connect(people.an), f"Patient/{leen.mother_id}/$everything")
    ids = {each["resource"]["id"] for each in found["entry"]}
    assert {str(leen.mother_id), str(child), str(weighed), str(leen.pk)} <= ids
    kinds = Counter(each["resource"]["resourceType"] for each in found["entry"])
    assert kinds.pop("Task") == Activity.objects.filter(episode=leen).count(), "one for each promise"
    assert kinds == {
        "Patient": 2, "RelatedPerson": 1, "EpisodeOfCare": 1, "CareTeam": 1, "CarePlan": 1, "Observation": 4,
        "Encounter": 2, "Procedure": 1,
    }  # fmt: skip


def test_without_a_token_there_is_only_the_statement(client: Client, people: Cast) -> None:
    assert client.get("/fhir/Patient").status_code == 401
    assert client.get("/fhir/Patient", headers={"Authorization": "Bearer x"}).json()["resourceType"] == (
        "OperationOutcome"
    )
    assert client.get("/fhir/metadata").json()["fhirVersion"] == "4.0.1"
    client.force_login(people.an)
    assert client.get("/fhir/Patient").status_code == 401, "a session opens nothing here"


def test_what_did_not_change_is_answered_without_its_text(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an)
    answer = client.get(f"/fhir/Patient/{leen.mother_id}")
    again = client.get(f"/fhir/Patient/{leen.mother_id}", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
