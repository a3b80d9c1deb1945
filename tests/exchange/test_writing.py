"""A program sends what was observed: it goes through the flow of every page, once, and says what it cannot take."""

from __future__ import annotations

import pytest
from django.test import Client

from kraamkring.doors.fhir.writing import CREATED, UPDATED
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Observation
from tests.cast import LATER, Cast, booked, born

from .anew import differences
from .conftest import Connect
from .sent import send, temperature

pytestmark = pytest.mark.django_db
WRITES = "user/*.cruds"


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    return episode


def test_what_is_sent_is_written_as_by_a_page_and_stands_at_once(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an, WRITES)
    answer = send(client, temperature(leen), 201)
    made = answer.json()
    row = Observation.objects.get()
    assert (row.what, row.value, row.author, row.role) == ("temperature_c", 37.2, people.an, "midwife")
    assert answer["Location"].endswith(f"/fhir/Observation/{made['id']}/_history/1")
    assert client.get(f"/fhir/Observation/{made['id']}").json() == made
    assert AuditEvent.objects.filter(action="write", what="observations", episode=leen, door="fhir").exists()
    assert differences() == []


def test_the_same_number_is_written_once(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    client = connect(people.an, WRITES)
    sent = temperature(leen, identifier=[{"system": "urn:ward", "value": "7"}])
    first = send(client, sent, 201, **{"If-None-Exist": "identifier=urn:ward|7"}).json()
    assert send(client, sent, 200, **{"If-None-Exist": "identifier=urn:ward|7"}).json() == first
    assert Observation.objects.count() == 1


def test_a_correction_needs_the_version_that_stands(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an, WRITES)
    made = send(client, temperature(leen), 201).json()
    better = temperature(leen, 37.4, id=made["id"], note=[{"text": "misread"}])
    path = f"Observation/{made['id']}"
    assert send(client, better, 200, path, **{"If-Match": 'W/"1"'}).json()["meta"]["versionId"] == "2"
    assert send(client, better, 200, path).json()["meta"]["versionId"] == "2", "nothing is different"
    send(
        client, better | {"valueQuantity": {"value": 37.5, "code": "Cel"}}, 412, path, **{"If-Match": 'W/"1"'}
    )
    wrong = better | {"status": "entered-in-error", "note": [{"text": "of somebody else"}]}
    assert send(client, wrong, 200, path).json()["status"] == "entered-in-error"
    assert differences() == []


def test_what_cannot_be_taken_is_named_and_nothing_is_written(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an, WRITES)
    for changed, where in (
        ({"bodySite": {"text": "x"}}, "bodySite"),
        ({"status": "preliminary"}, "status"),
        ({"code": {"coding": [{"system": "http://loinc.org", "code": "1-1"}]}}, "code"),
        ({"valueQuantity": {"value": 99, "code": "[degF]"}}, "valueQuantity"),
        ({"effectiveDateTime": "2026-10-05"}, "effectiveDateTime"),
        ({"effectiveDateTime": "2029-10-05T10:00:00Z"}, "effectiveDateTime"),
        ({"valueQuantity": {"value": 52, "code": "Cel"}}, "value[x]"),
    ):
        (issue,) = send(client, temperature(leen, **changed), 422).json()["issue"]
        assert issue["expression"] == [f"Observation.{where}"], issue
    for changed, where in (
        ({"valueString": "warm"}, "value[x]"),
        ({"status": "over"}, "status"),
        ({"warm": True}, "warm"),
        ({"category": {"text": "x"}}, "category"),
        ({"note": [{"text": 1}]}, "note[0].text"),
        ({"valueQuantity": {"value": "37"}}, "valueQuantity.value"),
    ):
        issues = send(client, temperature(leen, **changed), 400).json()["issue"]
        assert [each["expression"] for each in issues] == [[f"Observation.{where}"]], issues
    for body in ("{", "[]", "[" * 100_000, '{"resourceType": NaN}', '{"a": 1e999}', '{"a": 1, "a": 2}'):
        assert client.post("/fhir/Observation", body, "application/fhir+json").status_code == 400
    assert not Observation.objects.exists()


def test_only_who_may_write_writes_and_only_where_she_may(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    send(connect(people.an), temperature(leen), 403)
    foreign = send(connect(people.stranger, WRITES), temperature(leen), 404)
    unknown = temperature(leen, subject={"reference": "Patient/00000000-0000-7000-8000-000000000000"})
    assert send(connect(people.stranger, WRITES), unknown, 404).content == foreign.content
    assert not Observation.objects.exists()
    assert connect(people.an, WRITES).post("/fhir/Patient", "{}", "application/fhir+json").status_code == 405


def test_the_statement_says_what_is_taken(client: Client) -> None:
    (rest,) = client.get("/fhir/metadata").json()["rest"]
    said = {each["type"]: {code["code"] for code in each["interaction"]} for each in rest["resource"]}
    assert {name for name, codes in said.items() if "create" in codes} == {*CREATED, "Subscription"}
    assert {name for name, codes in said.items() if "update" in codes} == UPDATED
