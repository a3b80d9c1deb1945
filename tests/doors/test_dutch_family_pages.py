"""The pages of the desk and of parents, for a family in the Netherlands."""

import pytest
from django.test import Client
from django.urls import reverse

from kraamkring.packs import protocol
from tests import clock as wall
from tests.cast import Cast, cast
from tests.flows.ward import give_birth, ward

pytestmark = pytest.mark.django_db

PAGES = ("family", "record", "plan", "birth", "discharge", "screening", "visit_screen", "loss", "network")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def signed_in(user: object) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="nl")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_page_of_a_dutch_family_opens_and_speaks_of_its_care(people: Cast, settings: object) -> None:
    settings.CLOCK = wall.PATH  # type: ignore[attr-defined]
    wall.set_to("2026-10-15 08:00")
    here = ward(people, region="nl")
    give_birth(here)
    client, told = signed_in(here.an), {}
    for name in PAGES:
        answer = client.get(reverse(name, args=[here.episode.pk]))
        assert answer.status_code == 200, name
        told[name] = answer.content.decode()
    assert "Huisbezoek van de verloskundige" in told["family"]
    assert "Dag kraamzorg" in told["plan"]


def test_the_booking_form_offers_the_netherlands(people: Cast) -> None:
    page = signed_in(people.an).get(reverse("book")).content.decode()
    assert protocol("nl").title.nl in page


def test_her_own_pages_open(people: Cast, settings: object) -> None:
    settings.CLOCK = wall.PATH  # type: ignore[attr-defined]
    wall.set_to("2026-10-16 08:00")
    here = ward(people, region="nl")
    give_birth(here)
    answer = signed_in(here.leen).get("/", follow=True)
    assert answer.status_code == 200
