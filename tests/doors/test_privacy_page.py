"""Who guards the log asks who looked at whom; and that she asked stands in it."""

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.see_record import see_record
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import Person
from tests.cast import Cast, account, booked, cast, joined
from tests.clock import this_morning

from .test_pathway_page import DANGEROUS
from .test_pathway_page import words as read
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def officer(people: Cast) -> User:
    return account("olga", "privacy_officer", people.practice)


def looked(by: User, name: str) -> None:
    episode = booked(by).episode
    Person.objects.filter(pk=episode.mother_id).update(family_name=name)
    see_record(episode_id=episode.pk, by=by, now=this_morning())


def asked(officer: User, **said: object) -> str:
    answer = signed_in(officer).post("/privacy/", {"id": new_id(this_morning()), **said})
    assert answer.status_code == 200
    return read(answer.content.decode())


def test_a_visitor_signs_in_and_others_are_told_why(people: Cast) -> None:
    assert Client().get("/privacy/")["Location"].startswith("/account/login/")
    for user in (people.an, account("adam", "administrator"), account("leen", "mother")):
        answer = signed_in(user).get("/privacy/")
        assert answer.status_code == 403
        assert "Only who guards the log of an organisation" in read(answer.content.decode())
        assert signed_in(user).post("/privacy/export/", {}).status_code == 403


def test_her_organisation_with_names_and_nothing_of_another(people: Cast, officer: User) -> None:
    looked(people.an, "Peeters")
    looked(people.stranger, "Janssens")
    page = signed_in(officer).get("/privacy/")
    assert "no-store" in page["Cache-Control"]
    assert not DANGEROUS.search(page.content.decode())
    seen = read(page.content.decode())
    assert "An, midwife · Praktijk De Linde looked at: the record Leen Peeters" in seen
    assert "Janssens" not in seen
    assert "Stranger" not in seen


def test_of_a_family_elsewhere_that_her_people_look_at_no_name_is_shown(people: Cast, officer: User) -> None:
    episode = booked(people.stranger).episode
    Person.objects.filter(pk=episode.mother_id).update(family_name="Janssens")
    joined(episode, people.an, people.stranger)
    see_record(episode_id=episode.pk, by=people.an, now=this_morning())
    seen = asked(officer, actor=people.an.pk, action="read")
    assert "looked at: the record a family registered elsewhere" in seen
    assert "Janssens" not in seen
    assert "Nothing further." in asked(officer, family_name="Janssens")


def test_filters_narrow_it_and_the_question_is_kept(people: Cast, officer: User) -> None:
    looked(people.an, "Peeters")
    looked(people.colleague, "Maes")
    seen = asked(officer, actor=people.colleague.pk, action="read", reason="a complaint")
    assert "Leen Maes" in seen
    assert "Leen Peeters" not in seen
    assert "Leen Peeters" in asked(officer, family_name="peeters")
    tomorrow = this_morning().date().replace(year=this_morning().year + 1)
    assert "Nothing further." in asked(officer, first=tomorrow)
    rows = AuditEvent.objects.filter(actor=officer, what="privacy:looks")
    assert {(row.purpose, row.ground) for row in rows} == {("accountability", "accountability")}
    assert "a complaint" in {row.reason for row in rows}


def test_the_file_holds_the_same_and_no_formula(people: Cast, officer: User) -> None:
    looked(people.an, "=Peeters()")
    Person.objects.filter(family_name="=Peeters()").update(given_name="")
    answer = signed_in(officer).post("/privacy/export/", {"id": new_id(this_morning()), "action": "read"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    told = answer.content.decode("utf-8-sig")
    assert told.startswith("When;Who;What;Whose;Why;From where")
    assert ";'=Peeters();" in told
    assert AuditEvent.objects.filter(actor=officer, what="privacy:export").count() == 1


def test_the_way_to_the_log_is_shown_to_who_guards_it_only(people: Cast, officer: User) -> None:
    assert 'href="/privacy/"' in signed_in(officer).get("/today/").content.decode()
    assert 'href="/privacy/"' not in signed_in(people.an).get("/today/").content.decode()
