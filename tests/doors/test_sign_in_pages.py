"""Signing in, out, a new password and the second step: in our own words and colours, in four languages."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from kraamkring.rooms.accounts.actions import give_account
from kraamkring.rooms.accounts.models import User

from .test_pathway_page import LANGUAGES, words

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "amina@practice.example", "a long sentence is a password"
OPEN = ["login/", "signup/", "password/reset/", "password/reset/done/"]
OWN = [
    "logout/",
    "reauthenticate/",
    "password/change/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
]
INLINE = re.compile(
    r"<script(?![^>]*(?:src=|type=\"application/json\"))|\sstyle=|\son[a-z]+=|<style", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    """Attempts are counted in the cache; each test begins without any."""
    cache.clear()


@pytest.fixture
def amina(db: None) -> User:
    return give_account(
        email=EMAIL,
        name="Amina Voorbeeld",
        profession="midwife",
        organisation=None,
        now=datetime(2026, 3, 2, 9, tzinfo=UTC),
        language="fr",
        password=PASSWORD,
    )


def enter(client: Client, password: str = PASSWORD) -> object:
    return client.post("/account/login/", {"login": EMAIL, "password": password})


def still_her(client: Client) -> None:
    """She shows her password once more, as every change of a sign-in asks."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def code_of(secret: str) -> str:
    """What the app on the telephone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


# --- the pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*OPEN, *OWN])
def test_every_page_stands_in_our_frame_under_the_strict_policy(
    name: str, language: str, amina: User
) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    if name in OWN:
        enter(client)
        still_her(client)
        client.cookies["language"] = language
    answer = client.get(f"/account/{name}")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert '<header class="top">' in html
    assert "%(" not in html
    assert not INLINE.search(html)
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", [*OPEN, *OWN])
def test_no_word_stays_english(name: str, amina: User) -> None:
    """What stands in the English page and in all the other languages alike is a name, a number, or nothing."""
    read = {}
    for language in LANGUAGES:
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        if name in OWN:
            enter(client)
            still_her(client)
            client.cookies["language"] = language
        html = client.get(f"/account/{name}").content.decode()
        html = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)  # data, not words
        main = words(html.partition("<main")[2].partition("</main>")[0].partition(">")[2])
        read[language] = {each for each in re.findall(r"[A-Za-zÀ-ÿ' -]{4,}", main) if " " in each.strip()}
    assert not read["en"] & read["nl"] & read["fr"] & read["de"]
    assert not read["en"] & read["nl"]


@pytest.mark.parametrize("name", OWN)
def test_what_belongs_to_an_account_asks_for_one(name: str) -> None:
    answer = Client().get(f"/account/{name}")
    assert answer.status_code == 302
    expected = "/" if name == "logout/" else "/account/login/"
    assert answer["Location"].startswith(expected)


# --- in and out


def test_signing_in_leads_to_today_in_her_language(amina: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = enter(client)
    assert (answer.status_code, answer["Location"]) == (302, "/today/")
    assert answer.cookies["language"].value == "fr"
    html = client.get("/families/").content.decode()
    assert '<html lang="fr"' in html
    assert "Amina Voorbeeld" in html
    assert "Se déconnecter" in html


def test_a_language_that_was_chosen_on_this_device_stays(amina: User) -> None:
    client = Client()
    client.cookies["language"] = "de"
    assert "language" not in enter(client).cookies


def test_she_is_led_back_to_where_she_wanted_to_go(amina: User) -> None:
    address = "/families/00000000-0000-7000-8000-000000000000/"
    answer = Client().post(
        f"/account/login/?next={address}", {"login": EMAIL, "password": PASSWORD, "next": address}
    )
    assert answer["Location"] == address


def test_a_wrong_password_is_said_beside_the_form_and_in_the_title(amina: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    html = enter(client, "something else").content.decode()
    assert "<title>Error: Sign in" in html
    assert 'role="alert"' in html
    assert "sessionid" not in client.cookies


def test_who_tries_too_often_must_wait(amina: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="nl")
    answers = [enter(client, "wrong") for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Wacht even" in answers[-1].content.decode()


def test_signing_out_ends_it(amina: User) -> None:
    client = Client()
    enter(client)
    assert client.post("/account/logout/")["Location"] == "/"
    assert client.get("/families/").status_code == 302


def test_nobody_signs_up_alone(amina: User) -> None:
    html = Client(HTTP_ACCEPT_LANGUAGE="en").get("/account/signup/").content.decode()
    assert "Nobody signs up alone." in html
    assert "<input type=" not in html.partition("<main")[2].partition("</main>")[0]


def ends(client: Client) -> datetime:
    return Session.objects.get(pk=client.session.session_key).expire_date


def test_eight_hours_without_a_look_and_she_signs_in_again(amina: User) -> None:
    client = Client()
    enter(client)
    assert timedelta(hours=7, minutes=55) < ends(client) - datetime.now(UTC) <= timedelta(hours=8)
    Session.objects.update(expire_date=datetime.now(UTC) - timedelta(seconds=1))
    assert client.get("/families/").status_code == 302


def test_every_look_prolongs_it_and_writes_at_most_once_in_five_minutes(amina: User) -> None:
    client = Client()
    enter(client)
    Session.objects.update(expire_date=datetime.now(UTC) + timedelta(hours=1))
    client.get("/families/")
    prolonged = ends(client)
    assert prolonged - datetime.now(UTC) > timedelta(hours=7, minutes=55)
    client.get("/families/")
    assert ends(client) == prolonged


# --- a new password


def test_a_forgotten_password_is_replaced_by_mail(amina: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert client.post("/account/password/reset/", {"email": EMAIL}).status_code == 302
    (message,) = mail.outbox
    (link,) = re.findall(r"http://testserver(/account/password/reset/key/\S+)", message.body)
    form = client.get(link, follow=True)
    assert "A new password" in form.content.decode()
    fresh = "another long sentence"
    done = client.post(form.request["PATH_INFO"], {"password1": fresh, "password2": fresh}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert enter(Client(), fresh).status_code == 302
    again = client.get(link, follow=True).content.decode()
    assert "This link no longer works" in again


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("kort-woord1", "at least 12 characters"),
        ("1q2w3e4r5t6y", "too common"),
        ("482915730264", "entirely numeric"),
        ("amina@practice.example", "too similar"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(amina: User, weak: str, why: str) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": EMAIL})
    (link,) = re.findall(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": weak, "password2": weak})
    assert answer.status_code == 200
    assert why in words(answer.content.decode())
    amina.refresh_from_db()
    assert amina.check_password(PASSWORD)


def test_the_password_of_the_demo_is_good_enough() -> None:
    validate_password("demo-kraamkring", User(email="midwife@demo.example", name="Demo Midwife"))


def test_nobody_learns_whether_an_address_has_an_account(amina: User) -> None:
    answers = [
        Client().post("/account/password/reset/", {"email": email}) for email in (EMAIL, "no@one.example")
    ]
    assert answers[0]["Location"] == answers[1]["Location"]


# --- the second step


def test_an_app_is_set_up_and_then_asked_for(amina: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    enter(client)
    client.cookies["language"] = "en"
    asked = client.get("/account/2fa/totp/activate/", follow=True).content.decode()
    assert "Is it still you?" in asked
    still_her(client)
    form = client.get("/account/2fa/totp/activate/")
    html = form.content.decode()
    secret = form.context["form"].secret
    assert 'src="data:image/svg+xml' in html
    assert secret in html
    assert "Kraamkring" in unquote(form.context["totp_url"])
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "<title>Error: " in wrong
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=amina, type="totp").exists()
    assert "10 spare codes are left" in client.get("/account/2fa/").content.decode()
    codes = client.get("/account/2fa/recovery-codes/").content.decode()
    assert codes.count("<code>") == 10

    fresh = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert enter(fresh)["Location"] == "/account/2fa/authenticate/"
    assert fresh.get("/families/").status_code == 302
    second = fresh.get("/account/2fa/authenticate/").content.decode()
    assert "Second step" in second
    assert "security key" not in second  # she has none
    assert not INLINE.search(second)


def test_the_code_of_the_app_lets_her_in(amina: User) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(amina, secret)
    client = Client()
    enter(client)
    refused = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert refused.status_code == 200
    assert client.get("/families/").status_code == 302
    taken = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert taken["Location"] == "/today/"
    assert client.get("/families/").status_code == 200
