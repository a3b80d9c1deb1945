"""A Friday evening: home after 36 hours, and nobody comes. Today shows it, one tap acts, one says that it was seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.facts import Discharge
from kraamkring.demo.families import families
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.sweep_gaps import sweep_gaps
from kraamkring.rooms.accounts.actions import give_account, open_organisation
from tests.cast import born
from tests.clock import this_morning
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over

pytestmark = pytest.mark.django_db(transaction=True)

Axe = Callable[[Any], None]
PICTURES = Path(__file__).parents[2] / "test-results" / "today"
HOUR = timedelta(hours=1)


@pytest.fixture
def mieke(live_server: Any) -> tuple[str, str]:
    """Her sign-in; the three families of the demo, and one in which the first visit was missed."""
    now = this_morning()
    practice = open_organisation(name="Praktijk De Linde", kind="practice", region="be-vlg", now=now)
    by = give_account(
        email="mieke@example.org",
        name="Mieke Voorbeeld",
        profession="midwife",
        organisation=practice,
        now=now,
        password="a long enough password",
        language="en",
    )
    for each in families(now):
        mother = Mother(given_name=each.given_name, family_name=each.family_name, language=each.language)
        book_pregnancy(facts=each.facts, mother=mother, by=by, now=now)
    amina = families(now)[0].facts
    home = now - 30 * HOUR
    missed = replace(
        amina,
        births=(born(born_at=home - 36 * HOUR),),
        discharges=(Discharge(who=("mother", "newborn-1"), at=home),),
        contacts=(),
        steps=(),
        screenings=(),
        appointments=(),
    )
    book_pregnancy(
        facts=missed, mother=Mother(given_name="Fatoumata", family_name="Voorbeeld"), by=by, now=now
    )
    sweep_gaps(now=now)
    return "mieke@example.org", "a long enough password"


def keep_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}-{page.evaluate('window.innerWidth')}.png", full_page=True)


def test_a_missing_visit_is_seen_acted_on_and_said_to_be_seen(
    page: Page, mieke: tuple[str, str], axe: Axe
) -> None:
    sign_in(page, mieke, to="/today/")
    first = page.locator(".family").first
    expect(first).to_contain_text("Fatoumata Voorbeeld")
    expect(first).to_contain_text("Gap")
    expect(first).to_contain_text("Told: Mieke Voorbeeld")
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "today")
    first.get_by_role("button", name="I have seen it").click()
    page.wait_for_url("**/today/")
    expect(page.get_by_role("status")).to_contain_text("Noted that you have seen it.")
    expect(page.locator(".family").first).to_contain_text("Seen by: Mieke Voorbeeld")
    axe(page)
    keep_picture(page, "today-seen")
    page.locator(".family").first.get_by_role("link", name="First home visit").first.click()
    page.wait_for_url("**/plan/#first-home-visit-*")
    expect(page.locator(":target")).to_contain_text("First home visit")
