"""One's own settings: how one is told, and the link of one's calendar."""

import re

import pytest
from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import CalendarLink, User
from kraamkring.rooms.audit.models import AuditEvent
from tests.cast import Cast, cast
from tests.clock import this_morning

from .test_pathway_page import words
from .test_staff_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def said(**otherwise: str) -> dict[str, object]:
    return {
        "id": new_id(this_morning()),
        "language": "fr",
        "told_by": "sms",
        "phone": "0470 12 34 56",
    } | otherwise


@pytest.mark.parametrize("address", ["/me/", "/me/calendar/"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(address: str) -> None:
    method = Client().post if address.endswith("calendar/") else Client().get
    assert method(address).status_code == 302


def test_she_sees_her_own_settings_and_only_hers(people: Cast) -> None:
    html = signed_in(people.an).get("/me/").content.decode()
    assert "an@example.org" in html
    assert "bea@example.org" not in html


def test_what_she_says_is_kept_and_the_page_speaks_her_language(people: Cast) -> None:
    answer = signed_in(people.an).post("/me/", said())
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert answer.cookies["language"].value == "fr"
    people.an.refresh_from_db()
    assert (people.an.language, people.an.told_by, people.an.phone) == ("fr", "sms", "+32470123456")
    people.colleague.refresh_from_db()
    assert people.colleague.told_by == "email"


def test_sent_again_nothing_more_is_written(people: Cast) -> None:
    for _again in range(2):
        assert signed_in(people.an).post("/me/", said()).status_code == 302
    assert AuditEvent.objects.filter(what="account:how_told").count() == 1


@pytest.mark.parametrize(
    ("otherwise", "why"),
    [
        ({"phone": ""}, "no number for text messages"),
        ({"phone": "0470"}, "not a number that can be called"),
        ({"phone": "call me"}, "not a number that can be called"),
        ({"language": "la"}, ""),
        ({"told_by": "pigeon"}, ""),
    ],
)
def test_what_cannot_be_is_said_and_what_she_typed_stays(
    people: Cast, otherwise: dict[str, str], why: str
) -> None:
    answer = signed_in(people.an).post("/me/", said(**otherwise))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert why in words(html)
    assert 'id="errors"' in html
    if otherwise.get("phone"):
        assert f'value="{otherwise["phone"]}"' in html
    people.an.refresh_from_db()
    assert people.an.told_by == "email"


def press(user: User, what: str, id: object = None) -> int:
    form = {"id": id or new_id(this_morning()), "what": what}
    return signed_in(user).post("/me/calendar/", form).status_code


def shown_link(user: User) -> str:
    html = signed_in(user).get("/me/").content.decode()
    found = re.search(r'id="calendar-address"[^>]*value="([^"]+)"', html)
    return found[1] if found else ""


def test_a_link_is_made_works_is_renewed_and_ends(people: Cast) -> None:
    assert shown_link(people.an) == ""
    assert press(people.an, "make") == 302
    first = shown_link(people.an)
    path = "/calendar/" + first.partition("/calendar/")[2]
    assert Client().get(path).status_code == 200
    assert press(people.an, "make") == 302
    assert shown_link(people.an) != first
    assert Client().get(path).status_code == 404
    assert press(people.an, "end") == 302
    assert press(people.an, "end") == 302
    assert shown_link(people.an) == ""


def test_the_button_pressed_twice_makes_one_link(people: Cast) -> None:
    id = new_id(this_morning())
    press(people.an, "make", id)
    link = shown_link(people.an)
    press(people.an, "make", id)
    assert shown_link(people.an) == link
    assert CalendarLink.objects.count() == 1


def test_a_form_that_says_nothing_is_refused(people: Cast) -> None:
    assert signed_in(people.an).post("/me/calendar/", {}).status_code == 400
    assert not CalendarLink.objects.exists()
