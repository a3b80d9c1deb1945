"""Somebody asks which care is due: on a phone and on a desktop, in light and dark, with keys alone, and on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.doors.families import A_DAY_LATER, HOME_AFTER_36_HOURS, STILLBIRTH, TWINS

PICTURES = Path(__file__).parents[2] / "test-results" / "pathway"
Axe = Callable[[Any], None]


def tell(page: Page, facts: dict[str, str]) -> None:
    """Types the facts as a person would, and looks."""
    page.set_default_timeout(10_000)
    for name, value in facts.items():
        answer = page.locator(f'#facts [name="{name}"]').first
        if not answer.is_visible():
            page.locator("#facts details", has=page.locator(f'[name="{name}"]')).locator("summary").click()
        if value == "on":
            answer.press("Space")  # a click can miss what is still being laid out
            expect(answer).to_be_checked()
        elif answer.evaluate("element => element.tagName") == "SELECT":
            answer.select_option(value)
        else:
            answer.fill(value)
    look(page)


def look(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#facts button.button[name=look]").click()


def keep_picture(page: Page, name: str) -> None:
    """A picture for people to look at, in test-results/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def unfold(page: Page) -> None:
    folded = page.locator("details.phase:not([open]) > summary")
    while folded.count():
        folded.first.click()


def nothing_runs_over(page: Page) -> None:
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), "something is wider than the screen"


def entry(page: Page, key: str) -> Any:
    return page.locator(f"#{key}")


def test_a_36_hour_stay_that_ends_on_friday_evening(page: Page, axe: Axe) -> None:
    """Given a birth on Thursday and home on Friday at 18:00, when nobody comes, then first a risk, then a gap."""
    page.goto("/")
    nothing_runs_over(page)
    axe(page)
    tell(page, HOME_AFTER_36_HOURS)
    needs = page.locator(".needs .tasks")
    expect(needs).to_contain_text("First home visit")
    expect(needs).to_contain_text("At risk")
    tell(page, {"now_time": "19:00"})
    expect(needs.locator("li", has_text="First home visit")).to_contain_text("Gap")
    expect(page.locator(".circle .is-missing")).to_contain_text("midwife")
    needs.locator("a", has_text="First home visit").click()
    expect(entry(page, "first-home-visit-mother-homecoming-1")).to_be_in_viewport()
    nothing_runs_over(page)
    axe(page)
    keep_picture(page, "gap")


def test_in_the_dark(page: Page, axe: Axe) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    axe(page)
    tell(page, TWINS)
    unfold(page)
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "twins-dark")


def test_twins(page: Page) -> None:
    """Given twins of whom one had the blood spot, then the other one's is a gap, and each has a row."""
    page.goto("/")
    tell(page, TWINS)
    expect(entry(page, "blood-spot-newborn-1-birth-1").locator(".pill")).to_have_text("Done")
    expect(entry(page, "blood-spot-newborn-2-birth-1").locator(".pill")).to_have_text("Gap")
    assert page.locator("#ten_days .line .name", has_text="child 2").count() >= 2
    assert page.locator(".circle .child").count() == 2


def test_a_stillbirth(page: Page, axe: Axe) -> None:
    """Given a stillbirth, then the page is quiet: what is still due, and nothing else."""
    page.goto("/")
    tell(page, STILLBIRTH)
    expect(page.locator("body.quiet h1")).to_have_text("The care that is still due")
    expect(page.locator("main")).to_contain_text("A talk after the loss")
    assert page.locator("svg.line, svg.circle, .is-done").count() == 0
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "loss")
    page.emulate_media(color_scheme="dark")
    axe(page)


def test_a_mistake_is_found_from_the_top(page: Page, axe: Axe) -> None:
    page.goto("/")
    tell(
        page, {"due_on": "2026-10-14", "born_1_on": "2026-10-25", "born_1_time": "02:30", "outcome_1": "live"}
    )
    expect(page).to_have_title("Error: Which care is due? · Kraamkring")
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, "mistakes")
    page.locator("#errors a", has_text="first contact").click()
    expect(page.locator("[name=booked_on]")).to_be_focused()
    page.locator("#errors a", has_text="twice").click()
    expect(page.locator("[name=born_1_fold]").first).to_be_focused()


def test_with_keys_alone(page: Page) -> None:
    """Skip link, fields, button, the list of needs, and a folded phase: all without a mouse."""
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("[name=due_on]")).to_be_focused()
    page.locator("[name=due_on]").fill("2026-10-14")
    page.locator("[name=booked_on]").fill("2026-03-02")
    page.locator("[name=now_on]").fill("2026-08-10")
    page.locator("[name=now_time]").fill("10:00")
    page.locator("[name=now_time]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = page.locator(".tasks a").first
    first.focus()
    page.keyboard.press("Enter")
    expect(entry(page, "coordinator-mother-booking-1")).to_be_in_viewport()
    folded = page.locator("details.phase:not([open]) > summary").first
    folded.focus()
    outline = folded.evaluate("element => getComputedStyle(element).outlineStyle")
    page.keyboard.press("Enter")
    assert page.locator("details.phase[open]").count() == 2
    assert outline == "solid"


def test_a_tick_answers_for_what_was_not_told(page: Page) -> None:
    page.goto("/")
    tell(page, A_DAY_LATER)
    visit = entry(page, "first-home-visit-mother-homecoming-1")
    visit.locator("input[type=checkbox]").check()
    look(page)
    expect(visit.locator(".pill")).to_have_text("Done")


def test_every_language_fits_and_keeps_the_answer(page: Page) -> None:
    page.goto("/")
    tell(page, A_DAY_LATER)
    for language in ("nl", "fr", "de", "en"):
        with page.expect_navigation():
            page.locator(f".languages [value={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.locator(".tasks li").count() == 1
        unfold(page)
        nothing_runs_over(page)
        keep_picture(page, f"language-{language}")
    for language in ("nl", "fr", "de", "en"):
        page.goto("/cards/")
        with page.expect_navigation():
            page.locator(f".languages [value={language}]").click()
        nothing_runs_over(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rules_can_be_read(page: Page, axe: Axe, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/cards/#first-home-visit")
    expect(page.locator("#first-home-visit")).to_be_in_viewport()
    axe(page)


def test_targets_are_large_enough_for_a_thumb(page: Page) -> None:
    page.goto("/")
    tell(page, A_DAY_LATER)
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            'button, input:not([type=hidden]), select, summary, .tasks a, label.tick')]
        .filter(e => e.checkVisibility() && !e.closest('.for-ears') && !e.matches('.for-ears, .tick input'))
        .map(e => [e.outerHTML.slice(0, 60), Math.round(e.getBoundingClientRect().height)])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


def test_it_prints(page: Page) -> None:
    """On paper: the moment in the head, no form, and the folded phases unfolded."""
    page.goto("/")
    tell(page, A_DAY_LATER)
    page.emulate_media(media="print")
    expect(page.locator(".printed-head")).to_contain_text("17-10-2026")
    expect(page.locator("#facts")).to_be_hidden()
    expect(page.locator("#pregnancy .care").first).to_be_visible()
    paper = page.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "printed.pdf").write_bytes(paper)


def test_nothing_runs_and_nothing_comes_from_elsewhere(page: Page) -> None:
    """No script, no refused style, no other host."""
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    here = page.url
    tell(page, A_DAY_LATER)
    page.goto("/cards/")
    assert said == []
    assert all(address.startswith(here) for address in asked)
    assert not any(address.endswith(".js") for address in asked)
