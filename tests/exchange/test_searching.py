"""A program searches: by every kind of parameter, from page to page, along references; and never learns of what it may
not see."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode, Subject
from tests.cast import LATER, Cast, account, booked, born, joined
from tests.exchange.conftest import Connect
from tests.exchange.test_reading import asked, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    for temperature in (36.8, 37.2, 37.8):
        seen(episode, people.an, "temperature_c", temperature)
    seen(episode, people.an, "pulse_per_min", 72)
    seen(episode, people.an, "weight_g", 3400, who="newborn-1")
    seen(episode, people.an, "mood", "low", reason="")
    return episode


def found(client: Client, type: str, *pairs: tuple[str, str], **params: str) -> list[dict[str, Any]]:
    """The resources of an answer, without what came along."""
    query = urlencode([*pairs, *params.items()])
    answer = asked(client, f"{type}?{query}")
    return [each["resource"] for each in answer.get("entry", ()) if each["search"]["mode"] == "match"]


def values(rows: list[dict[str, Any]]) -> list[float]:
    return sorted(each["valueQuantity"]["value"] for each in rows if "valueQuantity" in each)


def test_by_every_kind_of_parameter(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    client = connect(people.an)

    def of(*pairs: tuple[str, str]) -> list[float]:
        return values(found(client, "Observation", *pairs))

    temperature = ("code", "http://loinc.org|8310-5")
    assert of(temperature) == [36.8, 37.2, 37.8]
    assert of(("code", "8310-5,8893-0")) == [36.8, 37.2, 37.8, 72]
    assert of(("code", "http://snomed.info/sct|8310-5")) == []
    assert of(temperature, ("value-quantity", "gt37")) == [37.2, 37.8]
    assert of(temperature, ("value-quantity", "37.2")) == [37.2]
    assert of(temperature, ("value-quantity", "le37.2|http://unitsofmeasure.org|Cel")) == [36.8, 37.2]
    assert of(temperature, ("value-quantity", "gt37||kg")) == []
    assert of(temperature, ("date", "2026-10-05")) == [36.8, 37.2, 37.8]
    assert of(temperature, ("date", "gt2026-10-05")) == []
    assert of(temperature, ("date", "ge2026-10-05T12:00:00Z"), ("date", "lt2026-11")) == [36.8, 37.2, 37.8]
    assert of(("category", "vital-signs"), ("code:not", "8310-5")) == [72, 3400]
    mother, child = f"Patient/{leen.mother_id}", Subject.objects.get(slot="newborn-1").person_id
    assert of(("subject", mother)) == [36.8, 37.2, 37.8, 72]
    assert of(("patient", str(child))) == [3400, 3420], "the last is its weight at birth"
    assert of(("subject:Patient.birthdate", "2026-10-05")) == [3400, 3420]
    assert of(("_id", f"{new_id(LATER)}")) == []


def test_names_are_found_by_how_their_words_begin(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an)
    assert len(found(client, "Patient", name="LÉ")) == 1
    assert len(found(client, "Patient", ("given:exact", "Leen"))) == 1
    assert len(found(client, "Patient", ("given:contains", "ee"))) == 1
    assert found(client, "Patient", name="een") == []
    assert len(found(client, "Patient", ("birthdate:missing", "true"))) == 1
    assert len(found(client, "Patient", ("_has:Observation:subject:code", "8310-5"))) == 1
    assert found(client, "Patient", ("_has:Observation:subject:code", "9843-4")) == []


def test_from_page_to_page_each_once_in_the_order_that_was_asked(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an)
    for order in ("value-quantity", "-value-quantity", "-_lastUpdated", "code", "_id", "-date,code"):
        answer = asked(client, f"Observation?_count=4&_sort={order}")
        seen_ids = []
        while True:
            seen_ids += [each["resource"]["id"] for each in answer.get("entry", ())]
            links = {each["relation"]: each["url"] for each in answer["link"]}
            if "next" not in links:
                break
            assert "code" not in links["next"].rpartition("?")[2].partition("=")[0]
            assert "8310" not in links["next"]
            answer = client.get(links["next"]).json()
        assert len(seen_ids) == len(set(seen_ids)) == 9, order
    numbers = [
        each["valueQuantity"]["value"]
        for each in found(client, "Observation", _sort="-value-quantity")
        if "valueQuantity" in each
    ]
    assert numbers == [3420, 3400, 72, 37.8, 37.2, 36.8]


def test_a_page_belongs_to_who_asked_for_it(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    links = asked(connect(people.an), "Observation?_count=1")["link"]
    following = next(each["url"] for each in links if each["relation"] == "next")
    assert connect(people.colleague).get(following).status_code == 400
    assert connect(people.an).get(following[:-4] + "AAAA").status_code == 400


def test_what_comes_along(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    client = connect(people.an)
    answer = asked(
        client, "Observation?code=8893-0&_include=Observation:subject&_include=Observation:performer"
    )
    modes = [(each["search"]["mode"], each["resource"]["resourceType"]) for each in answer["entry"]]
    assert modes == [("match", "Observation"), ("include", "Patient"), ("include", "Practitioner")]
    answer = asked(client, f"Patient?_id={leen.mother_id}&_revinclude=Observation:subject")
    assert [each["search"]["mode"] for each in answer["entry"]].count("include") == 7


def test_counted_in_part_and_by_post(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    client = connect(people.an)
    assert asked(client, "Observation?_summary=count&code=8310-5") | {"link": None} == {
        "resourceType": "Bundle", "type": "searchset", "total": 3, "link": None,
    }  # fmt: skip
    assert asked(client, "Observation?_total=accurate&_count=1")["total"] == 9
    (one,) = found(client, "Observation", code="8893-0", _elements="valueQuantity")
    assert set(one) == {"resourceType", "id", "meta", "status", "code", "valueQuantity"}
    assert one["meta"]["tag"][0]["code"] == "SUBSETTED"
    posted = client.post("/fhir/Observation/_search", {"code": "8893-0"})
    assert values([each["resource"] for each in posted.json()["entry"]]) == [72]


def test_what_is_not_understood_is_named_or_refused(people: Cast, connect: Connect) -> None:
    client = connect(people.an)
    lenient = asked(client, "Observation?colour=red&<script>=1")
    assert lenient["entry"][-1]["search"]["mode"] == "outcome"
    assert "colour, a parameter" in lenient["entry"][-1]["resource"]["issue"][0]["diagnostics"]
    strict = asked(client, "Observation?colour=red", 400, Prefer="handling=strict")
    assert strict["issue"][0]["diagnostics"].startswith("colour")
    for wrong in (
        "date=yesterday",
        "value-quantity=much",
        "_count=-1",
        "_sort=colour",
        "code=",
        "_summary=some",
    ):
        refused = asked(client, f"Observation?{wrong}", 400)
        name, _, value = wrong.partition("=")
        assert refused["issue"][0]["diagnostics"].startswith(name)
        assert not value or value not in refused["issue"][0]["diagnostics"].removeprefix(name)
    asked(client, "Medication?code=1", 404)


def test_nothing_can_be_guessed_of_what_may_not_be_read(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    """The ward midwife does not read the psychosocial part: no value, no count, no order, no reference tells of it."""
    wies = account("wies", "ward_midwife")
    joined(leen, wies, people.an)
    hers, ans = connect(wies), connect(people.an)
    mood = "https://kraamkring.example/fhir/CodeSystem/observable|mood"
    assert len(found(ans, "Observation", code=mood)) == 1
    for client in (hers, connect(people.stranger)):
        assert found(client, "Observation", code=mood) == []
        assert asked(client, f"Observation?_summary=count&{urlencode({'code': mood})}")["total"] == 0
        assert found(client, "Patient", ("_has:Observation:subject:code", mood)) == []
        assert found(client, "Observation", _sort="-value-concept", code=mood) == []
        along = asked(client, f"Patient?_id={leen.mother_id}&_revinclude=Observation:subject").get(
            "entry", ()
        )
        assert not [each for each in along if "mood" in json.dumps(each)]
    assert len(found(hers, "Patient")) == 2
    assert found(connect(people.stranger), "Patient") == []


def test_what_she_closes_is_gone_at_once(people: Cast, leen: PregnancyEpisode, connect: Connect) -> None:
    mother, gp = account("leen", "mother"), account("george", "gp")
    joined(leen, mother, people.an)
    joined(leen, gp, people.an)
    client = connect(gp)
    assert len(found(client, "Observation", code="8893-0")) == 1
    give_consent(episode_id=leen.pk, module="postnatal", given=False, by=mother, now=LATER, role="gp")
    assert found(client, "Observation", code="8893-0") == []
    assert len(found(client, "Observation", code="29463-7")) == 1, "the child's part is still open to her"


def test_the_log_says_what_was_asked_by_name_and_of_whom(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    other = booked(people.an).episode
    seen(other, people.an, "pulse_per_min", 80)
    found(connect(people.an), "Observation", code="8893-0", date="ge2026-10-01")
    rows = AuditEvent.objects.filter(what__startswith="fhir:search")
    assert {row.episode_id for row in rows} == {leen.pk, other.pk}
    assert {row.what for row in rows} == {"fhir:search:Observation?code&date"}
    found(connect(people.stranger), "Observation", code="8893-0")
    assert AuditEvent.objects.filter(what__startswith="fhir:search", episode=None).count() == 1


def test_as_many_queries_for_a_long_history_as_for_a_short_one(
    people: Cast, leen: PregnancyEpisode, connect: Connect, django_assert_max_num_queries: Any
) -> None:
    client, mother = connect(people.an), leen.mother_id
    for many in range(12):
        seen(leen, people.an, "pulse_per_min", 60 + many)
    with django_assert_max_num_queries(24):
        assert len(found(client, "Observation", subject=f"Patient/{mother}")) == 19
