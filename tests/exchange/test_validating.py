"""What `$validate` finds and says it did not look at; how often a key may ask; the door as OpenAPI."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from kraamkring.core.exchange import TYPES
from kraamkring.doors.fhir.allowance import MOST_KEYS, Allowance
from kraamkring.rooms.record.models import Observation
from tests.cast import Cast, booked

from .conftest import Connect
from .sent import bundle, entry, send, temperature


@pytest.mark.django_db
def test_what_is_found_is_named_and_what_was_not_looked_at_is_said(people: Cast, connect: Connect) -> None:
    client, leen = connect(people.an), booked(people.an).episode
    for sent, severity, where in (
        (temperature(leen), "", ""),
        (temperature(leen, status="over"), "error", "Observation.status"),
        (temperature(leen, bodySite={"text": "x"}), "warning", "Observation.bodySite"),
        ({"resourceType": "Patient"}, "error", "resourceType"),
    ):
        for given in (
            sent,
            {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": sent}]},
        ):
            *found, last = send(client, given, 200, "Observation/$validate", method="POST").json()["issue"]
            assert [(each["severity"], each["expression"][0]) for each in found] == (
                [(severity, where)] * bool(where)
            )
            assert "Not looked at: invariants" in last["diagnostics"]
    assert not Observation.objects.exists()
    assert client.get("/fhir/Observation/$validate").status_code == 405
    assert client.post("/fhir/Nothing/$validate").status_code == 404


@pytest.mark.django_db
def test_who_asks_too_often_is_told_when_to_come_back(
    people: Cast, connect: Connect, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("kraamkring.doors.fhir.allowance.time", SimpleNamespace(monotonic=lambda: 0.0))
    settings.FHIR_REQUESTS_PER_MINUTE = 6
    client, other = connect(people.an), connect(people.an)
    assert [client.get("/fhir/Patient").status_code for _n in range(7)] == [200] * 6 + [429]
    refused = client.get("/fhir/Patient")
    assert refused["Retry-After"] == "10"
    assert refused.json()["issue"][0]["code"] == "throttled"
    assert other.get("/fhir/Patient").status_code == 200, "another key is not in her way"
    many = bundle("batch", *[entry("GET", "Patient")] * 6)
    assert send(other, many, 429, "").json()["issue"][0]["code"] == "throttled"
    assert client.get("/fhir/metadata").status_code == 200


def test_a_bucket_fills_evenly_and_never_beyond_its_brim() -> None:
    allowance, key = Allowance(), UUID(int=1)
    assert [allowance.spend(key, 0, 60) for _n in range(61)] == [0] * 60 + [1]
    assert [allowance.spend(key, 2, 60) for _n in range(3)] == [0, 0, 1]
    assert allowance.spend(key, 1000, 60, cost=500) == 0, "what costs more than all needs a full bucket"
    assert allowance.spend(key, 1001, 60, cost=60) == 59
    for other in range(2, MOST_KEYS + 9):
        allowance.spend(UUID(int=other), 2000, 60)
    assert len(allowance.left) == MOST_KEYS


def test_the_door_as_openapi_names_what_the_statement_names(client: Client, settings: Any) -> None:
    said = client.get("/fhir/openapi.json").json()
    (rest,) = client.get("/fhir/metadata").json()["rest"]
    types = {each["type"] for each in rest["resource"]}
    assert types == {*TYPES, "Subscription", "AuditEvent"}
    assert {path.split("/")[1] for path in said["paths"]} == {*types, "metadata", "$export", "bulk", ""}
    for each in rest["resource"]:
        asked = {one["name"] for one in said["paths"][f"/{each['type']}"]["get"]["parameters"]}
        assert {one["name"] for one in each.get("searchParam", ())} <= asked
        creates = "create" in {one["code"] for one in each["interaction"]}
        assert ("post" in said["paths"][f"/{each['type']}"]) == creates
        assert (f"/{each['type']}/$validate" in said["paths"]) == (each["type"] in TYPES)
