"""A midwife signs in, sees which family needs somebody, opens it, and signs out; on a phone and on a desktop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.facts import Birth
from kraamkring.demo.practice import seed_practice
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.browser import follow
from tests.clock import this_morning
from tests.journeys.test_pathway import nothing_runs_over, unfold

PICTURES = Path(__file__).parents[2] / "test-results" / "families"
Axe = Callable[[Any], None]


@pytest.fixture
def mieke(transactional_db: None) -> tuple[str, str]:
    """The demo: her e-mail address and password; three families."""
    ((_who, email, password),) = seed_practice(this_morning())
    User.objects.update(language="en")
    return email, password


def sign_in(page: Page, mieke: tuple[str, str], to: str = "/families/") -> None:
    page.set_default_timeout(10_000)
    page.goto(to)
    page.fill("input[name=login]", mieke[0])
    page.fill("input[name=password]", mieke[1])
    with page.expect_navigation(url=lambda address: "/login" not in address):
        page.keyboard.press("Enter")


def choose_language(page: Page, language: str) -> None:
    """Presses its button at the foot."""
    with page.expect_navigation():
        page.locator(f"footer button[lang={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def keep_picture(page: Page, name: str) -> None:
    """A picture for people to look at, in test-results/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def test_from_the_sign_in_to_amina_and_out_again(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    """Given three families of whom one went home and nobody comes, then she stands first, and one tap opens her."""
    page.goto("/")
    follow(page.get_by_role("link", name="Sign in", exact=True))
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "sign-in")
    page.fill("input[name=login]", mieke[0])
    page.fill("input[name=password]", mieke[1])
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url("**/today/")
    expect(page.locator(".who")).to_contain_text("Mieke Voorbeeld")
    first = page.locator(".family").first
    expect(first).to_contain_text("Amina Voorbeeld")
    expect(first).to_contain_text("First home visit")
    expect(first).to_contain_text("At risk")
    expect(page.locator(".family")).to_have_count(1)  # the two that are held stand in the list
    axe(page)
    nothing_runs_over(page)
    page.goto("/families/")
    expect(page.locator(".family")).to_have_count(3)
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "list")

    first.get_by_role("link", name="Amina Voorbeeld").click()
    expect(page.locator("h1")).to_have_text("Amina Voorbeeld")
    expect(page).to_have_title("Family · Kraamkring")
    expect(page.locator(".banner")).to_contain_text("day\u00a02\u00a0pp")
    expect(page.locator(".needs .tasks")).to_contain_text("First home visit")
    expect(page.locator(".circle .is-missing")).to_contain_text("midwife")
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "amina")
    unfold(page)
    axe(page)
    nothing_runs_over(page)

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: urlsplit(address).path == "/")
    page.goto("/families/")
    expect(page.locator("h1")).to_have_text("Sign in")


@pytest.mark.parametrize("name", ["Lotte", "Inge"])
def test_a_family_that_is_held(page: Page, mieke: tuple[str, str], axe: Axe, name: str) -> None:
    sign_in(page, mieke)
    page.get_by_role("link", name=name).click()
    expect(page.locator(".needs")).to_contain_text("Nothing is missing now.")
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, name.lower())


def test_in_the_dark(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/account/login/")
    axe(page)
    keep_picture(page, "sign-in-dark")
    sign_in(page, mieke)
    axe(page)
    keep_picture(page, "list-dark")
    follow(page.get_by_role("link", name="Amina"))
    axe(page)
    keep_picture(page, "amina-dark")


def test_after_a_loss(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    now = this_morning()
    episode = PregnancyEpisode.objects.get(mother__given_name="Lotte")
    by = User.objects.get(email=mieke[0])
    lost = Birth(newborn="newborn-1", born_at=now, outcome="stillborn", place="hospital", mode="vaginal")
    record_fact(episode_id=episode.pk, value=lost, by=by, now=now)
    sign_in(page, mieke)
    expect(page.locator(".family.quiet")).to_contain_text("a loss on")
    axe(page)
    keep_picture(page, "list-loss")
    page.get_by_role("link", name="Lotte").click()
    expect(page.locator("body.quiet .banner")).to_contain_text("stillborn")
    assert page.locator("svg.line, svg.circle, .is-done").count() == 0
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "loss")


def test_with_keys_alone(page: Page, mieke: tuple[str, str]) -> None:
    """Skip link, first family, its first need, and out: without a mouse."""
    sign_in(page, mieke)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Amina")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Amina Voorbeeld")
    need = page.locator(".tasks a").first
    need.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#first-home-visit-mother-homecoming-1")).to_be_in_viewport()
    out = page.get_by_role("button", name="Sign out")
    out.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/")


def test_every_language_fits(page: Page, mieke: tuple[str, str]) -> None:
    sign_in(page, mieke)
    for language in ("nl", "fr", "de"):
        page.goto("/families/")
        choose_language(page, language)
        nothing_runs_over(page)
        keep_picture(page, f"list-{language}")
        page.locator(".family a").first.click()
        expect(page.locator(".banner")).to_be_visible()
        nothing_runs_over(page)
        keep_picture(page, f"amina-{language}")
        page.goto("/account/2fa/")
        nothing_runs_over(page)


def test_the_second_step(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    """She sets the app up, keeps her spare codes, and is asked for a code when she comes back."""
    from tests.doors.test_sign_in_pages import code_of

    sign_in(page, mieke)
    page.get_by_role("link", name="Mieke Voorbeeld").click()
    follow(page.get_by_role("link", name="Second step"))
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "your-sign-in")
    follow(page.get_by_role("link", name="Set up the app"))
    axe(page)
    page.fill("input[name=password]", mieke[1])
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("img.qr")).to_be_visible()
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "set-up-the-app")
    page.fill("input[name=code]", code_of(page.locator("#authenticator_secret").input_value()))
    page.get_by_role("button", name="Use the app from now on").click()
    expect(page.locator(".codes li")).to_have_count(10)
    axe(page)
    keep_picture(page, "spare-codes")
    spare = page.locator(".codes li").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: urlsplit(address).path == "/")

    page.goto("/account/login/")
    page.fill("input[name=login]", mieke[0])
    page.fill("input[name=password]", mieke[1])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Second step")
    axe(page)
    keep_picture(page, "second-step")
    page.fill("input[name=code]", spare)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today/")


def test_targets_are_large_enough_for_a_thumb(page: Page, mieke: tuple[str, str]) -> None:
    sign_in(page, mieke)
    for address in ("/families/", page.locator(".family a").first.get_attribute("href")):
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                'button, input:not([type=hidden]), select, summary, .tasks a, .top a, .back a')]
            .filter(e => e.checkVisibility() && !e.closest('.for-ears') && !e.matches('.for-ears'))
            .map(e => [e.outerHTML.slice(0, 60), Math.round(e.getBoundingClientRect().height)])
            .filter(([, height]) => height < 44)"""
        )
        assert small == []


def test_it_prints(page: Page, mieke: tuple[str, str]) -> None:
    """On paper: her name and the moment in the head, every phase, no buttons."""
    sign_in(page, mieke)
    page.get_by_role("link", name="Amina").click()
    page.emulate_media(media="print")
    expect(page.locator(".banner h1")).to_be_visible()
    expect(page.locator(".printed-head")).to_contain_text("as it stands on")
    expect(page.locator(".who")).to_be_hidden()
    expect(page.locator("#pregnancy .care").first).to_be_visible()
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "printed.pdf").write_bytes(page.pdf(format="A4"))
