"""A coordinator arranges the first visit, who comes says yes, and everyone sees the plan change; phone and desktop."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.demo.practice import PASSWORD, seed_practice
from kraamkring.rooms.accounts.actions import give_account
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import joined
from tests.clock import this_morning
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over, unfold

PICTURES = Path(__file__).parents[2] / "test-results" / "plan"
Axe = Callable[[Any], None]
HOUR = timedelta(hours=1)


@pytest.fixture
def circle(transactional_db: None) -> PregnancyEpisode:
    """Amina, home since last evening; Mieke coordinates; Mia the midwife and Amina herself are in the network."""
    now = this_morning()
    (_who, email, _password), *_ = seed_practice(now)
    mieke = User.objects.get(email=email)
    episode = PregnancyEpisode.objects.get(mother__given_name="Amina")
    for name, profession in (("Mia", "midwife"), ("Amina", "mother"), ("Pol", "partner")):
        user = give_account(
            email=f"{name.lower()}@demo.example",
            name=f"{name} Voorbeeld",
            profession=profession,
            organisation=None,
            now=now,
            password=PASSWORD,
        )
        joined(episode, user, mieke, at=now)
    User.objects.update(language="en")
    return episode


def keep_picture(page: Page, name: str) -> None:
    """A picture for people to look at, in test-results/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def good(page: Page, axe: Axe, name: str) -> None:
    """Nothing runs over, axe finds nothing, folded and unfolded."""
    keep_picture(page, name)
    axe(page)
    nothing_runs_over(page)
    unfold(page)
    axe(page)
    nothing_runs_over(page)


def signed_in(page: Page, browser: Browser, name: str, to: str) -> Page:
    """Somebody else, in a browser of her own."""
    other = browser.new_context(
        viewport=page.viewport_size, base_url=page.url.partition("/families")[0], locale="en-GB"
    ).new_page()
    sign_in(other, (f"{name}@demo.example", PASSWORD), to)
    return other


def test_the_first_visit_is_arranged_and_accepted(
    page: Page, browser: Browser, circle: PregnancyEpisode, axe: Axe
) -> None:
    """Given a family that went home and nobody comes, then one tap opens who could, and her yes arranges it."""
    plan = f"/families/{circle.pk}/plan/"
    sign_in(page, ("mieke@demo.example", PASSWORD), plan)
    board = page.locator("[aria-labelledby=to-arrange]")
    expect(board).to_contain_text("First home visit")
    good(page, axe, "board")

    page.goto(plan)
    page.get_by_role("link", name="Arrange : First home visit").first.click()
    expect(page.locator("h1")).to_have_text("Arrange care")
    good(page, axe, "arrange")
    soon = (this_morning() + 2 * HOUR).astimezone(BRUSSELS)
    page.get_by_label("Mia Voorbeeld, midwife").check()
    page.get_by_label("Date").fill(f"{soon:%Y-%m-%d}")
    page.get_by_label("Time").fill(f"{soon:%H:%M}")
    page.get_by_role("button", name="Make the appointment").click()
    expect(page.locator("[aria-labelledby=to-arrange]")).to_contain_text("Asked: Mia Voorbeeld")
    keep_picture(page, "board-asked")
    asked = page.get_by_role("link", name="Asked: Mia Voorbeeld").first.get_attribute("href")
    assert asked

    mia = signed_in(page, browser, "mia", asked)
    expect(mia.locator("h1")).to_have_text("Home visit")
    good(mia, axe, "appointment")
    mia.goto(asked)
    mia.get_by_role("button", name="Yes, I will come").click()
    expect(mia.locator("main")).to_contain_text("Accepted")
    keep_picture(mia, "appointment-accepted")
    mia.context.close()

    page.goto(plan)
    expect(page.locator("[aria-labelledby=arranged]")).to_contain_text("First home visit")
    keep_picture(page, "board-arranged")


def test_a_plan_changed_by_one_is_seen_by_the_others(
    page: Page, browser: Browser, circle: PregnancyEpisode, axe: Axe
) -> None:
    """Given a plan of the coordinator, when the mother changes it, then what changed and by whom stands in it; and who
    wrote at the same time sees both."""
    plan = f"/families/{circle.pk}/plan/"
    sign_in(page, ("mieke@demo.example", PASSWORD), f"{plan}edit/")
    good(page, axe, "edit")
    page.goto(f"{plan}edit/")
    page.get_by_label("Check of the child by a doctor").fill("Dr. Peeters, at the practice")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator("h1")).to_have_text("Plan")
    page.goto(f"{plan}edit/")  # she begins to write again

    amina = signed_in(page, browser, "amina", f"{plan}edit/")
    amina.get_by_label("Preferred stay").select_option("classic")
    amina.get_by_role("button", name="Save the plan").click()
    amina.get_by_label("About", exact=True).select_option("household")
    amina.get_by_label("What is to be settled").fill("Who looks after my eldest in the mornings?")
    amina.get_by_role("button", name="Raise this point").click()
    amina.context.close()

    page.get_by_label("Hours of maternity care").fill("24")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator("#conflict")).to_contain_text("Amina Voorbeeld")
    good(page, axe, "conflict")
    page.get_by_label("Preferred stay").select_option("classic")
    page.get_by_role("button", name="Save mine").click()
    expect(page.locator("[aria-labelledby=changes]")).to_contain_text("24")
    point = page.locator("[aria-labelledby=points]")
    expect(point).to_contain_text("Who looks after my eldest")
    point.get_by_label("Say something about it").fill("Your sister could come. Shall I ask her?")
    point.get_by_role("button", name="Say it").click()
    expect(point.locator(".dialogue")).to_contain_text("Your sister could come.")
    good(page, axe, "plan")

    pol = signed_in(page, browser, "pol", plan)
    expect(pol.locator("[aria-labelledby=agreed]")).to_contain_text("classic stay")
    expect(pol.get_by_role("button", name="Say it")).to_have_count(0)
    good(pol, axe, "partner")
    pol.context.close()


def test_another_due_date_and_care_that_is_not_needed(page: Page, circle: PregnancyEpisode, axe: Axe) -> None:
    lotte = PregnancyEpisode.objects.get(mother__given_name="Lotte")
    sign_in(page, ("mieke@demo.example", PASSWORD), f"/families/{lotte.pk}/plan/")
    good(page, axe, "pregnant")
    page.goto(f"/families/{lotte.pk}/due-date/")
    good(page, axe, "due-date")
    page.goto(f"/families/{circle.pk}/plan/")
    page.get_by_role("link", name="Not needed : First home visit").first.click()
    page.get_by_role("button", name="It is not needed").click()
    expect(page.locator("#errors")).to_contain_text("Say in a few words")
    good(page, axe, "waive")


def test_in_the_dark(page: Page, circle: PregnancyEpisode, axe: Axe) -> None:
    page.emulate_media(color_scheme="dark")
    sign_in(page, ("mieke@demo.example", PASSWORD), f"/families/{circle.pk}/plan/")
    good(page, axe, "board-dark")
