"""What holds on every page, whatever it shows: headers, cookies, forged forms, addresses, and who may come in how."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kraamkring.config.sign_in import DESK, PARENT, PARENT_BY_PASSWORD, POWER, lifetime
from kraamkring.rooms.accounts.actions import give_account
from kraamkring.rooms.accounts.models import User
from tests.access.addresses import addresses
from tests.cast import booked, cast

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence is a password"
INLINE = re.compile(
    r"<script(?![^>]*(?:src=|type=\"application/json\"))|\sstyle=|\son[a-z]+=|<style|javascript:",
    re.IGNORECASE,
)


def account(profession: str = "midwife", email: str = "amina@example.org", **more: Any) -> User:
    return give_account(
        email=email, name="Amina", profession=profession, organisation=None,
        now=datetime(2026, 3, 2, 9, tzinfo=UTC), language="en", password=PASSWORD, **more,
    )  # fmt: skip


def enter(client: Client, email: str = "amina@example.org", password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def of_a_family(client: Client) -> list[str]:
    """Every address that asks for nothing, or for a family alone."""
    people = cast()
    family = booked(people.an).episode.pk
    client.force_login(people.an, backend="django.contrib.auth.backends.ModelBackend")
    found = []
    for each in addresses():
        if set(each.asks) <= {"family"} and each.name != "account_logout":
            with suppress(NoReverseMatch):  # a key stands in the address
                found.append(reverse(each.name, kwargs=dict.fromkeys(each.asks, family)))
    return found


# --- headers


def test_no_page_has_a_line_of_script_or_style_in_it_and_each_has_its_policies() -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    pages = 0
    for address in of_a_family(client):
        answer = client.get(address)
        assert answer.status_code < 500, address
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages += 1
            assert not INLINE.search(answer.content.decode()), address
            assert "no-store" in answer["Cache-Control"], address
    assert pages > 40


def test_the_policy_names_every_kind_and_nobody_may_frame_us() -> None:
    said = Client().get("/account/login/")
    policy = {part.split()[0]: part.split()[1:] for part in said["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    kinds = (
        "script-src",
        "style-src",
        "font-src",
        "connect-src",
        "worker-src",
        "manifest-src",
        "form-action",
    )
    assert {kind: policy[kind] for kind in kinds} == {kind: ["'self'"] for kind in kinds}
    assert policy["img-src"] == ["'self'", "data:"]
    assert said["X-Frame-Options"] == "DENY"
    assert said["Referrer-Policy"] == said["Cross-Origin-Opener-Policy"] == "same-origin"
    assert said["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in said


def in_production(**more: str) -> dict[str, Any]:
    """What the settings are where it counts, asked in a process of its own."""
    asks = "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SESSION_COOKIE_NAME DEBUG"
    asks += " SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_SECURE CSRF_COOKIE_NAME SECOND_STEP"
    asks += " RECENT_SIGN_IN ALLAUTH_TRUSTED_PROXY_COUNT MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN ACCOUNT_EMAIL_VERIFICATION"
    code = "import json; from kraamkring.config import settings as s;"
    code += f" print(json.dumps({{name: getattr(s, name) for name in {asks.split()!r}}}))"
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("KRAAMKRING", "DATABASE"))
    } | {
        "KRAAMKRING_STAGE": "production", "KRAAMKRING_SECRET_KEY": "x" * 50, "KRAAMKRING_HOSTS": "kring.example",
        "DATABASE_URL": "postgresql://nobody@localhost/none", "KRAAMKRING_MAIL_FROM": "kring@kring.example",
        "DATABASE_APP_URL": "postgresql://nobody@localhost/none", "KRAAMKRING_HOME": os.environ["KRAAMKRING_HOME"],
    } | more  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_in_production_it_is_https_for_a_year_with_cookies_of_this_host_alone() -> None:
    said = in_production()
    wanted = {
        "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_NAME": "__Host-sessionid", "CSRF_COOKIE_NAME": "__Host-csrftoken", "DEBUG": False,
        "SESSION_COOKIE_SECURE": True, "SESSION_COOKIE_HTTPONLY": True, "CSRF_COOKIE_SECURE": True,
        "SECOND_STEP": True, "RECENT_SIGN_IN": True, "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False, "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    }  # fmt: skip
    assert said == wanted


# --- forged forms and addresses

FOR_PROGRAMS = (
    "/fhir",
    "/fhir/AuditEvent",
    "/fhir/Subscription",
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/introspect",
)


def test_nothing_is_written_by_a_form_that_was_not_ours() -> None:
    """Every address that takes a form refuses one without our token; the gateway signs what it sends instead, and a
    program brings a key of its own, whatever session there is."""
    client = Client(enforce_csrf_checks=True)
    taken = []
    for address in of_a_family(client):
        answer = client.post(address, {})
        if address in FOR_PROGRAMS and answer.status_code in (400, 401, 404):
            continue  # no key came with it, and the session is none
        if answer.status_code not in (403, 405):
            taken.append((address, answer.status_code))
    assert not [each for each in taken if not each[0].startswith("/receipts/")]


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_nowhere_else(away: str) -> None:
    account()
    answer = Client().post(
        f"/account/login/?next={away}", {"login": "amina@example.org", "password": PASSWORD, "next": away}
    )
    assert answer["Location"] == "/today/"


def test_choosing_a_language_leads_nowhere_else() -> None:
    answer = Client().post("/i18n/setlang/", {"language": "nl", "next": "https://evil.example/"})
    assert "evil" not in answer["Location"]


def test_a_host_that_is_not_ours_is_refused() -> None:
    assert Client().get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_more_than_five_megabytes_are_not_read(settings: Any) -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 5 * 1024 * 1024
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
    assert Client().post("/account/login/", {"login": "x" * 2048, "password": "y"}).status_code == 400


# --- sessions


def test_a_session_from_before_signing_in_is_not_the_one_after() -> None:
    account()
    client = Client()
    client.post("/account/password/reset/", {"email": "nobody@example.org"})
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    enter(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_out_ends_it_on_the_server_and_empties_the_cache_but_no_storage() -> None:
    account()
    client = Client()
    enter(client)
    stolen = client.cookies["sessionid"].value
    answer = client.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/today/").status_code == 302


def test_a_new_password_and_a_closed_account_end_every_other_session() -> None:
    user = account()
    here, other = Client(), Client()
    enter(here)
    enter(other)
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    fresh = "quite another long sentence"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})
    assert [client.get("/me/").status_code for client in (here, other)] == [200, 302]
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert here.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("profession", "strong", "lasts"),
    [
        ("midwife", True, DESK), ("midwife", False, DESK), ("mother", True, PARENT),
        ("partner", False, PARENT_BY_PASSWORD), ("governor", True, POWER), ("administrator", False, POWER),
    ],
)  # fmt: skip
def test_how_long_a_sign_in_holds_depends_on_the_door(profession: str, strong: bool, lasts: Any) -> None:
    assert lifetime(User(profession=profession), strong=strong) == lasts


def test_a_session_ends_after_its_whole_time_however_busy_she_is() -> None:
    account()
    client = Client()
    enter(client)
    session = client.session
    session["last_until"] = int((datetime.now(UTC) + timedelta(minutes=3)).timestamp())
    session.save()
    assert Session.objects.get(pk=session.session_key).expire_date - datetime.now(UTC) <= timedelta(minutes=3)
    client.get("/today/")
    assert Session.objects.get(pk=session.session_key).expire_date - datetime.now(UTC) <= timedelta(minutes=3)


def test_who_signs_in_at_a_desk_is_forgotten_when_the_browser_is_closed() -> None:
    account()
    client = Client()
    enter(client)
    assert not client.cookies["sessionid"]["max-age"]
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


# --- who may come in how


def test_in_production_who_has_a_password_alone_sets_up_a_second_step_first(settings: Any) -> None:
    settings.SECOND_STEP = True
    user = account()
    client = Client()
    enter(client)
    for address in ("/today/", "/families/", "/me/"):
        assert client.get(address)["Location"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == client.get("/me/devices/").status_code == 200
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.get("/today/").status_code == 200
    mother = account("mother", "leen@example.org")
    parent = Client()
    enter(parent, mother.email)
    assert parent.get("/my/").status_code == 200


def test_giving_access_asks_again_who_she_is_when_she_signed_in_long_ago(settings: Any) -> None:
    settings.RECENT_SIGN_IN = True
    people = cast()
    people.an.set_password(PASSWORD)
    people.an.save()
    family = booked(people.an).episode
    client = Client()
    enter(client, people.an.email)
    page = f"/families/{family.pk}/parents/"
    assert client.get(page).status_code == 200
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 16 * 60
    session.save()
    assert client.get(page)["Location"].startswith("/account/reauthenticate/")
    back = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": page})
    assert back["Location"] == page
    assert client.get(page).status_code == 200


def test_an_address_without_account_costs_as_much_as_a_wrong_password() -> None:
    """As many passwords are hashed in both cases, so that the time says nothing. Counted, not timed."""
    account()
    hashed = {}
    for email in ("amina@example.org", "nobody@example.org"):
        with patch.object(
            MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
        ) as encode:
            answer = enter(Client(), email, "wrong")
        assert "not correct" in answer.content.decode()
        hashed[email] = encode.call_count
    assert hashed["amina@example.org"] == hashed["nobody@example.org"] > 0


@pytest.mark.parametrize("name", ["admin", "root", "test"])
def test_there_is_no_account_that_nobody_gave(name: str) -> None:
    assert not User.objects.exists()
    assert enter(Client(), f"{name}@localhost", name).status_code == 200
