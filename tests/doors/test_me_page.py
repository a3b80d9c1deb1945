"""One's own settings: how one is told, and the link of one's calendar."""

import re

import pytest
from django.contrib.auth.signals import user_logged_in
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import CalendarLink, User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import note_faulty
from kraamkring.rooms.messages.models import Message, PushDevice
from tests.cast import Cast, cast
from tests.clock import this_morning
from tests.rooms.messages.conftest import came_back, told

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


# --- when she is left in peace, her devices, and an address that does not work

BROWSER = {
    "what": "on",
    "endpoint": "https://push.example/send/abc",
    "p256dh": "B" + "A" * 86,
    "auth": "A" * 22,
}


@pytest.mark.parametrize("address", ["/me/peace/", "/me/push/", "/me/address/"])
def test_these_too_are_hers_alone(address: str, people: Cast) -> None:
    assert Client().post(address).status_code == 302
    assert signed_in(people.an).get(address).status_code == 405


def test_she_says_when_she_is_left_in_peace(people: Cast) -> None:
    client = signed_in(people.an)
    kept = {"id": new_id(this_morning()), "quiet_from": "20", "quiet_until": "8", "digest_at": "9"}
    assert client.post("/me/peace/", kept).status_code == 302
    html = client.get("/me/").content.decode()
    for said in ('value="20" selected', 'value="8" selected', 'value="9" selected'):
        assert said in html
    for wrong in ({"quiet_from": "2"}, {"quiet_until": "3"}, {"digest_at": "25"}, {"digest_at": ""}):
        assert client.post("/me/peace/", kept | wrong).status_code == 422
    client.post("/me/peace/", kept)
    assert AuditEvent.objects.filter(what="account:peace").count() == 1


def test_a_device_is_switched_on_and_off_by_whoever_it_is_of(people: Cast) -> None:
    mine, hers = signed_in(people.an), signed_in(people.colleague)
    agent = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 15) Firefox/142.0"}
    for _again in range(2):
        assert mine.post("/me/push/", BROWSER, **agent).status_code == 302
    (device,) = PushDevice.objects.filter(ended_at=None)
    html = mine.get("/me/").content.decode()
    assert "Firefox, Android" in html
    assert BROWSER["endpoint"] not in html
    hers.post("/me/push/", {"what": "off", "device": str(device.pk)})
    assert PushDevice.objects.filter(ended_at=None).exists()
    hers.post("/me/push/", BROWSER)  # she signed in on the same browser: it is hers from now on
    assert PushDevice.objects.get(ended_at=None).user == people.colleague
    hers.post("/me/push/", {"what": "off", "endpoint": BROWSER["endpoint"]})
    assert not PushDevice.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/a"},
        {"endpoint": "https://"},
        {"endpoint": ""},
        {"p256dh": "short"},
        {"auth": "A" * 200},
        {"what": "else"},
    ],
)
def test_what_no_browser_says_is_not_kept(people: Cast, wrong: dict[str, str]) -> None:
    signed_in(people.an).post("/me/push/", BROWSER | wrong)
    assert not PushDevice.objects.exists()


def test_an_address_that_does_not_work_is_said_and_mended(people: Cast) -> None:
    came_back(told(), why="mail 5.1.1")
    note_faulty(message=Message.objects.get(), why="mail 5.1.1", now=this_morning())
    client = Client()
    people.an.set_password("a pass of tests, long enough")
    people.an.save(update_fields=["password"])
    client.force_login(people.an)
    html = client.get("/me/").content.decode()
    assert "Messages to your e-mail address do not arrive." in html
    assert client.post("/me/address/", {"kind": "sms"}).status_code == 302
    assert "do not arrive" in client.get("/me/").content.decode()
    assert client.post("/me/address/", {"kind": "else"}).status_code == 400
    assert client.post("/me/address/", {"kind": "email"}).status_code == 302
    assert "do not arrive" not in client.get("/me/").content.decode()
    assert AuditEvent.objects.filter(what="address:email:works").count() == 1


def test_she_hears_of_it_when_she_signs_in(people: Cast, rf: RequestFactory) -> None:
    note_faulty(message=came_back(told()), why="mail 5.1.1", now=this_morning())
    request = rf.get("/")
    request.session = SessionStore()
    request._messages = default_storage(request)
    user_logged_in.send(User, request=request, user=people.an)
    user_logged_in.send(User, request=request, user=people.colleague)
    assert len(list(request._messages)) == 1
