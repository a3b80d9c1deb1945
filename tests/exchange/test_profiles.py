"""What claims a profile of nl-core fits it, by the validator of @medplum/core; and that this validator would tell."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.claims import NL_CORE, claimed_by
from kraamkring.core.exchange.from_xml import from_xml
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.observe import Said, observe
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.fhir_r4 import definitions
from kraamkring.rooms.exchange.models import Resource
from tests.cast import BOOKED, LATER, Cast, account, booked, born, joined, leen
from tests.flows.ward import fresh

from .anew import differences, refused_elsewhere
from .conftest import Connect
from .others import run

CLAIMED = {profile.removeprefix(NL_CORE) for type in TYPES for profile in claimed_by(type)}


@pytest.fixture
def claiming(people: Cast) -> dict[str, Any]:
    """One resource of each claim, of a family with all of them."""
    episode = booked(people.an, earlier_births=1).episode
    joined(episode, account("bram", "partner"), people.an)
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    seen = {"temperature_c": 36.9, "pulse_per_min": 72, "weight_g": 3300}
    said = [
        Said(id=fresh(LATER), who="newborn-1" if what == "weight_g" else "mother", what=what, value=value, at=LATER)
        for what, value in seen.items()
    ]  # fmt: skip
    observe(episode_id=episode.pk, said=said, by=people.an, now=LATER)
    every = [json.loads(text) for text in Resource.objects.values_list("text", flat=True)]
    return {url.removeprefix(NL_CORE): each for each in every for url in each["meta"].get("profile", ())}


def test_every_claim_is_made_and_fits(claiming: dict[str, Any], people: Cast, connect: Connect) -> None:
    assert set(claiming) == CLAIMED
    assert (differences(), refused_elsewhere()) == ([], {})
    said = connect(people.an).get("/fhir/metadata").json()["rest"][0]["resource"]
    assert {url.removeprefix(NL_CORE) for each in said for url in each.get("supportedProfile", ())} == CLAIMED


@pytest.mark.parametrize(
    ("profile", "broken"),
    [
        ("BodyTemperature", lambda one: one["code"]["coding"].pop(0)),
        ("BodyTemperature", lambda one: one.pop("category")),
        ("BodyTemperature", lambda one: one["valueQuantity"].update(code="K")),
        ("BodyWeight", lambda one: one["code"]["coding"].pop(0)),
        ("PulseRate.PulseRateValue", lambda one: one["valueQuantity"].update(code="/h")),
        ("Pregnancy.Parity", lambda one: one["code"]["coding"].pop(1)),
        ("Pregnancy.EstimatedDateOfDelivery", lambda one: one["code"]["coding"].pop(1)),
        ("EpisodeOfCare", lambda one: one.update(diagnosis=[{"condition": {"display": "x"}}] * 2)),
        ("Encounter", lambda one: one.update(location=[{"location": {"display": "x"}}] * 2)),
    ],
)
def test_one_that_did_not_fit_would_be_told(
    claiming: dict[str, Any], profile: str, broken: Callable[[dict[str, Any]], object]
) -> None:
    one = deepcopy(claiming[profile])
    broken(one)
    assert list(run("shapes.mjs", {"resources": [one]})["wrong"]) == [one["resourceType"]]


@pytest.mark.parametrize(("given", "said"), [("Leen", "BR"), ("L.", "IN")])
def test_of_an_official_name_it_is_said_whether_it_is_an_initial(given: str, said: str, people: Cast) -> None:
    book_pregnancy(facts=leen(), mother=Mother(given_name=given), by=people.an, now=BOOKED)
    (mother,) = (
        json.loads(text) for text in Resource.objects.filter(type="Patient").values_list("text", flat=True)
    )
    (name,) = mother["name"]
    assert (name["use"], name["given"]) == ("official", [given])
    assert [each["extension"][0]["valueCode"] for each in name["_given"]] == [said]


def test_nobody_is_found_by_what_stands_beside_her_name(people: Cast, connect: Connect) -> None:
    booked(people.an)
    client = connect(people.an)
    found = {
        word: len(client.get("/fhir/Patient", {"name": word}).json().get("entry", []))
        for word in ("leen", "official", "br", "http")
    }
    assert found == {"leen": 1, "official": 0, "br": 0, "http": 0}


@pytest.mark.published_cases
def test_the_published_examples_of_what_is_claimed_fit_too() -> None:
    folder = Path(os.environ["KRAAMKRING_PUBLISHED_CASES"]) / "fhir_nictiz_zib2020_r4"
    every = [from_xml(path.read_bytes(), definitions()) for path in sorted(folder.glob("*.xml"))]
    known = {NL_CORE + name for name in CLAIMED}
    ours = [each for each in every if known.issuperset(each.get("meta", {}).get("profile", [""]))]
    assert len(ours) > 30
    assert run("shapes.mjs", {"resources": ours})["wrong"] == {}
