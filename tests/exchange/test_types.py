"""What each act of the ward does to what goes out, and who does not see it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from kraamkring.core.facts import Contact, Discharge, Retraction, Screening, StepDone
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.ask_maternity_care import ask_maternity_care
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.papers import keep_paper
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.actions import open_organisation
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, born, joined
from tests.flows.test_papers import picture

from .anew import differences, refused_elsewhere, unshaped
from .conftest import Connect
from .test_searching import found

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    """Leen's pregnancy; her child is born, and the midwife came the day after."""
    episode = booked(people.an).episode
    record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER)
    came = Contact(kind="home_visit", at=LATER + timedelta(hours=20), by="midwife")
    record_fact(episode_id=episode.pk, value=came, by=people.an, now=LATER + timedelta(days=1))
    return episode


def test_a_task_is_done_or_still_asked_and_is_found_by_when_it_is_due(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    client, mother = connect(people.an), ("patient", str(leen.mother_id))
    done = found(client, "Task", mother, status="completed")
    assert "2026-10-06T08:00:00Z" in {each["executionPeriod"]["end"] for each in done}
    prick = found(client, "Task", code="blood-spot", status="requested")
    assert [each["for"]["reference"] for each in prick] != [f"Patient/{leen.mother_id}"], "it is the child's"
    (one,) = prick
    assert one["restriction"]["period"]["end"].startswith("2026-10-09")
    assert found(client, "Task", code="blood-spot", due="eb2026-10-09") == []
    assert found(client, "Task", code="blood-spot", due="eb2026-10-11") == [one], (
        "missed, if it is asked then"
    )
    (plan,) = found(client, "CarePlan", subject=f"Patient/{leen.mother_id}")
    assert {"reference": {"reference": f"Task/{one['id']}"}} in plan["activity"]


def test_whoever_does_not_see_the_plan_finds_no_task(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    mother, gp = account("leen", "mother"), account("george", "gp")
    joined(leen, mother, people.an)
    joined(leen, gp, people.an)
    client = connect(gp)
    assert found(client, "Task")
    give_consent(episode_id=leen.pk, module="plan", given=False, by=mother, now=LATER, role="gp")
    assert found(client, "Task") == found(client, "CarePlan") == found(connect(people.stranger), "Task") == []


def test_care_that_was_given_goes_out_and_what_was_a_mistake_says_so(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    given = StepDone(step="rsv_immunised", at=LATER, by="midwife", who=("newborn-1",))
    record_fact(episode_id=leen.pk, value=given, by=people.an, now=LATER)
    prick = Screening(screening="blood_spot", newborn="newborn-1", at=LATER + DAY * 3, outcome="done")
    entry = record_fact(episode_id=leen.pk, value=prick, by=people.an, now=LATER + DAY * 4).entry
    gone = Discharge(who=("mother", "newborn-1"), at=LATER + DAY * 2)
    record_fact(episode_id=leen.pk, value=gone, by=people.an, now=LATER + DAY * 4)
    client = connect(people.an)
    stays = found(client, "Encounter", ("class", "IMP"))
    assert {(each["status"], each["period"]["end"]) for each in stays} == {
        ("finished", "2026-10-07T12:00:00Z")
    }
    assert len(stays) == 2, "the mother's, and the child's"
    (visit,) = found(client, "Encounter", ("type", "home_visit"))
    assert visit["period"] == {"start": "2026-10-06T08:00:00Z"}
    assert [each["status"] for each in found(client, "Immunization")] == ["completed"]
    (birth,) = found(client, "Procedure", code="birth-vaginal")
    assert birth["encounter"]["reference"].removeprefix("Encounter/") in {each["id"] for each in stays}
    assert [each["status"] for each in found(client, "Procedure", code="77262006")] == ["completed"]
    slip = Retraction(fact=str(entry.pk), by="midwife", why="of another child", at=LATER + DAY * 5)
    record_fact(episode_id=leen.pk, value=slip, by=people.an, now=LATER + DAY * 5)
    assert [each["status"] for each in found(client, "Procedure", code="77262006")] == ["entered-in-error"]
    assert differences() == []
    assert unshaped() == []


def test_of_the_birth_and_of_the_child_goes_out_what_each_may_see(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    """A social worker sees neither the birth nor the child, a partner the child alone."""
    given = StepDone(step="rsv_immunised", at=LATER, by="midwife", who=("newborn-1",))
    record_fact(episode_id=leen.pk, value=given, by=people.an, now=LATER)
    worker, partner = account("soe", "social_worker"), account("tom", "partner")
    joined(leen, worker, people.an)
    joined(leen, partner, people.an)
    seen = {
        user.name: {type for type in ("Encounter", "Procedure", "Immunization") if found(connect(user), type)}
        for user in (worker, partner)
    }
    assert seen == {"Soe": set(), "Tom": {"Immunization"}}


def seems_not_to_exist(client: Client, type: str, id: str) -> bool:
    """Whether this is not found, and answered letter for letter as an id that was never given."""
    unknown = UUID(int=7 << 76)
    for rest in ("", "/_history", "/_history/1"):
        foreign, none = (client.get(f"/fhir/{type}/{each}{rest}") for each in (id, unknown))
        assert (foreign.status_code, foreign.content) == (404, none.content), (type, rest)
    return found(client, type) == []


def test_maternity_care_that_is_asked_for_goes_out_with_its_hours_to_who_sees_the_plan(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    mother, gp = account("leen", "mother"), account("george", "gp")
    joined(leen, mother, people.an)
    joined(leen, gp, people.an)
    asked = {}
    for hours, name in enumerate(("Kraamzorg De Brug", "Kraamzorg De Linde"), 48):
        house = open_organisation(name=name, kind="maternity_care", region="be-vlg", now=LATER)
        ask_maternity_care(
            episode_id=leen.pk,
            organisation_id=house.pk,
            hours=hours,
            by=people.an,
            now=LATER,
            id=new_id(LATER),
        )
        asked[f"Organization/{house.pk}"] = ("completed" if hours == 48 else "active", hours)
    out = found(connect(gp), "ServiceRequest")
    assert asked == {
        each["performer"][0]["reference"]: (each["status"], each["quantityQuantity"]["value"]) for each in out
    }
    assert seems_not_to_exist(connect(people.stranger), "ServiceRequest", out[0]["id"])
    give_consent(episode_id=leen.pk, module="plan", given=False, by=mother, now=LATER, role="gp")
    assert seems_not_to_exist(connect(gp), "ServiceRequest", out[0]["id"])
    assert unshaped() == []
    assert refused_elsewhere() == {}


def test_a_letter_goes_out_to_who_sees_the_part_that_it_belongs_to(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    """One of the child is seen by the partner, one of the mother is not; a social worker sees neither."""
    letters = {
        who: keep_paper(
            episode_id=leen.pk, who=who, title="Letter of the ward", content=picture(), by=people.an, now=LATER,
            id=new_id(LATER),
        )
        for who in ("mother", "newborn-1")
    }  # fmt: skip
    worker, partner = account("soe", "social_worker"), account("tom", "partner")
    joined(leen, worker, people.an)
    joined(leen, partner, people.an)
    seen = {
        user.name: {each["id"] for each in found(connect(user), "DocumentReference")}
        for user in (people.an, partner)
    }
    assert seen == {"An": {str(each.pk) for each in letters.values()}, "Tom": {str(letters["newborn-1"].pk)}}
    assert seems_not_to_exist(connect(worker), "DocumentReference", str(letters["newborn-1"].pk))
    assert seems_not_to_exist(connect(people.stranger), "DocumentReference", str(letters["mother"].pk))
    refused = connect(partner).get(f"/fhir/DocumentReference/{letters['mother'].pk}")
    assert refused.status_code == 404
    assert unshaped() == []
    assert refused_elsewhere() == {}
