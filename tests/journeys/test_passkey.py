"""A passkey is added and then lets her in alone: in a browser with an authenticator of its own, strict policy."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.invite_parent import Parent, invite_parent
from kraamkring.rooms.accounts.actions import give_account
from tests import clock
from tests.cast import booked, cast

EMAIL, PASSWORD = "amina@practice.example", "a long sentence is a password"
TELEPHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def arrives(page: Page, path: str) -> None:
    page.wait_for_url(lambda address: urlsplit(address).path == path)


@pytest.fixture
def midwife(transactional_db: None) -> None:
    give_account(
        email=EMAIL,
        name="Amina",
        profession="midwife",
        organisation=None,
        now=datetime(2026, 3, 2, 9, tzinfo=UTC),
        language="en",
        password=PASSWORD,
    )


@pytest.fixture
def telephone(page: Page) -> Any:
    """Chromium's own authenticator, which says yes at once until it is told not to."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})
    return devtools


@pytest.mark.parametrize("page", ["desktop"], indirect=True)
def test_a_passkey_is_added_and_then_lets_her_in_alone(
    page: Page, midwife: None, telephone: Any, axe: Any
) -> None:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.goto("/account/login/")
    axe(page)
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form:has(input[name=password]) button")
    arrives(page, "/today/")

    page.goto("/account/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    page.fill("input[name=name]", "My telephone")
    assert page.locator("input[name=passwordless]").is_checked()
    assert not page.locator("[data-passkey-without]").is_visible()
    axe(page)
    page.click("[data-passkey=add]")
    arrives(page, "/account/2fa/recovery-codes/")
    assert page.locator("main code").count() == 10
    page.goto("/account/2fa/webauthn/")
    assert "My telephone" in page.inner_text("main")
    assert "lets you in alone" in page.inner_text("main")
    axe(page)

    page.click("header form[action*=logout] button")
    arrives(page, "/")
    page.goto("/account/login/?next=/families/")
    page.click("[data-passkey=enter]")
    arrives(page, "/families/")

    page.goto("/account/reauthenticate/?next=/account/2fa/")
    page.click("a[href*='webauthn/reauthenticate']")
    page.click("[data-passkey=use]")
    arrives(page, "/account/2fa/")

    page.click("header form[action*=logout] button")
    arrives(page, "/")
    page.goto("/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form:has(input[name=password]) button")
    arrives(page, "/account/2fa/authenticate/")
    axe(page)
    page.click("[data-passkey=use]")
    arrives(page, "/today/")
    assert said == []


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_a_passkey_that_is_not_used_is_said_and_can_be_tried_again(page: Page, midwife: None) -> None:
    page.goto("/account/login/")
    page.route("**/account/2fa/webauthn/login/", lambda route: route.fulfill(status=503))
    page.click("[data-passkey=enter]")
    page.wait_for_selector("[data-passkey-trouble]:visible")
    assert page.locator("[data-passkey=enter]").is_enabled()
    assert page.url.endswith("/account/login/")


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_a_mother_comes_in_by_her_link_with_a_passkey_and_then_by_it_alone(
    page: Page, transactional_db: None, telephone: Any, axe: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MESSAGE_CATCHER = tmp_path
    people, now = cast(), clock.this_morning()
    leen = Parent("mother", "Leen", "leen@home.example", "0470 12 34 56", "en")
    link = invite_parent(
        episode_id=booked(people.an).episode.pk, parent=leen, by=people.an, now=now, id=new_id(now)
    )
    page.goto(urlsplit(link.address).path)
    arrives(page, "/welcome/")
    axe(page)
    page.click("text=Send me the code")
    page.wait_for_selector("text=on its way")
    (text,) = tmp_path.glob("*.txt")
    page.fill("input[name=code]", re.findall(r"is (\d{6})", text.read_text("utf-8"))[0])
    assert page.locator("input[value=passkey]").is_checked()
    page.click("text=This is me")
    arrives(page, "/account/2fa/webauthn/add/")
    page.click("[data-passkey=add]")
    page.wait_for_url(re.compile("reauthenticate|recovery-codes"))  # she shows that it works
    page.goto("/account/logout/")
    page.click("main form button")
    arrives(page, "/")
    page.goto("/account/login/")
    page.click("[data-passkey=enter]")
    arrives(page, "/my/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_the_sign_in_of_an_organisation_can_be_chosen(
    page: Page, transactional_db: None, settings: Any
) -> None:
    app = {"provider_id": "az", "name": "AZ Voorbeeld", "client_id": "x", "secret": "y"}
    app["settings"] = {"server_url": "http://localhost:1", "organisation": "", "required": False}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    page.goto("/account/login/")
    page.click("text=AZ Voorbeeld")
    page.wait_for_selector("text=You are not signed in")  # nobody answers there
