"""The log goes out to who guards it: of her own families and her own people, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kraamkring.core.exchange.audit_event import Looked
from kraamkring.core.exchange.scopes import scopes_in
from kraamkring.core.exchange.shaped import faults_of
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.flows.exchange.audit_log import search_log
from kraamkring.flows.exchange.reach import Asker
from kraamkring.flows.note_refusal import note_refusal
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.packs.fhir_r4 import definitions
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, joined

from .conftest import Connect
from .others import run
from .test_reading import asked, seen
from .test_searching import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    """Leen's pregnancy, of whom An wrote one thing; a stranger's family beside it."""
    episode = booked(people.an).episode
    seen(episode, people.an, "temperature_c", 37.2)
    booked(people.stranger)
    return episode


@pytest.fixture
def olga(people: Cast) -> User:
    """She guards the log of the practice."""
    return account("olga", "privacy_officer", people.practice)


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    return [each["resource"] for each in asked(client, f"AuditEvent?{query}").get("entry", ())]


def test_who_guards_the_log_sees_who_did_what_to_whom(
    people: Cast, leen: PregnancyEpisode, olga: User, connect: Connect
) -> None:
    asked(connect(people.an), f"Patient/{leen.mother_id}")
    client = connect(olga, "system/AuditEvent.rs")
    (look, *_older) = rows(client, f"patient=Patient/{leen.mother_id}&action=R")
    assert look["subtype"][0]["code"] == "fhir:read:Patient"
    assert look["agent"][0]["who"] == {"reference": f"Practitioner/{people.an.pk}"}
    assert {"what": {"reference": f"Patient/{leen.mother_id}"}} in look["entity"]
    assert (look["action"], look["outcome"]) == ("R", "0")
    written = rows(client, f"agent=Practitioner/{people.an.pk}&action=C&date=2026-10-05")
    assert "observations" in {each["subtype"][0]["code"] for each in written}
    assert {each["action"] for each in written} == {"C"}
    assert asked(client, f"AuditEvent/{look['id']}") == look
    every = rows(client, "_count=200")
    assert [fault for each in every for fault in faults_of(each, definitions())] == []
    assert run("shapes.mjs", {"resources": every})["wrong"] == {}
    assert "37.2" not in str(every), "no value of the record"


def test_of_other_houses_there_is_nothing_and_of_their_families_no_name(
    people: Cast, leen: PregnancyEpisode, olga: User, connect: Connect
) -> None:
    other = PregnancyEpisode.objects.exclude(pk=leen.pk).get()
    joined(other, people.colleague, people.stranger)
    asked(connect(people.colleague), f"Patient/{other.mother_id}")
    client = connect(olga, "system/AuditEvent.rs")
    (look,) = rows(client, f"agent=Practitioner/{people.colleague.pk}&action=R")
    assert look["subtype"][0]["code"] == "fhir:read:Patient", "her own people's acts are there"
    assert "entity" not in look, "and not in whose family"
    assert not any(str(id) in str(rows(client, "_count=200")) for id in (other.pk, other.mother_id))
    foreign = AuditEvent.objects.filter(actor=people.stranger, episode=other).first()
    assert foreign is not None
    unknown = client.get("/fhir/AuditEvent/00000000-0000-7000-8000-000000000000")
    answer = client.get(f"/fhir/AuditEvent/{foreign.pk}")
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert rows(client, f"patient=Patient/{other.mother_id}") == []


def test_nobody_else_reads_it_whatever_her_key_says(
    people: Cast, leen: PregnancyEpisode, olga: User, connect: Connect
) -> None:
    last = AuditEvent.objects.latest("at").pk
    for user, scope in ((people.an, "system/*.rs"), (olga, "user/Patient.rs")):
        for path in ("AuditEvent", f"AuditEvent/{last}"):
            assert connect(user, scope).get(f"/fhir/{path}").status_code == 403
    assert Client().get("/fhir/AuditEvent").status_code == 401
    assert connect(olga, "system/*.cruds").delete("/fhir/AuditEvent").status_code == 405
    assert found(connect(olga, "system/*.rs"), "Patient") == [], "who guards the log reads no record"


def test_what_was_refused_says_so_and_is_no_act(
    people: Cast, leen: PregnancyEpisode, olga: User, connect: Connect
) -> None:
    """A stranger asks for Leen's pathway: she is not let in, and that is in the log."""
    with pytest.raises(NotThere) as refusal:
        see_pathway(episode_id=leen.pk, by=people.stranger, now=LATER)
    note_refusal(episode_id=leen.pk, page="pathway", refusal=refusal.value, by=people.stranger, now=LATER)
    client = connect(olga, "system/AuditEvent.rs")
    (refused,) = rows(client, "outcome=4")
    assert (refused["outcome"], "action" in refused) == ("4", False)
    assert refused["id"] not in {each["id"] for each in rows(client, "action=R&_count=200")}


def test_a_key_about_one_patient_opens_no_log(leen: PregnancyEpisode, olga: User) -> None:
    asker = Asker(user=olga, scopes=scopes_in("system/*.rs patient/*.rs"), patient=leen.mother_id)
    with pytest.raises(NotAllowed):
        search_log(looked=Looked(), asker=asker, now=LATER)


def test_from_page_to_page_each_row_once_and_reading_is_in_the_log(
    people: Cast, leen: PregnancyEpisode, olga: User, connect: Connect
) -> None:
    for _ in range(5):
        asked(connect(people.an), f"Patient/{leen.mother_id}")
    client = connect(olga, "system/AuditEvent.rs")
    wanted = {each["id"] for each in rows(client, "_count=200&action=R")}
    answer: Any = asked(client, "AuditEvent?_count=2&action=R")
    met: list[str] = []
    while True:
        met += [each["resource"]["id"] for each in answer.get("entry", ())]
        links = {each["relation"]: each["url"] for each in answer["link"]}
        if "next" not in links:
            break
        answer = client.get(links["next"]).json()
    assert len(met) == len(set(met))
    assert wanted <= set(met)
    looks = AuditEvent.objects.filter(actor=olga, what="privacy:fhir:search")
    assert looks.count() >= 3
    assert all(each.episode_id is None and each.purpose == "accountability" for each in looks)


@pytest.mark.parametrize(
    "wrong",
    [
        "date=yesterday",
        "action=U",
        "outcome=0",
        "_count=0",
        "_count=x",
        "agent=somebody",
        "type=rest",
        "subtype:not=x",
    ],
)
def test_what_is_not_understood_is_refused(people: Cast, olga: User, connect: Connect, wrong: str) -> None:
    (issue,) = asked(connect(olga, "system/AuditEvent.rs"), f"AuditEvent?{wrong}", 400)["issue"]
    assert wrong.partition("=")[0] in issue["diagnostics"]
