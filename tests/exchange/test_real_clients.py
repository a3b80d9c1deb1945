"""Clients of others, as they are on PyPI and npm: they make, read, search page by page, change on a condition, and send
a transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fhirclient.client import FHIRClient
from fhirclient.models.bundle import Bundle
from fhirclient.models.observation import Observation as TheirObservation
from fhirclient.models.patient import Patient
from fhirpy import SyncFHIRClient
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.doors.jobs.tasks import write_export
from kraamkring.flows.exchange.tokens import give
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Observation
from tests.cast import booked, cast
from tests.clock import this_morning

from .others import run
from .sent import bundle, entry, temperature

pytestmark = pytest.mark.django_db(transaction=True)
Door = tuple[str, str, PregnancyEpisode]


@pytest.fixture
def door(live_server: Any, settings: Any) -> Door:
    """The address, a token of An's that writes, and Leen's pregnancy."""
    settings.CLOCK = "tests.clock.this_morning"
    people, now = cast(), this_morning()
    lasts = {"lasts": timedelta(days=1), "now": now - timedelta(hours=1)}
    secret = give(user=people.an, client="theirs", scope="user/*.cruds", **lasts)
    return f"{live_server.url}/fhir", secret, booked(people.an).episode


def hours(leen: PregnancyEpisode, *which: int) -> list[dict[str, Any]]:
    return [
        temperature(leen, 36 + hour / 10, effectiveDateTime=f"2026-10-05T{hour:02}:00:00Z") for hour in which
    ]


def test_fhirpy(door: Door) -> None:
    url, secret, leen = door
    client = SyncFHIRClient(url, authorization=f"Bearer {secret}")
    number = [{"system": "urn:ward", "value": "7"}]
    made = client.resource(**{"resource_type": "Observation"} | temperature(leen, identifier=number))
    first = client.resource(**{"resource_type": "Observation"} | temperature(leen, identifier=number))
    made.save()
    read = client.reference("Observation", made["id"]).to_resource()
    assert read["valueQuantity"]["value"] == 37.2

    sent = bundle("transaction", *(entry("POST", "Observation", each) for each in hours(leen, 8, 9, 10, 11)))
    answer = client.execute("", method="post", data=sent)
    assert [each["response"]["status"] for each in answer["entry"]] == ["201 Created"] * 4

    found = (
        client.resources("Observation")
        .search(patient=leen.mother_id, code="8310-5")
        .sort("-date")
        .limit(2)
        .fetch_all()
    )
    assert [each["valueQuantity"]["value"] for each in found] == [37.2, 37.1, 37.0, 36.9, 36.8]
    assert client.resources("Observation").search(patient=leen.mother_id, code="8310-5").count() == 5

    said = temperature(leen, 37.4, identifier=number, note=[{"text": "misread"}])
    better = client.resource(**{"resource_type": "Observation"} | said)
    changed, made_anew = client.resources("Observation").search(identifier="urn:ward|7").update(better)
    assert (changed["id"], changed["meta"]["versionId"], made_anew) == (made["id"], "2", False)
    again, made_anew = client.resources("Observation").search(identifier="urn:ward|7").get_or_create(first)
    assert (again["id"], made_anew) == (made["id"], False)
    assert Observation.objects.count() == 6


def test_fhirpy_takes_everything_at_once(door: Door) -> None:
    url, secret, leen = door
    SyncFHIRClient(url, authorization=f"Bearer {secret}").resource("Observation", **temperature(leen)).save()
    client = SyncFHIRClient(
        url,
        authorization=f"Bearer {secret}",
        extra_headers={"Prefer": "respond-async"},
        requests_config={"hooks": {"response": lambda answer, *_a, **_k: asked.append(answer)}},
    )
    asked: list[Any] = []
    client.execute("Patient/$export", method="get", params={"_type": ["Patient"]})
    where = asked[-1].headers["Content-Location"].removeprefix(f"{url}/")
    client.execute(where, method="get")
    assert asked[-1].status_code == 202
    (job,) = ProcrastinateJob.objects.filter(task_name="write_export")
    write_export(**job.args)
    (file,) = client.execute(where, method="get")["output"]
    (line,) = [client.execute(file["url"].removeprefix(f"{url}/"), method="get")]
    assert line["id"] == str(leen.mother_id)


def test_fhirpy_asks_to_be_told(door: Door) -> None:
    url, secret, _leen = door
    client = SyncFHIRClient(url, authorization=f"Bearer {secret}")
    hook = {
        "type": "rest-hook",
        "endpoint": "https://receiver.example/told",
        "payload": "application/fhir+json",
    }
    asked = client.resource("Subscription", status="requested", reason="x", criteria="Task?status=requested")
    asked["channel"] = hook
    asked.save()
    (there,) = client.resources("Subscription").fetch_all()
    assert (there["id"], there["status"]) == (asked["id"], "requested")
    client.reference("Subscription", asked["id"]).delete()
    assert client.resources("Subscription").fetch_all() == []


def test_fhirclient(door: Door) -> None:
    url, secret, leen = door
    client = FHIRClient(settings={"app_id": "theirs", "api_base": url})
    client.server.session.headers["Authorization"] = f"Bearer {secret}"
    assert Patient.read(str(leen.mother_id), client.server).name[0].given == ["Leen"]

    made = TheirObservation(temperature(leen)).create(client.server)
    read = TheirObservation.read(made["id"], client.server)
    read.valueQuantity.value = 37.4
    read.note = TheirObservation({**read.as_json(), "note": [{"text": "misread"}]}).note
    assert read.update(client.server)["meta"]["versionId"] == "2"

    sent = Bundle(
        bundle("transaction", *(entry("POST", "Observation", each) for each in hours(leen, 8, 9, 10)))
    )
    assert len(client.server.post_json("", sent.as_json()).json()["entry"]) == 3
    search = TheirObservation.where(
        {"patient": str(leen.mother_id), "code": "8310-5", "_count": "2", "_sort": "-date"}
    )
    found = [each.valueQuantity.value for each in search.perform_resources_iter(client.server)]
    assert found == [37.4, 37.0, 36.9, 36.8]


@pytest.mark.parametrize("client", ["kit", "medplum"])
def test_clients_of_npm(door: Door, client: str) -> None:
    """fhir-kit-client and MedplumClient."""
    url, secret, leen = door
    one = temperature(leen, identifier=[{"system": "urn:ward", "value": "7"}])
    asked = {
        "url": url,
        "token": secret,
        "mother": str(leen.mother_id),
        "one": one,
        "others": hours(leen, 8, 9, 10, 11),
    }
    assert run(f"{client}.mjs", asked) == {
        "given": ["Leen"],
        "statuses": ["201 Created"] * 4,
        "values": [37.2, 37.1, 37.0, 36.9, 36.8],
        "pages": 3,
        "changed": [True, "2"],
        "versions": [37.4, 37.2],
    }


def test_the_validator_of_others_does_refuse() -> None:
    """An Observation without a code, and with an element that R4 has not."""
    wrong = {"resourceType": "Observation", "status": "final", "colour": "blue"}
    (said,) = run("shapes.mjs", {"resources": [wrong]})["wrong"]["Observation"]
    assert "colour" in said
    assert "code" in said
