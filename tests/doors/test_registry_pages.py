"""The registry desk of a family: who sees it, what it says is missing, what is kept, exported, and noted as sent."""

from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.registry.models import FormAnswer, FormSent
from tests.cast import Cast, born, cast
from tests.clock import this_morning
from tests.registering.births import FIRST, MOTHER

from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db
PARITY = {"lastbabybirthdate", "previousbornalive", "intermediatestillborndelivery", "previouscaesarean"}


@pytest.fixture
def now() -> datetime:
    return this_morning()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def leen(people: Cast, now: datetime) -> PregnancyEpisode:
    """Leen gave birth to her first child this morning."""
    return book(people.an, now, births=(born(born_at=now),), earlier_births=0)


def address(family: UUID, form: str = "") -> str:
    return f"/families/{family}/forms/" + (f"{form}.xml" if form else "")


def filled_in(now: datetime) -> dict[str, object]:
    """Every answer that is asked of a first child."""
    several = ("foetalmonitoring", "artificialrespiration", "congenitalmalformation")
    said = {f"mother.{item}": value for item, value in MOTHER.items() if item not in PARITY}
    said |= {f"newborn-1.{item}": value for item, value in FIRST.items()}
    lists = {name: value.split() for name, value in said.items() if name.endswith(several)}
    return said | lists | {"fill": "1", "id": str(new_id(now))}


@pytest.mark.parametrize("form", ["", "ebirth-medical"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(db: None, form: str) -> None:
    assert Client().get(address(NOBODY, form)).status_code == 302


@pytest.mark.parametrize("form", ["", "ebirth-medical"])
def test_a_foreign_family_and_an_unknown_one_are_the_same_answer(
    people: Cast, leen: PregnancyEpisode, now: datetime, form: str
) -> None:
    client = signed_in(people.stranger)
    for each in (leen.pk, NOBODY):
        assert client.get(address(each, form)).status_code == 404
    assert client.post(address(leen.pk), filled_in(now)).status_code == 404
    assert not FormAnswer.objects.exists()


def test_she_sees_what_is_missing_and_where_it_is_said(people: Cast, leen: PregnancyEpisode) -> None:
    page = signed_in(people.an).get(address(leen.pk)).content.decode()
    assert 'href="#id_newborn-1.apgarscore1">child 1: Apgar score at 1 minute</a>' in page
    assert f'href="/families/{leen.pk}/record/">child 1: breastfeeding</a>' in page
    assert "Note it as sent" not in page


def test_answers_are_kept_and_what_cannot_be_stands_at_its_field(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    client = signed_in(people.an)
    wrong = client.post(address(leen.pk), filled_in(now) | {"newborn-1.apgarscore1": "11"})
    assert wrong.status_code == 422
    assert 'id="id_newborn-1.apgarscore1-error">' in wrong.content.decode()
    assert not FormAnswer.objects.exists()
    assert client.post(address(leen.pk), filled_in(now)).status_code == 302
    kept = dict(FormAnswer.objects.values_list("item", "value"))
    assert (kept["foetalmonitoring"], kept["height"]) == ("STAN CTG", "170")
    page = client.get(address(leen.pk)).content.decode()
    assert "Apgar score at 1 minute</a>" not in page
    assert '<option value="STAN" selected>' in page


def test_a_form_that_is_not_complete_is_exported_and_not_noted_as_sent(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    client = signed_in(people.an)
    answer = client.get(address(leen.pk, "ebirth-medical"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert b"<iscomplete>false</iscomplete>" in answer.content
    sent = client.post(address(leen.pk), {"send": "ebirth-medical", "id": str(new_id(now))})
    assert sent.status_code == 422
    assert "the form is not complete" in sent.content.decode().lower()
    assert not FormSent.objects.exists()


def test_before_a_birth_there_is_no_form_to_export(people: Cast, now: datetime) -> None:
    family = book(people.an, now).pk
    client = signed_in(people.an)
    assert "Nobody was born yet." in client.get(address(family)).content.decode()
    assert client.get(address(family, "ebirth")).status_code == 302
