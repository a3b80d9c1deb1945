"""A transaction is one act, all or nothing; a batch goes on; a condition finds what stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Resource, Superseded
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Observation
from tests.cast import LATER, Cast, booked, born

from .anew import differences
from .conftest import Connect
from .sent import bundle, entry, send, temperature

pytestmark = pytest.mark.django_db
WRITES = "user/*.cruds"
BAD = {"valueQuantity": {"value": 52, "code": "Cel"}}


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    return episode


@pytest.fixture
def client(people: Cast, connect: Connect) -> Client:
    return connect(people.an, WRITES)


def statuses(answer: Any) -> list[str]:
    return [each["response"]["status"][:3] for each in answer.json()["entry"]]


def stored() -> tuple[int, ...]:
    """How much is there of everything that a write leaves."""
    writes = AuditEvent.objects.filter(action="write")
    return tuple(rows.count() for rows in (Observation.objects, Resource.objects, Superseded.objects, writes))


def test_a_transaction_is_done_in_the_order_of_the_specification_and_answered_in_its_own(
    leen: PregnancyEpisode, client: Client
) -> None:
    made = send(client, temperature(leen), 201).json()
    better = temperature(leen, 37.6, id=made["id"], note=[{"text": "misread"}])
    sent = bundle(
        "transaction",
        entry("GET", f"Observation?patient={leen.mother_id}&code=8310-5&_total=accurate"),
        entry("PUT", f"Observation/{made['id']}", better, ifMatch='W/"1"'),
        entry("POST", "Observation", temperature(leen, 37.0, effectiveDateTime="2026-10-05T13:00:00Z")),
    )
    answer = send(client, sent, 200, "").json()
    found, changed, new = answer["entry"]
    assert answer["type"] == "transaction-response"
    assert found["resource"]["total"] == 2, "what is read is what the transaction wrote"
    assert changed["response"]["etag"] == 'W/"2"'
    assert changed["resource"]["valueQuantity"]["value"] == 37.6
    assert new["response"]["status"] == "201 Created"
    assert new["response"]["location"] == f"Observation/{new['resource']['id']}/_history/1"
    assert differences() == []


@pytest.mark.parametrize("last", range(3))
def test_of_a_transaction_with_one_wrong_entry_nothing_stands(
    leen: PregnancyEpisode, client: Client, last: int
) -> None:
    before = stored()
    entries = [
        entry("POST", "Observation", temperature(leen, effectiveDateTime=f"2026-10-05T1{hour}:00:00Z"))
        for hour in range(3)
    ]
    entries[last] = entry("POST", "Observation", temperature(leen, **BAD))
    (issue,) = send(client, bundle("transaction", *entries), 422, "").json()["issue"]
    assert issue["expression"] == [f"Bundle.entry[{last}].resource.value[x]"]
    assert stored() == before
    answer = send(client, bundle("batch", *entries), 200, "")
    assert [status == "422" for status in statuses(answer)] == [place == last for place in range(3)]
    (issue,) = answer.json()["entry"][last]["response"]["outcome"]["issue"]
    assert issue["expression"] == [f"Bundle.entry[{last}].resource.value[x]"]
    assert Observation.objects.count() == 2
    assert differences() == []


def test_what_is_wrong_with_an_entry_is_named_by_its_place(leen: PregnancyEpisode, client: Client) -> None:
    before, fine = stored(), entry("POST", "Observation", temperature(leen))
    for wrong, status, where in (
        (entry("POST", "Observation", temperature(leen, status="over")), 400, "resource.status"),
        (entry("POST", "Observation", {"resourceType": "Observation"}), 400, "resource.status"),
        (entry("POST", "Observation"), 400, ""),
        (entry("POST", "Patient", temperature(leen)), 405, ""),
        (entry("DELETE", "Observation/x"), 405, ""),
        (entry("POST", "Nothing", temperature(leen)), 404, ""),
        (entry("POST", "../accounts/login/", temperature(leen)), 404, ""),
        (entry("POST", "Observation", temperature(leen, subject={"reference": "urn:uuid:x"})), 400,
         "resource.subject.reference"),
        (entry("POST", "Observation", temperature(leen, subject={"reference": "Patient?name=nobody"})), 400,
         "resource.subject.reference"),
        (entry("ASK", "Observation"), 400, "request.method"),
        ({"resource": temperature(leen)}, 400, "request"),
    ):  # fmt: skip
        issue, *_ = send(client, bundle("transaction", fine, wrong), status, "").json()["issue"]
        assert issue["expression"] == [f"Bundle.entry[1].{where}".rstrip(".")], issue
    for kind in ("searchset", "no kind"):
        assert send(client, bundle(kind, fine), 400, "").json()["issue"][0]["expression"] == ["Bundle.type"]
    send(client, temperature(leen), 400, "")
    send(client, bundle("transaction", *[fine] * 501), 413, "")
    assert stored() == before


def test_two_entries_about_the_same_are_refused(leen: PregnancyEpisode, client: Client) -> None:
    made = send(client, temperature(leen), 201).json()
    better = entry("PUT", f"Observation/{made['id']}", made | {"note": [{"text": "x"}]})
    (issue,) = send(client, bundle("transaction", better, better), 400, "").json()["issue"]
    assert (issue["code"], issue["expression"]) == ("duplicate", ["Bundle.entry[1]"])


def test_a_reference_that_asks_and_one_with_our_address_lead_to_who_is_meant(
    leen: PregnancyEpisode, client: Client
) -> None:
    for reference in ("Patient?name=leen", f"http://testserver/fhir/Patient/{leen.mother_id}"):
        sent = temperature(leen, subject={"reference": reference})
        answer = send(client, bundle("transaction", entry("POST", "Observation", sent)), 200, "").json()
        assert answer["entry"][0]["resource"]["subject"] == {"reference": f"Patient/{leen.mother_id}"}


def test_a_foreign_patient_in_a_bundle_answers_like_one_that_does_not_exist(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    stranger, nobody = connect(people.stranger, WRITES), "00000000-0000-7000-8000-000000000000"
    unknown = temperature(leen, subject={"reference": f"Patient/{nobody}"})
    for kind, status in (("transaction", 404), ("batch", 200)):
        foreign, none = (
            send(stranger, bundle(kind, entry("POST", "Observation", each)), status, "").content
            for each in (temperature(leen), unknown)
        )
        assert foreign == none
    read_only = send(
        connect(people.an), bundle("batch", entry("POST", "Observation", temperature(leen))), 200, ""
    )
    assert statuses(read_only) == ["403"]
    assert not Observation.objects.exists()


def test_what_fits_a_condition_is_not_made_again_and_is_what_is_changed(
    leen: PregnancyEpisode, client: Client
) -> None:
    sent = temperature(leen, identifier=[{"system": "urn:ward", "value": "7"}])
    path = "Observation?identifier=urn:ward|7"
    first = send(client, sent, 201, path).json()
    better = sent | {"note": [{"text": "misread"}]} | {"valueQuantity": {"value": 37.9, "code": "Cel"}}
    assert send(client, better, 200, path).json()["meta"]["versionId"] == "2"
    send(client, better | {"id": "another"}, 400, path)
    send(client, sent, 400, "Observation?identifier=urn:ward|8")
    send(client, sent, 400, "Observation?")
    send(client, sent, 400, "Observation?nobody-knows=this")
    asks = f"patient={leen.mother_id}&code=http://loinc.org|8310-5"
    assert send(client, temperature(leen), 200, **{"If-None-Exist": asks}).json()["id"] == first["id"]
    send(client, temperature(leen, 36.9, effectiveDateTime="2026-10-05T13:00:00Z"), 201)
    several = send(client, temperature(leen), 412, **{"If-None-Exist": asks}).json()["issue"][0]
    assert several["code"] == "multiple-matches"
    assert Observation.objects.count() == 3
    assert differences() == []


def test_a_condition_finds_nothing_that_is_closed_to_who_asks(
    people: Cast, leen: PregnancyEpisode, client: Client, connect: Connect
) -> None:
    send(client, temperature(leen), 201)
    asks = {"If-None-Exist": f"patient={leen.mother_id}"}
    foreign = send(connect(people.stranger, WRITES), temperature(leen), 404, **asks)
    nobody = temperature(leen, subject={"reference": "Patient/00000000-0000-7000-8000-000000000000"})
    assert send(connect(people.stranger, WRITES), nobody, 404, **asks).content == foreign.content


def test_what_did_not_change_since_is_not_sent_again(leen: PregnancyEpisode, client: Client) -> None:
    answer = client.get(f"/fhir/Patient/{leen.mother_id}")
    path = f"/fhir/Patient/{leen.mother_id}"
    for headers, status in (
        ({"If-Modified-Since": answer["Last-Modified"]}, 304),
        ({"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Modified-Since": answer["Last-Modified"], "If-None-Match": 'W/"9"'}, 200),
    ):
        assert client.get(path, headers=headers).status_code == status, headers


def test_what_is_wanted_back_is_sent_back(leen: PregnancyEpisode, client: Client) -> None:
    sent = temperature(leen, identifier=[{"value": "7"}])
    assert send(client, sent, 201, Prefer="return=minimal").content == b""
    assert send(client, sent, 200, Prefer="return=representation").json()["resourceType"] == "Observation"
    assert (
        send(client, sent, 200, Prefer="return=OperationOutcome").json()["resourceType"] == "OperationOutcome"
    )
    in_bundle = bundle("batch", entry("POST", "Observation", sent))
    (told,) = send(client, in_bundle, 200, "", Prefer="return=minimal").json()["entry"]
    assert "resource" not in told
    assert told["response"]["location"].startswith("Observation/")


def test_what_is_not_done_says_what_is(leen: PregnancyEpisode, client: Client) -> None:
    patched = client.patch(f"/fhir/Patient/{leen.mother_id}", "[]", "application/json-patch+json")
    assert (patched.status_code, patched["Allow"]) == (405, "GET, HEAD")
    assert "PUT" in patched.json()["issue"][0]["diagnostics"]
    assert client.post("/fhir/Observation", "x", "text/plain").status_code == 415
    assert client.get("/fhir/").status_code == 405
    assert client.delete("/fhir/Observation").headers["Allow"] == "GET, HEAD, POST, PUT"
    head = client.head(f"/fhir/Patient/{leen.mother_id}")
    assert (head.status_code, head.content, bool(head["ETag"])) == (200, b"", True)
    large = b'{"resourceType":"Observation","status":"' + b"x" * 2**20 + b'"}'
    assert client.post("/fhir/Observation", large, "application/fhir+json").status_code == 413
    enormous = b"{" + b" " * 6 * 2**20 + b"}"
    assert client.post("/fhir/", enormous, "application/fhir+json").status_code == 413
    in_pieces = {"Transfer-Encoding": "chunked"}
    told = client.post("/fhir/Observation", "{}", "application/fhir+json", headers=in_pieces)
    assert (told.status_code, told.json()["issue"][0]["code"]) == (411, "required")
