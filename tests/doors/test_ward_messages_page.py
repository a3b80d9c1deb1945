"""The list of what a ward's system told: for who cares for mothers at that hospital, and for nobody else."""

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock
from kraamkring.flows.pathway import facts_now
from kraamkring.rooms.accounts.models import User
from tests.cast import Cast, account, booked, cast
from tests.wards.people import waits_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(people: Cast) -> None:
    row = waits_at(people.practice, clock.now())
    assert Client().get("/wards/").status_code == 302
    assert Client().post(f"/wards/{row.pk}/", {"reason": "x"}).status_code == 302


def test_a_message_of_another_house_is_one_that_is_not_there(people: Cast) -> None:
    row = waits_at(people.practice, clock.now())
    client = signed_in(people.stranger)
    assert "Voorbeeld" not in client.get("/wards/").content.decode()
    for id in (row.pk, new_id(clock.now())):
        assert client.get(f"/wards/{id}/").status_code == 404
    assert signed_in(account("sam", "social_worker", people.practice)).get("/wards/").status_code == 403


def test_who_works_there_takes_it_up_or_sets_it_aside(people: Cast) -> None:
    row = waits_at(people.practice, clock.now(), "Leen", "")
    episode = booked(people.an).episode
    client = signed_in(people.an)
    html = client.get("/wards/").content.decode()
    assert "A mother left the hospital" in html
    assert "nobody in the care of this hospital has these numbers" in html
    page, id = f"/wards/{row.pk}/", str(new_id(clock.now()))
    refused = client.post(page, {"family": str(episode.pk), "id": id})  # nobody said that she is in hospital
    assert refused.status_code == 422
    assert "It does not go together with what is recorded." in refused.content.decode()
    assert not facts_now(episode).discharges
    assert client.post(page, {"reason": "", "id": id}).status_code == 422
    for _twice in range(2):
        answer = client.post(page, {"reason": "of another hospital", "id": id})
        assert (answer.status_code, answer["Location"]) == (302, "/wards/")
    assert "Nothing waits for you." in client.get("/wards/").content.decode()
    assert "Set aside by An" in client.get(page).content.decode()
