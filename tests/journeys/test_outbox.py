"""Messages, settings and the letter, walked with a browser; on a phone and on a desktop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.demo.practice import seed_practice
from kraamkring.flows.telling import tell
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import State
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import account, joined
from tests.clock import this_morning
from tests.journeys.test_families import choose_language, sign_in
from tests.journeys.test_pathway import nothing_runs_over
from tests.rooms.messages.conftest import came_back, left

PICTURES = Path(__file__).parents[2] / "test-results" / "outbox"
Axe = Callable[[Any], None]


@pytest.fixture
def mieke(transactional_db: None) -> tuple[str, str]:
    """The demo's midwife; of the messages about Amina one came back, one is not known, one arrived, one waits."""
    now = this_morning()
    (_who, email, password), *_ = seed_practice(now)
    User.objects.update(language="en")
    by = User.objects.get(email=email)
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    joined(amina, account("joke", "midwife"), by, at=now)

    def told(template: str, **more: Any) -> Any:
        return tell(
            episode=amina,
            what="walk",
            because=new_id(now),
            template=template,
            by=by,
            now=now,
            to=["midwife"],
            **more,
        )[0]

    came_back(told("plan_changed"), now)
    left(told("urgent", urgent=True), State.SENDING, State.UNKNOWN, now=now)
    left(told("plan_changed"), State.SENDING, State.ACCEPTED, State.DELIVERED, now=now)
    told("plan_changed")
    return email, password


def keep_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def looked_at(page: Page, name: str, axe: Axe) -> None:
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, name)


def test_what_did_not_arrive_is_settled(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    """Given two messages that wait for somebody, when one was told by phone, then one is left and it says who."""
    sign_in(page, mieke, "/outbox/")
    expect(page.locator(".told-message")).to_have_count(2)
    expect(page.locator(".told-message").first).to_contain_text("Urgent")
    looked_at(page, "outbox", axe)
    page.get_by_role("button", name="I told her in another way").last.click()
    expect(page.locator(".told-message")).to_have_count(1)
    page.get_by_role("link", name="Amina Voorbeeld", exact=True).click()
    expect(page.locator("h1")).to_have_text("Messages")
    expect(page.locator(".told-message").filter(has_text="Stopped")).to_have_count(1)
    looked_at(page, "messages", axe)
    page.locator(".told-message").filter(has_text="Stopped").get_by_text("What became of it").click()
    expect(page.locator(".told-message").filter(has_text="Stopped")).to_contain_text(
        "Stopped · Mieke Voorbeeld"
    )


def test_her_settings_and_her_link(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    """Given she wants text messages, then a number is asked for; her calendar has a link that stops."""
    sign_in(page, mieke, "/me/")
    page.get_by_label("By text message").check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.locator("#errors")).to_contain_text("no number for text messages")
    looked_at(page, "me-wrong", axe)
    page.get_by_label("Telephone number").fill("0470 12 34 56")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("status")).to_have_text("It is kept.")
    page.get_by_role("button", name="Make my link").click()
    assert page.get_by_label("Your link").input_value().endswith(".ics")
    looked_at(page, "me", axe)
    page.get_by_role("button", name="Stop the link").click()
    expect(page.get_by_role("button", name="Make my link")).to_be_visible()


def test_the_letter_goes_along(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    """Given Amina went home, when the letter is given, then the page says when; and it prints."""
    sign_in(page, mieke)
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    page.goto(f"/families/{amina.pk}/letter/")
    expect(page.locator(".letter").filter(has_text="Still to be arranged")).to_contain_text(
        "First home visit"
    )
    page.get_by_role("button", name="The letter went along").click()
    expect(page.get_by_role("status")).to_have_count(2)
    looked_at(page, "letter", axe)
    page.emulate_media(media="print")
    expect(page.locator(".printed-head")).to_be_visible()
    expect(page.get_by_role("button", name="The letter went along")).to_be_hidden()


def test_every_language_fits(page: Page, mieke: tuple[str, str]) -> None:
    sign_in(page, mieke, "/outbox/")
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    for language in ("nl", "fr", "de"):
        choose_language(page, language)
        for address in (
            "/outbox/",
            f"/families/{amina.pk}/messages/",
            "/me/",
            f"/families/{amina.pk}/letter/",
        ):
            page.goto(address)
            nothing_runs_over(page)
