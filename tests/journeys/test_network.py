"""Somebody is invited, accepts, is asked to coordinate; the mother agrees; a record is opened in an emergency."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.demo.practice import seed_practice
from kraamkring.rooms.accounts.actions import give_account, open_organisation
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.models import BreakGlass, Coordination
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from tests.browser import follow, nobody_is_signed_in
from tests.clock import this_morning
from tests.journeys.test_pathway import nothing_runs_over

PICTURES = Path(__file__).parents[2] / "test-results" / "network"
Axe = Callable[[Any], None]
PASSWORD = "een lang wachtwoord voor de test"


@pytest.fixture
def mieke(transactional_db: None) -> User:
    """The demo's midwife with her families; a general practitioner and a gynaecologist who work elsewhere."""
    now = this_morning()
    ((_who, email, _password),) = seed_practice(now)
    elsewhere = open_organisation(name="Huisartsen De Brug", kind="practice", region="be-vlg", now=now)
    for name, profession in (("Joris Peeters", "gp"), ("Dirk Maes", "gynaecologist")):
        give_account(
            email=f"{name.split()[0].lower()}@example.org",
            name=name,
            profession=profession,
            organisation=elsewhere,
            now=now,
            language="en",
        )
    for user in User.objects.all():
        user.language = "en"
        user.set_password(PASSWORD)
        user.save()
    return User.objects.get(email=email)


def sign_in(page: Page, email: str, to: str) -> None:
    page.set_default_timeout(10_000)
    nobody_is_signed_in(page)
    page.goto(f"/account/login/?next={to}")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation(url=lambda address: "/login" not in address):
        page.keyboard.press("Enter")


def looked_at(page: Page, name: str, axe: Axe) -> None:
    """A picture for people to look at; axe finds nothing, nothing runs over."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    axe(page)
    nothing_runs_over(page)


def family(name: str) -> PregnancyEpisode:
    return PregnancyEpisode.objects.get(mother__given_name=name)


def test_a_general_practitioner_is_invited_accepts_and_takes_over(page: Page, mieke: User, axe: Axe) -> None:
    network = f"/families/{family('Amina').pk}/network/"
    sign_in(page, mieke.email, network)
    looked_at(page, "network-at-first", axe)
    follow(page.get_by_role("link", name="Invite somebody"))
    looked_at(page, "roles", axe)
    follow(page.get_by_role("link", name="general practitioner"))
    looked_at(page, "invite", axe)
    page.get_by_role("button", name="Invite").click()
    expect(page.locator("#errors")).to_contain_text("Give a name")
    looked_at(page, "invite-refused", axe)
    page.fill("input[name=address]", "joris@example.org")
    page.get_by_role("button", name="Invite").click()
    page.wait_for_url("**/network/")
    expect(page.locator(".care", has_text="Joris Peeters")).to_contain_text("Invited")

    page.goto(f"{network}invite/?role=maternity_carer")
    page.fill("input[name=name]", "Griet van Kraamvogel")
    page.fill("input[name=organisation_name]", "Kraamvogel")
    page.fill("input[name=address]", "0470 12 34 56")
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("button", name=re.compile("She said yes.*Griet van Kraamvogel")).click()
    expect(page.locator(".care", has_text="Griet van Kraamvogel")).to_contain_text("Accepted")

    sign_in(page, "joris@example.org", network)
    expect(page.locator("h1")).not_to_contain_text("Network")  # not there, before he accepts
    page.goto("/invitations/")
    expect(page.locator("main")).not_to_contain_text("Amina")
    looked_at(page, "invitations", axe)
    page.get_by_role("button", name=re.compile("Accept")).click()
    page.wait_for_url("**/network/")
    looked_at(page, "network-as-a-member", axe)

    sign_in(page, mieke.email, network)
    follow(page.get_by_role("link", name=re.compile("Ask to coordinate.*Joris Peeters")))
    looked_at(page, "ask-to-coordinate", axe)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("main")).to_contain_text("Joris Peeters is asked to coordinate")
    looked_at(page, "network-asked", axe)

    sign_in(page, "joris@example.org", "/invitations/")
    looked_at(page, "asked-to-coordinate", axe)
    page.get_by_role("button", name=re.compile("Accept")).click()
    expect(page.locator("main")).to_contain_text("Joris Peeters coordinates since")
    assert Coordination.objects.get(until=None, episode=family("Amina")).membership.name == "Joris Peeters"
    page.get_by_role("link", name="Change how much it takes").click()
    page.get_by_text("Intensive:").click()
    looked_at(page, "intensity", axe)
    page.get_by_role("button", name="Keep this").click()
    expect(page.locator("main")).to_contain_text("intensive")
    looked_at(page, "network", axe)

    sign_in(page, mieke.email, network)
    page.get_by_role("link", name=re.compile("Remove.*Griet van Kraamvogel")).click()
    page.fill("textarea", "moved to another service")
    looked_at(page, "remove", axe)
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("Who was in it before").click()
    expect(page.locator("details .care", has_text="Griet")).to_contain_text("moved to another service")
    looked_at(page, "network-past", axe)


def test_what_she_agreed_to(page: Page, mieke: User, axe: Axe) -> None:
    consent = f"/families/{family('Amina').pk}/consent/"
    sign_in(page, mieke.email, consent)
    looked_at(page, "consent", axe)
    page.get_by_role("link", name=re.compile("Change.*how life is at home")).click()
    page.select_option("select[name=whom]", "everybody")
    page.get_by_text("No, she refuses").click()
    looked_at(page, "consent-say", axe)
    page.get_by_role("button", name="See what follows").click()
    expect(page.locator("#follows-title")).to_be_visible()
    looked_at(page, "consent-follows", axe)
    page.get_by_role("button", name="Yes, this is what she wants").click()
    page.wait_for_url("**/consent/")
    expect(page.locator("tr", has_text="shielded")).to_contain_text("refused")
    looked_at(page, "consent-said", axe)


def test_a_record_is_opened_in_an_emergency(page: Page, mieke: User, axe: Axe) -> None:
    mother = family("Amina").mother
    Person.objects.filter(pk=mother.pk).update(birth_date=date(1993, 4, 2))
    sign_in(page, "dirk@example.org", "/emergency/")
    looked_at(page, "emergency", axe)
    page.fill("input[name=family_name]", mother.family_name)
    page.fill("input[name=birth_date]", "1993-04-03")
    page.fill("textarea", "Unconscious, brought in by ambulance")
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#errors")).to_contain_text("Nothing was found")
    looked_at(page, "emergency-nothing", axe)
    page.fill("input[name=birth_date]", "1993-04-02")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/families/*/")
    expect(page.locator(".note.emergency")).to_contain_text("You opened this record in an emergency")
    assert BreakGlass.objects.get().user.name == "Dirk Maes"
    looked_at(page, "emergency-open", axe)
    page.get_by_role("link", name="Network").click()
    expect(page.locator("main")).to_contain_text("Unconscious, brought in by ambulance")
    expect(page.locator(".note.emergency")).to_be_visible()
    looked_at(page, "emergency-network", axe)
