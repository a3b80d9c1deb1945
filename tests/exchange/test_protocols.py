"""By which rules care is promised, as a PlanDefinition for whoever holds a key; what they come to for one family."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from kraamkring.core.exchange.plan_definition import UNCHECKED, id_of, plan_definition
from kraamkring.flows.give_consent import give_consent
from kraamkring.packs import protocols
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, joined

from .anew import differences, refused_elsewhere, unshaped
from .conftest import Connect
from .test_reading import asked
from .test_searching import found

pytestmark = pytest.mark.django_db
FLANDERS = id_of("be-vlg")


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    """Leen's pregnancy, in Flanders."""
    return booked(people.an).episode


@pytest.mark.parametrize("name", sorted(protocols()))
def test_every_card_goes_out_with_its_windows_its_sources_and_who_checked_it(name: str) -> None:
    protocol = protocols()[name]
    told = plan_definition(protocol).elements
    assert [each["title"] for each in told["action"]] == [card.title.en for card in protocol.cards]
    for card, said in zip(protocol.cards, told["action"], strict=True):
        promises = sum(len(edition.promises) for edition in card.editions)
        assert len(said["action"]) == promises
        assert all(each["documentation"] for each in said["action"]), "no rule without its source"
        assert f"Checked by: {card.sign.checked_by}." in said["textEquivalent"]
    cited = {
        each["label"] for said in told["action"] for one in said["action"] for each in one["documentation"]
    }
    assert cited <= {each["label"] for each in told["relatedArtifact"]}
    nobody = all(card.sign.checked_by == UNCHECKED for card in protocol.cards)
    assert (told["status"], told["reviewer"]) == ("draft", []) if nobody else told["reviewer"]
    assert "lastReviewDate" not in told or told["lastReviewDate"] is None or not nobody


def test_a_protocol_goes_out_once_a_family_is_cared_for_by_it(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.stranger)
    (flanders,) = found(client, "PlanDefinition")
    assert flanders == asked(client, f"PlanDefinition/{FLANDERS}")
    assert found(client, "PlanDefinition", status="draft", title="flanders", identifier="be-vlg") == [
        flanders
    ]
    assert found(client, "PlanDefinition", status="active") == []
    visit = next(each for each in flanders["action"] if each["title"] == "First home visit")
    assert visit["action"][0]["textEquivalent"].startswith("0 to 24 h after going home")
    booked(people.stranger)
    assert Resource.objects.filter(type="PlanDefinition").count() == 1, "the second family follows the same"
    assert differences() == unshaped() == []
    assert refused_elsewhere() == {}


def test_applied_to_a_mother_it_is_her_plan_with_its_tasks_inside(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an)
    applied = asked(client, f"PlanDefinition/{FLANDERS}/$apply?subject=Patient/{leen.mother_id}")
    (plan,) = found(client, "CarePlan")
    assert applied["id"] == plan["id"]
    assert applied["instantiatesCanonical"] == [asked(client, f"PlanDefinition/{FLANDERS}")["url"]]
    inside = {each["id"]: each for each in applied["contained"]}
    assert {f"#{id}" for id in inside} == {each["reference"]["reference"] for each in applied["activity"]}
    assert len(inside) == len(plan["activity"])
    one = next(iter(inside.values()))
    alone = asked(client, f"Task/{one['id']}")
    assert {**one, "meta": alone["meta"]} == alone
    look = AuditEvent.objects.filter(what="fhir:apply:PlanDefinition").get()
    assert (look.episode_id, look.actor) == (leen.pk, people.an)


def test_who_does_not_see_the_plan_is_told_as_if_there_were_no_such_woman(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    mother, gp = account("leen", "mother"), account("george", "gp")
    joined(leen, mother, people.an)
    joined(leen, gp, people.an)
    path = f"/fhir/PlanDefinition/{FLANDERS}/$apply?subject=Patient/"

    def answer(client: Client, subject: object) -> tuple[int, bytes]:
        said = client.get(f"{path}{subject}")
        return said.status_code, said.content

    nobody = answer(connect(gp), FLANDERS)
    assert nobody[0] == 404
    assert answer(connect(gp), leen.mother_id)[0] == 200
    give_consent(episode_id=leen.pk, module="plan", given=False, by=mother, now=LATER, role="gp")
    assert answer(connect(gp), leen.mother_id) == nobody
    assert answer(connect(people.stranger), leen.mother_id) == nobody


@pytest.mark.parametrize("said", ["", "?subject=", "?subject=Leen", "?subject=Patient/1&subject=Patient/2"])
def test_it_is_said_what_is_missing(
    people: Cast, leen: PregnancyEpisode, connect: Connect, said: str
) -> None:
    answer = connect(people.an).get(f"/fhir/PlanDefinition/{FLANDERS}/$apply{said}")
    assert answer.status_code == 400
    assert "name one Patient" in json.loads(answer.content)["issue"][0]["diagnostics"]


def test_a_key_that_may_not_read_the_tasks_gets_the_plan_without_them(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client = connect(people.an, scope="user/PlanDefinition.rs user/CarePlan.rs user/Patient.rs")
    applied = asked(client, f"PlanDefinition/{FLANDERS}/$apply?subject={leen.mother_id}")
    assert "contained" not in applied
    assert all(each["reference"]["reference"].startswith("Task/") for each in applied["activity"])
