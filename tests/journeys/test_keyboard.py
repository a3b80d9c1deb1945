"""By the keyboard alone: every stop is seen, in the order of the page; a refusal takes her to its list of faults."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from kraamkring.rooms.careplan.models import (
    Activity,
    AgendaPoint,
    Appointment,
    HandOverStep,
    MeetingAnswer,
    PlanItem,
    PostnatalPlan,
)
from kraamkring.rooms.messages.models import RedFlagStep
from kraamkring.rooms.record.models import Observation
from tests.browser import nobody_is_signed_in, open_page
from tests.journeys.test_network import PASSWORD
from tests.journeys.test_parents import family

from . import walk
from .test_every_page import WHOLE, chosen

MOST_STOPS = 400  # more would be a trap
BY_ONE_BUTTON: tuple[tuple[str, str, Callable[[], bool]], ...] = (
    ("hand_over_one", "form button", HandOverStep.objects.filter(what="read").exists),
    ("red_flag", "form button", RedFlagStep.objects.filter(what="seen").exists),
    ("meeting", "button[value=comes]", MeetingAnswer.objects.filter(comes=True).exists),
)
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const all = [...document.querySelectorAll("*")], style = getComputedStyle(element);
  const shown = element.closest("label, summary") || element, box = shown.getBoundingClientRect();
  // of what can be seen of it: a tall field is not scrolled to its middle
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const middle = document.elementFromPoint(box.x + box.width / 2, (top + bottom) / 2);
  return {
    at: all.indexOf(element),
    skips: element.matches(".skip"),
    name: element.tagName + "#" + element.id + " " + (element.textContent || element.name || "").trim().slice(0, 40),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    there: box.width > 0 && box.height > 0,
    free: Boolean(middle) && (shown.contains(middle) || middle.contains(shown)),
  };
}"""


def stops_of(page: Page) -> list[dict[str, Any]]:
    """Everything that Tab comes to, from the head of the page to its end."""
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    found: list[dict[str, Any]] = []
    for _each in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (found and stop["at"] == found[0]["at"]):
            return found
        found.append(stop)
    raise AssertionError(f"no way out of {page.url}: {found[-3:]}")


def goes_by_tab(page: Page) -> None:
    """The first stop leads to the content; every one is seen and in the order of the page."""
    stops = stops_of(page)
    assert stops, page.url
    assert stops[0]["skips"], stops[0]
    for fault, seen in (("not there", "there"), ("no outline", "outlined"), ("covered", "free")):
        assert not [stop["name"] for stop in stops if not stop[seen]], f"{fault}: {page.url}"
    order = [stop["at"] for stop in stops]
    assert order == sorted(order), f"{page.url}: {[stop['name'] for stop in stops]}"


def go_to(page: Page, selector: str) -> None:
    """Tab, until the focus is on it."""
    target = page.locator(selector).first
    expect(target).to_be_attached()
    for _each in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {selector} on {page.url}")


def sign_in_by_keyboard(page: Page, email: str, to: str) -> None:
    nobody_is_signed_in(page)
    page.goto(f"/account/login/?next={to}")
    goes_by_tab(page)
    go_to(page, "input[name=login]")
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation(url=lambda address: "/login" not in address):
        page.keyboard.press("Enter")


def refused_and_led_to_the_fault(page: Page) -> None:
    """The focus is on the list of what is wrong; its first line leads to the field."""
    expect(page.locator("#errors")).to_be_focused()
    page.keyboard.press("Tab")
    wanted = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == wanted
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('main *')")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Goes there by Tab and presses; the next page stands."""
    go_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Any:
    with open_page(browser, "desktop", live_server.url) as opened:
        opened.set_default_timeout(20_000)
        walk.off_the_device(opened)
        opened.emulate_media(reduced_motion="reduce")  # a page that still scrolls has nothing in its place
        yield opened


def test_a_midwife_signs_in_arranges_and_writes_a_visit(page: Page, transactional_db: None) -> None:
    world = walk.usual()
    family = {"family": world.episode.pk}
    visits = Activity.objects.filter(episode=world.episode, key__contains="home-visit").order_by("key")
    activity = visits.first()
    assert activity
    sign_in_by_keyboard(page, world.carer.email, "/today/")
    goes_by_tab(page)
    page.keyboard.press("Tab")
    page.goto("/today/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the head of the page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('main *')")
    for address in (
        reverse("arrange", kwargs={**family, "activity": activity.pk}),
        reverse("visit_screen", kwargs=family),
    ):
        page.goto(address)
        goes_by_tab(page)
    page.goto(reverse("arrange", kwargs={**family, "activity": activity.pk}))
    press(page, "main form[method=post] button:not([name=language])")
    refused_and_led_to_the_fault(page)
    stops = {stop.name: stop.address for stop in walk.stops(world)}
    for name, button, done in BY_ONE_BUTTON:
        page.goto(stops[name])
        press(page, f"main {button}")
        assert done(), name
    page.goto(stops["meeting"])
    go_to(page, "main textarea, main input[name=text]")
    page.keyboard.type("Who brings the scales?")
    press(page, "main button[value=agenda]")
    assert AgendaPoint.objects.filter(text="Who brings the scales?").exists()
    site = page.url.partition("/families")[0]
    for who in ("carer", "governor", "officer"):
        walk.sign_in(page, world.signs_in_as(who), site)
        for stop in chosen(walk.stops(world), who)[: None if WHOLE else 2]:
            page.goto(stop.address)
            goes_by_tab(page)


def test_a_mother_changes_her_plan_and_who_sees_what(page: Page, transactional_db: None) -> None:
    home = family()  # she signs in by her password alone
    before = PostnatalPlan.objects.filter(episode=home.episode).count()
    sign_in_by_keyboard(page, home.leen.email, "/my/")
    for name in ("my_week", "my_plan_change"):
        page.goto(reverse(name))
        goes_by_tab(page)
    page.goto(reverse("my_plan_change"))
    go_to(page, "input[name=maternity_care]:checked")
    page.keyboard.press("ArrowDown")
    press(page, "main form[method=post] button[type=submit], main form[method=post] button:not([type])")
    assert PostnatalPlan.objects.filter(episode=home.episode).count() == before + 1
    page.goto(reverse("my_say", kwargs={"module": "postnatal"}))
    goes_by_tab(page)
    press(page, "main form[method=post] button")
    refused_and_led_to_the_fault(page)


def test_a_mother_measures_asks_and_says_when_she_can_come(
    page: Page, live_server: Any, transactional_db: None
) -> None:
    world = walk.usual()
    walk.sign_in(page, world.parent, live_server.url)
    send = "main form[method=post] button:not([name=language])"
    page.goto(reverse("my_measure", kwargs={"who": "mother", "thing": "temperature"}))
    goes_by_tab(page)
    press(page, "form:has(#id_temperature_c) button")
    refused_and_led_to_the_fault(page)
    go_to(page, "#id_temperature_c")
    page.keyboard.type("37.2")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Observation.objects.filter(episode=world.episode, what="temperature_c", value=37.2).exists()
    visit = Appointment.objects.filter(episode=world.episode).first()
    assert visit
    for address in (reverse("my_questions"), reverse("my_appointment", kwargs={"item": visit.item})):
        page.goto(address)
        goes_by_tab(page)
        go_to(page, "main textarea")
        page.keyboard.type("At noon, please")
        press(page, send)
        assert page.locator("#errors").count() == 0
    assert PlanItem.objects.filter(episode=world.episode, text="At noon, please").exists()
    page.goto(reverse("my_partner"))
    press(page, "form:has(input[name=email]) button")
    refused_and_led_to_the_fault(page)
