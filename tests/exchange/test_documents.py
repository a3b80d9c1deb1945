"""A document says of a person, or of a family that goes home, what its reader may see: in sections, and in words."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kraamkring.core.exchange.from_xml import from_xml
from kraamkring.core.exchange.shaped import faults_of
from kraamkring.core.facts import Appointment, Discharge, Loss, StepDone
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.packs.fhir_r4 import definitions
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.people.models import PregnancyEpisode, Subject
from tests.cast import LATER, Cast, account, booked, born, joined
from tests.clock import this_morning

from .conftest import Connect
from .others import run
from .test_reading import asked, seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NONE = {"text": {"div": ""}}
REQUIRED = {"48765-2", "10160-0", "11450-4"}  # of the International Patient Summary


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    """Leen's pregnancy; her child is born and was weighed twice, she was warm in the morning and not at noon."""
    episode = booked(people.an, earlier_births=1).episode
    record_fact(episode_id=episode.pk, value=born(gestation="40+1"), by=people.an, now=LATER)
    for hour, temperature in enumerate((37.9, 37.2)):
        seen(episode, people.an, "temperature_c", temperature, later=timedelta(hours=hour))
    for day, weight in enumerate((3400, 3310)):
        seen(episode, people.an, "weight_g", weight, who="newborn-1", later=timedelta(hours=day + 1))
    given = StepDone(step="rsv_immunised", at=LATER, by="midwife", who=("newborn-1",))
    record_fact(episode_id=episode.pk, value=given, by=people.an, now=LATER)
    return episode


def document(client: Client, path: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The sections by their code, and everything that stands in the document by its reference. It is whole: all that
    is named stands in it, once, and R4 finds nothing wrong."""
    told = asked(client, path)
    assert (told["type"], told["identifier"]["system"]) == ("document", "urn:ietf:rfc:3986")
    first, *others = (each["resource"] for each in told["entry"])
    assert first["resourceType"] == "Composition"
    there = {f"{each['resourceType']}/{each['id']}": each for each in others}
    assert len(there) == len(others)
    assert all(each["fullUrl"].endswith(f"/{each['resource']['id']}") for each in told["entry"])
    sections = {each["code"]["coding"][0]["code"]: each for each in first["section"]}
    named = {one["reference"] for each in sections.values() for one in each.get("entry", ())}
    assert named | {first["subject"]["reference"], first["author"][0]["reference"]} <= set(there)
    assert [*faults_of(told, definitions())] == []
    assert run("shapes.mjs", {"resources": [first, *others]})["wrong"] == {}
    return sections, there


def words(section: dict[str, Any]) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", section["text"]["div"])


def test_a_summary_of_a_mother_has_the_sections_that_every_summary_has(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    sections, there = document(connect(people.an), f"Patient/{leen.mother_id}/$summary")
    assert set(sections) >= REQUIRED
    for code in REQUIRED:
        assert sections[code]["emptyReason"]["coding"][0]["code"] == "unavailable"
        assert "This record" in sections[code]["text"]["div"]
    assert words(sections["8716-3"]) == ["Temperature: 37.2 °C (2026-10-05 13:00 UTC)"], "the last alone"
    pregnancy = words(sections["10162-6"])
    assert "Whether she is pregnant: Not pregnant (2026-10-04 22:30 UTC)" in pregnancy or len(pregnancy) == 3
    assert "Due date: 2026-10-04 (2026-03-02)" in pregnancy
    assert not any("newborn" in text or "3310" in text for text in map(str, sections.values()))
    assert {name.partition("/")[0] for name in there if name.startswith(("Patient", "Organization"))} == {
        "Patient", "Organization",
    }  # fmt: skip
    assert [name for name in there if name.startswith("Patient/")] == [f"Patient/{leen.mother_id}"]


def test_a_summary_of_a_child_is_the_childs_alone(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    child = Subject.objects.get(episode=leen, slot="newborn-1").person_id
    slip = seen(leen, people.an, "weight_g", 3999, who="newborn-1", later=timedelta(hours=3))
    back = {"corrects": slip, "reason": "of another child", "later": timedelta(hours=4)}
    seen(leen, people.an, "weight_g", None, who="newborn-1", **back)
    sections, there = document(connect(people.an), f"Patient/{child}/$summary")
    assert set(sections) >= REQUIRED
    assert [text.partition(" (")[0] for text in words(sections["8716-3"])] == ["Weight: 3310 g"]
    assert sorted(text.partition(" (")[0] for text in words(sections["birth"])) == [
        "Length of the pregnancy at birth: 281 d", "Weight at birth: 3420 g",
    ]  # fmt: skip
    assert words(sections["11369-6"])[0].startswith("Antibody against RSV, to the child")
    assert "10162-6" not in sections
    assert all(f"Patient/{leen.mother_id}" not in str(each.get("subject")) for each in there.values()), (
        "nothing of the mother"
    )


def test_what_is_the_matter_stands_there_until_it_is_over(people: Cast, connect: Connect) -> None:
    leen, client = booked(people.an).episode, connect(people.an)

    def says(value: str, days: int) -> None:
        record_fact(
            episode_id=leen.pk, kind="mother_condition", value=value, by=people.an, now=LATER + DAY * days
        )

    says("concern", 0)
    sections, _ = document(client, f"Patient/{leen.mother_id}/$summary")
    assert words(sections["11450-4"]) == ["Concern about how she is"]
    assert "emptyReason" not in sections["11450-4"]
    assert "11348-0" not in sections
    says("good", 1)
    sections, _ = document(client, f"Patient/{leen.mother_id}/$summary")
    assert (words(sections["11450-4"]), words(sections["11348-0"])) == ([], ["Concern about how she is"])


def test_who_does_not_see_a_part_reads_a_document_as_if_nothing_stood_in_it(
    people: Cast, connect: Connect
) -> None:
    leen, other = booked(people.an).episode, booked(people.an).episode
    mother, gp = account("leen", "mother"), account("george", "gp")
    for episode in (leen, other):
        joined(episode, gp, people.an)
    joined(leen, mother, people.an)
    record_fact(episode_id=leen.pk, value=Loss(at=LATER, kind="miscarriage"), by=people.an, now=LATER)
    seen_before, _ = document(connect(gp), f"Patient/{leen.mother_id}/$summary")
    assert words(seen_before["11450-4"])
    for module in ("prenatal", "plan"):
        give_consent(episode_id=leen.pk, module=module, given=False, by=mother, now=LATER, role="gp")
    sections, there = document(connect(gp), f"Patient/{leen.mother_id}/$summary")
    assert set(sections) == REQUIRED
    assert {name.partition("/")[0] for name in there} == {"Patient", "Organization"}
    foreign = connect(people.stranger).get(f"/fhir/Patient/{leen.mother_id}/$summary")
    unknown = connect(people.stranger).get("/fhir/Patient/00000000-0000-7000-8000-000000000000/$summary")
    assert (foreign.status_code, foreign.content) == (404, unknown.content)
    narrow = connect(people.an, "user/Observation.rs").get(f"/fhir/Patient/{leen.mother_id}/$summary")
    assert narrow.status_code == 404
    only = connect(people.an, "user/Patient.rs user/Organization.rs")
    sections, _ = document(only, f"Patient/{leen.mother_id}/$summary")
    assert set(sections) == REQUIRED, "what the key does not open is in no document either"


def test_the_letter_of_a_family_that_goes_home_says_what_is_open_and_who_is_there(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    joined(leen, account("george", "gp"), people.an)
    gone = Discharge(who=("mother", "newborn-1"), at=LATER + DAY)
    record_fact(episode_id=leen.pk, value=gone, by=people.an, now=LATER + DAY)
    client = connect(people.an)
    sections, there = document(client, f"EpisodeOfCare/{leen.pk}/$transfer-letter")
    assert sorted(text.partition(" (")[0] for text in words(sections["stay"])) == [
        "Child, birth: finished",
        "birth: finished",
    ]
    assert any(text.startswith("Heel prick") or "Blood spot" in text for text in words(sections["open"]))
    assert all("requested" in text or "accepted" in text for text in words(sections["open"]))
    assert not any("2026-03" in text or "2026-10-04" in text for text in words(sections.get("agreed", NONE)))
    assert any(text.startswith("Child, Weight: 3310 g") for text in words(sections["8716-3"])), "whose it is"
    assert any(text.startswith("Temperature: 37.2") for text in words(sections["8716-3"])), "the mother's own"
    until = [text.rpartition("by ")[2] for text in words(sections["open"])]
    assert until == sorted(until), "what is due first stands first"
    (circle,) = words(sections["circle"])
    assert circle == "The circle: George, gp"
    assert sum(name.startswith("Patient/") for name in there) == 2, "mother and child"
    assert sum("3310 g" in text for text in words(sections["8716-3"])) == 1
    looks = AuditEvent.objects.filter(
        what="fhir:transfer_letter:EpisodeOfCare", episode=leen, actor=people.an
    )
    assert looks.count() == 1


def test_of_twins_each_line_says_which_child_it_is(people: Cast, connect: Connect) -> None:
    leen = booked(people.an, expected_newborns=2).episode
    for number, weight in ((1, 2600), (2, 2450)):
        child = born(newborn=f"newborn-{number}", weight_g=weight)
        record_fact(episode_id=leen.pk, value=child, by=people.an, now=LATER)
    sections, _ = document(connect(people.an), f"EpisodeOfCare/{leen.pk}/$transfer-letter")
    assert {text.partition(" (")[0] for text in words(sections["birth"])} == {
        "Child 1, Weight at birth: 2600 g", "Child 2, Weight at birth: 2450 g",
    }  # fmt: skip


def test_what_was_agreed_and_is_past_is_not_agreed_any_more(people: Cast, connect: Connect) -> None:
    leen = booked(people.an).episode
    record_fact(episode_id=leen.pk, value=born(), by=people.an, now=LATER)
    at = this_morning()
    for start in (at - DAY, at + DAY):
        visit = Appointment(
            care="home_visit", start=start, end=start + DAY / 24, role="midwife", accepted=False
        )
        make_appointment(episode_id=leen.pk, appointment=visit, with_whom="Mia", by=people.an, now=LATER)
    sections, _ = document(connect(people.an), f"EpisodeOfCare/{leen.pk}/$transfer-letter")
    (coming,) = words(sections["agreed"])
    assert coming.startswith("home visit: ")
    assert coming.endswith(f"Mia ({at + DAY:%Y-%m-%d %H:%M} UTC)")


def test_who_does_not_see_the_birth_gets_no_letter(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    mother, gp = account("leen", "mother"), account("george", "gp")
    joined(leen, mother, people.an)
    joined(leen, gp, people.an)
    path = f"EpisodeOfCare/{leen.pk}/$transfer-letter"
    document(connect(gp), path)
    give_consent(episode_id=leen.pk, module="birth_and_stay", given=False, by=mother, now=LATER, role="gp")
    closed = connect(gp).get(f"/fhir/{path}")
    unknown = connect(gp).get("/fhir/EpisodeOfCare/00000000-0000-7000-8000-000000000000/$transfer-letter")
    assert (closed.status_code, closed.content) == (404, unknown.content)
    assert asked(connect(gp), f"EpisodeOfCare/{leen.pk}")["status"] == "active", (
        "the pregnancy itself is open to him"
    )


def test_a_document_goes_out_as_xml_and_nothing_of_it_is_kept(
    people: Cast, leen: PregnancyEpisode, connect: Connect
) -> None:
    before = Resource.objects.count()
    answer = connect(people.an).get(f"/fhir/Patient/{leen.mother_id}/$summary?_format=xml")
    assert answer.status_code == 200
    assert from_xml(answer.content, definitions())["entry"][0]["resource"]["resourceType"] == "Composition"
    assert b"<li>Temperature: 37.2" in answer.content
    assert Resource.objects.count() == before
    noted = AuditEvent.objects.filter(what="fhir:summary:Patient", episode=leen, actor=people.an)
    assert noted.count() == 1


def test_what_somebody_typed_is_text_and_never_a_page(people: Cast, connect: Connect) -> None:
    leen = booked(people.an).episode
    record_fact(episode_id=leen.pk, value=born(), by=people.an, now=LATER)
    seen(leen, people.an, "visit_words", "<script>alert(1)</script> & more")
    sections, _ = document(connect(people.an), f"Patient/{leen.mother_id}/$summary")
    (said,) = (text for text in words(sections["findings"]) if "alert" in text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in said


def test_a_long_history_takes_as_many_queries_as_a_short_one(
    people: Cast, leen: PregnancyEpisode, connect: Connect, django_assert_max_num_queries: Any
) -> None:
    for many in range(30):
        seen(leen, people.an, "pulse_per_min", 60 + many, later=timedelta(minutes=many))
    client = connect(people.an)
    with django_assert_max_num_queries(30):
        sections, _ = document(client, f"Patient/{leen.mother_id}/$summary")
    assert sum(text.startswith("Pulse") for text in words(sections["8716-3"])) == 1
