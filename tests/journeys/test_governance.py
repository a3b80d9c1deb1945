"""Somebody who governs the protocols looks at a card, at what changes, and tries an edition; phone and desktop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.demo.practice import PASSWORD, seed_practice
from kraamkring.rooms.accounts.actions import give_account
from kraamkring.rooms.accounts.models import User
from tests.browser import follow
from tests.clock import this_morning
from tests.flows.test_governance import CARD
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over

PICTURES = Path(__file__).parents[2] / "test-results" / "governance"
Axe = Callable[[Any], None]


@pytest.fixture
def greet(transactional_db: None) -> tuple[str, str]:
    """The demo's practice, and somebody who governs."""
    now = this_morning()
    seed_practice(now)
    give_account(
        email="greet@demo.example",
        name="Greet Voorbeeld",
        profession="governor",
        organisation=None,
        now=now,
        password=PASSWORD,
    )
    User.objects.update(language="en")
    return "greet@demo.example", PASSWORD


def looked_at(page: Page, name: str, axe: Axe) -> None:
    axe(page)
    nothing_runs_over(page)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{page.evaluate('window.innerWidth')}.png", full_page=True)


def test_from_a_card_to_a_dry_run(page: Page, greet: tuple[str, str], axe: Axe) -> None:
    """Given three families, when a later end of the check at six weeks is tried, then it says whom it touches."""
    sign_in(page, greet, "/governance/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Flanders")
    looked_at(page, "cards", axe)
    follow(page.get_by_role("link", name="Blood spot screening", exact=True))
    expect(page.locator(".window svg")).to_have_count(2)
    looked_at(page, "card", axe)
    follow(page.get_by_role("link", name="All cards: Flanders"))
    follow(
        page.get_by_role("navigation", name="About this protocol").get_by_role("link", name="What changes")
    )
    page.get_by_label("From").fill("2023-12-31")
    page.get_by_label("To", exact=True).fill("2024-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("promise 1 window earliest: 72 becomes 48")).to_be_visible()
    looked_at(page, "changes", axe)

    follow(page.get_by_role("link", name="Try an edition"))
    page.get_by_label("A proposed card, as text (TOML)").fill(CARD.replace("LATEST", "1"))
    page.get_by_role("button", name="Try it").click()
    expect(page.locator("#errors")).to_contain_text("latest")
    looked_at(page, "refused", axe)
    page.get_by_label("A proposed card, as text (TOML)").fill(CARD.replace("LATEST", "57"))
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("3 families were looked at.")).to_be_visible()
    expect(page.get_by_text("Which families they are is shown to those who care for them.")).to_be_visible()
    looked_at(page, "tried", axe)
