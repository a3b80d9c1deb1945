"""Where somebody is signed in: she sees it, ends it, and hears of a sign-in on a device that is new."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from kraamkring.rooms.accounts.actions import give_account
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence is a password"
TELEPHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


def account(name: str, profession: str) -> User:
    return give_account(
        email=f"{name}@example.org", name=name.title(), profession=profession, organisation=None,
        now=datetime(2026, 3, 2, 9, tzinfo=UTC), language="en", password=PASSWORD,
    )  # fmt: skip


@pytest.fixture
def amina(db: None) -> User:
    return account("amina", "midwife")


def enter(user: User, agent: str = TELEPHONE, client: Client | None = None) -> Client:
    client = client or Client(HTTP_USER_AGENT=agent)
    assert client.post("/account/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def page(client: Client) -> str:
    return client.get("/me/devices/").content.decode()


def numbers(client: Client) -> list[str]:
    return [
        part.partition("/end/")[0] for part in page(client).split("/me/devices/")[1:] if part[0].isdigit()
    ]


@pytest.mark.parametrize("address", ["/me/devices/", "/me/devices/end/", "/me/devices/1/end/"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(address: str) -> None:
    ask = Client().get if address == "/me/devices/" else Client().post
    assert ask(address)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("profession", ["midwife", "mother"])
def test_she_sees_this_device_and_the_others_and_ends_one(profession: str) -> None:
    her = account("her", profession)
    telephone, laptop = enter(her), enter(her, LAPTOP)
    html = page(telephone)
    assert "Chrome on Android" in html.partition("Other devices")[0]
    assert "Firefox on Windows" in html.partition("Other devices")[2]
    assert "10.0; Win64" not in html
    (other,) = numbers(telephone)
    assert telephone.post(f"/me/devices/{other}/end/")["Location"] == "/me/devices/"
    assert laptop.get("/me/devices/").status_code == 302
    assert "signed in nowhere else" in page(telephone)


def test_all_others_are_ended_at_once(amina: User) -> None:
    here, others = enter(amina), [enter(amina, LAPTOP), enter(amina, LAPTOP)]
    assert "2 other devices are signed out" in here.post("/me/devices/end/", follow=True).content.decode()
    assert [each.get("/me/devices/").status_code for each in others] == [302, 302]
    assert page(here)
    assert AuditEvent.objects.filter(actor=amina, what="sign_in:others_ended:2").count() == 1


def test_what_is_anothers_and_what_does_not_exist_are_the_same(amina: User) -> None:
    stranger = enter(account("stranger", "midwife"))
    enter(amina, LAPTOP)
    hers = numbers(enter(amina))[0]
    answers = [stranger.post(f"/me/devices/{number}/end/") for number in (hers, "999999")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert same(answers[0], hers) == same(answers[1], "999999")


def same(answer: Any, number: str) -> str:
    html = answer.content.decode().replace(f"/{number}/", "/")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def test_ending_the_own_one_is_signing_out(amina: User) -> None:
    here = enter(amina)
    number = UserSession.objects.get(session_key=here.session.session_key).pk
    assert here.post(f"/me/devices/{number}/end/")["Location"] == "/account/logout/"


def test_a_session_that_ran_out_stands_in_no_list(amina: User) -> None:
    old = enter(amina, LAPTOP)
    Session.objects.filter(pk=old.session.session_key).update(
        expire_date=datetime.now(UTC) - timedelta(seconds=1)
    )
    assert "Firefox" not in page(enter(amina))


def test_the_list_asks_as_little_of_ten_devices_as_of_two(
    amina: User, django_assert_max_num_queries: Any
) -> None:
    here = enter(amina)
    for _each in range(9):
        enter(amina, LAPTOP)
    with django_assert_max_num_queries(8):
        assert len(numbers(here)) == 9


# --- a new device


def told(user: User) -> list[Message]:
    return list(Message.objects.filter(template="new_device", address=user.email))


def test_the_first_device_is_told_to_nobody_the_second_is(amina: User) -> None:
    first = enter(amina)
    assert not told(amina)
    enter(amina, client=first)
    assert not told(amina)
    enter(amina, LAPTOP)
    (message,) = told(amina)
    assert message.context == {"link": "http://localhost:8000/me/devices/"}


def test_a_device_is_known_again_after_signing_out(amina: User) -> None:
    enter(amina)
    laptop = enter(amina, LAPTOP)
    laptop.post("/account/logout/")
    enter(amina, client=laptop)
    assert len(told(amina)) == 1


def test_after_all_others_were_ended_their_devices_are_new_again(amina: User) -> None:
    laptop, telephone = enter(amina, LAPTOP), enter(amina)
    telephone.post("/me/devices/end/")
    enter(amina, client=laptop)
    assert len(told(amina)) == 2


def test_a_cookie_that_cannot_be_ours_is_replaced(amina: User) -> None:
    client = Client()
    client.cookies["device"] = "amina"
    enter(amina, client=client)
    assert len(client.cookies["device"].value) == 43
    assert client.cookies["device"]["httponly"]


def test_a_sign_in_is_written_down_with_how(amina: User) -> None:
    enter(amina)
    assert AuditEvent.objects.get(actor=amina).what == "signed_in:password"
