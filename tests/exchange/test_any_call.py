"""Whatever is sent to this door, in the shape of its own OpenAPI or in any other: nothing breaks, nothing leaks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import requests
import schemathesis
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from kraamkring.core.exchange.plan_definition import NOBODYS
from kraamkring.doors.fhir.openapi import document
from kraamkring.flows.observe import Said, observe
from kraamkring.packs.fhir_r4 import definitions
from kraamkring.rooms.exchange.models import Resource
from tests.cast import LATER, Cast, booked
from tests.examples import PROVE
from tests.flows.ward import fresh

from .anew import differences
from .conftest import Connect

CALLS = 100_000 if PROVE else 60
HINT = "x-not-for-strangers"
SENT = ("method", "url", "headers", "params", "data", "json", "files", "cookies")


@pytest.mark.django_db
def test_nothing_breaks_and_nothing_leaks(people: Cast, connect: Connect, settings: Any) -> None:
    settings.FHIR_REQUESTS_PER_MINUTE = 0
    leen = booked(people.an).episode
    said = [Said(id=fresh(LATER), who="mother", what="temperature_c", value=37.2, at=LATER, reason=HINT)]
    observe(episode_id=leen.pk, said=said, by=people.an, now=LATER)
    ids = sorted(str(id) for id in Resource.objects.values_list("pk", flat=True))
    everybodys = (people.stranger.pk, NOBODYS)  # herself, and the protocols
    mine = set(Resource.objects.filter(home__in=everybodys).values_list("pk", flat=True))
    clients = {who: connect(getattr(people, who), "user/*.cruds") for who in ("an", "stranger")}
    counted = {"calls": 0, "done": 0}
    _run(counted, ids, clients, {HINT, *(id for id in ids if UUID(id) not in mine)})
    assert counted["done"] > 0, "some of them are whole questions"
    assert differences() == []
    print(f"{counted['calls']} calls")  # noqa: T201 (make prove counts them)


def _run(counted: dict[str, int], ids: list[str], clients: dict[str, Client], closed: set[str]) -> None:
    schema = schemathesis.openapi.from_dict(document("http://testserver/fhir/", definitions()))
    operations = [each.ok() for each in schema.get_all_operations()]
    any_case = st.one_of([each.as_strategy(mode) for each in operations for mode in GenerationMode])

    @settings(max_examples=CALLS, database=None, suppress_health_check=list(HealthCheck))
    @given(any_case, st.sampled_from([*ids, ""]), st.sampled_from(sorted(clients)))
    def call(case: Case, id: str, who: str) -> None:
        if id and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = id
        sent = _prepared(case)
        answer = _sent(clients[who], sent)
        counted["calls"] += 1
        counted["done"] += answer.status_code < 300
        text = answer.content.decode()
        assert answer.status_code < 500, text
        if who == "stranger":
            asked = f"{sent.url} {sent.body!r}"
            assert not {each for each in closed if each in text and each not in asked}, sent.url

    call()


def _prepared(case: Case) -> requests.PreparedRequest:
    """What schemathesis would send."""
    kwargs = case.as_transport_kwargs(base_url="http://testserver/fhir")
    return requests.Request(**{name: value for name, value in kwargs.items() if name in SENT}).prepare()


def _sent(client: Client, sent: requests.PreparedRequest) -> HttpResponse:
    """The same to the door, with the key of the client."""
    headers = {name: value for name, value in sent.headers.items() if name.lower() != "content-length"}
    headers.pop("Authorization", None)
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    kind = headers.pop("Content-Type", "application/octet-stream")
    return client.generic(sent.method or "GET", sent.path_url, body, kind, headers=headers)
