"""Her whole record as a file, hers alone and noted; and her pages on paper, for who has no phone."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from kraamkring.core.facts.reading import read
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.parents.taking import sections
from kraamkring.flows.observe import Said, observe
from kraamkring.flows.own_family import own_family
from kraamkring.flows.take_record import take_record
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import Person

from .test_parents_pages import Home, get, home, lost, main, visit_agreed  # noqa: F401 (fixtures)
from .test_staff_pages import NOBODY, signed_in

pytestmark = pytest.mark.django_db

FILES = ("record/take/record.pdf", "record/take/record.json")


def measured(home: Home, value: float = 37.4) -> None:  # noqa: F811
    said = Said(id=new_id(home.now), who="mother", what="temperature_c", value=value, at=home.now)
    observe(episode_id=home.episode.pk, said=[said], by=home.leen, now=home.now)


def test_the_data_are_the_facts_as_the_commands_read_them_and_everything_around(home: Home) -> None:  # noqa: F811
    measured(home)
    visit_agreed(home, accepted=True)
    answer = signed_in(home.leen, "en").get(home.address("record/take/record.json"))
    assert answer["Content-Type"] == "application/json"
    assert "Leen" not in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    said = json.loads(answer.content)
    assert said["format"] == "kraamkring.record/1"
    facts = read(json.dumps(said["facts"]))
    assert [birth.newborn for birth in facts.births] == ["newborn-1"]
    assert {each["kind"] for each in said["entries"]} >= {"births", "discharges", "due_dates"}
    assert [(each["what"], each["value"]) for each in said["observations"]] == [("temperature_c", 37.4)]
    assert said["appointments"][0]["with"] == "Mia"
    assert AuditEvent.objects.filter(actor=home.leen, what="record:json", action="read").exists()


def test_it_holds_more_than_a_page_shows(home: Home) -> None:  # noqa: F811
    for number in range(60):
        at = home.now - timedelta(minutes=number)
        said = Said(id=new_id(home.now), who="mother", what="pulse_per_min", value=70, at=at)
        observe(episode_id=home.episode.pk, said=[said], by=home.leen, now=home.now)
    answer = signed_in(home.leen, "en").get(home.address("record/take/record.json"))
    assert len(json.loads(answer.content)["observations"]) == 60


def test_the_paper_is_in_her_language_and_says_who_wrote_what(home: Home) -> None:  # noqa: F811
    measured(home)
    answer = signed_in(home.leen, "nl").get(home.address("record/take/record.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "Leen" not in answer["Content-Disposition"]
    assert AuditEvent.objects.filter(actor=home.leen, what="record:pdf", action="read").exists()
    own = own_family(by=home.leen, now=home.now, episode_id=home.episode.pk)
    assert own
    taken = take_record(episode_id=home.episode.pk, by=home.leen, now=home.now, form="pdf")
    with translation.override("en"):
        told = {section.title: section.lines for section in sections(taken, own, home.leen, home.now)}
    assert any("37.4" in line.text and line.small == ("you",) for line in told["What was measured and seen"])
    assert any("Birth" in line.title for lines in told.values() for line in lines)


def test_arabic_is_printed_too(home: Home) -> None:  # noqa: F811
    measured(home)
    answer = signed_in(home.leen, "ar").get(home.address("record/take/record.pdf"))
    assert answer.content.startswith(b"%PDF")


def test_her_partner_who_does_not_see_everything_takes_nothing_along(home: Home) -> None:  # noqa: F811
    for file in FILES:
        answer = signed_in(home.pol, "en").get(home.address(file))
        assert answer.status_code == 403


def test_another_mother_finds_no_file(home: Home) -> None:  # noqa: F811
    for file in FILES:
        assert signed_in(home.fien).get(home.address(file)).status_code == 404
        assert signed_in(home.fien).get(f"/my/{NOBODY}/{file}").status_code == 404


def test_every_entry_is_in_it_not_only_the_newest(home: Home) -> None:  # noqa: F811
    record = take_record(episode_id=home.episode.pk, by=home.leen, now=home.now, form="json").record
    assert sum(len(part.entries) for part in record.parts) == sum(part.many for part in record.parts)


# --- on paper


def test_the_paper_holds_what_she_would_read_on_her_phone(home: Home) -> None:  # noqa: F811
    User.objects.filter(pk=home.mia.pk).update(phone="+32471123456")
    visit_agreed(home, accepted=True)
    html = get(home.leen, "/my/print/")
    said = main(html)
    for told in ("+32 471 12 34 56", "112", "Visit at home", "A midwife comes", "My plan"):
        assert told in said, told
    assert "Your baby turns yellow" in said
    assert html.count('class="by-hand"') == 2


def test_for_a_mother_who_does_not_sign_in_whoever_cares_prints_it_in_her_language(home: Home) -> None:  # noqa: F811
    Person.objects.filter(pk=home.episode.mother_id).update(language="fr")
    address = f"/families/{home.episode.pk}/paper/"
    answer = signed_in(home.people.an, "nl").get(address)
    assert answer.status_code == 200
    assert "Appelez le 112" in answer.content.decode()
    assert signed_in(home.people.stranger).get(address).status_code == 404


def test_after_a_loss_there_is_no_table_of_a_child(lost: Home) -> None:  # noqa: F811
    html = get(lost.leen, "/my/print/")
    assert html.count('class="by-hand"') == 1
    assert "Your child" not in main(html)
