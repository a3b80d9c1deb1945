"""A newcomer follows the ten minutes: every stop holds what it says, on the families of the stories."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.demo.growing import grow, settle_in
from kraamkring.demo.region import Region
from kraamkring.doors.visitors.tour import PASSWORD, STOPS
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.browser import SIZES, follow
from tests.clock import this_morning
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Any], None]
UNTIL_MONDAY = (
    5,
    6,
    0,
)  # weekdays on which Sarah, home since Friday evening, waits for her first visit on Monday
PAPER = Path(__file__).parents[2] / "docs" / "ten-minutes.md"
PICTURES = Path(__file__).parents[2] / "test-results" / "tour"


@pytest.fixture
def region(live_server: Any, settings: Any, tmp_path: Path) -> None:
    """The families of the stories and those who care for them, up to this morning."""
    settings.STAGE, settings.MESSAGE_CATCHER = "demo", tmp_path
    grown = Region("district", 1, 0, this_morning())
    settle_in(grown)
    grow(grown, grown.opens_at, this_morning())


def looked_at(page: Page, name: str, axe: Axe) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    axe(page)
    nothing_runs_over(page)


def line(page: Page, name: str) -> Any:
    """What Today says of one family."""
    return page.locator(".families.today > li").filter(has_text=name)


def leave(page: Page) -> None:
    with page.expect_navigation():
        page.locator("header form button").click()


def in_english(page: Page) -> None:
    with page.expect_navigation():
        page.locator("footer button[lang=en]").click()


@pytest.mark.parametrize("page", ["desktop"], indirect=True)
def test_ten_minutes(page: Page, region: None, axe: Axe) -> None:
    """Given the district, when somebody who never saw it follows the tour, then she closes her first gap at stop 2."""
    episodes = PregnancyEpisode.objects.select_related("mother")
    known = {f"{each.mother.given_name} {each.mother.family_name}" for each in episodes}
    assert {name for name in known if name in PAPER.read_text("utf-8")} == known
    page.goto("/tour/")
    expect(page.locator("main h2")).to_have_count(len(STOPS) + 1)
    looked_at(page, "tour", axe)

    sign_in(page, ("mieke@demo.example", PASSWORD), "/today/")
    in_english(page)
    until_her_visit = ("Sarah Maes",) if this_morning().astimezone(BRUSSELS).weekday() in UNTIL_MONDAY else ()
    for name in ("Elif Demir", "Amina Voorbeeld", *until_her_visit):
        expect(line(page, name)).to_have_count(1)
    looked_at(page, "today", axe)

    follow(line(page, "Elif Demir").get_by_role("link", name="Blood spot screening"))
    follow(page.get_by_role("link", name=re.compile("It took place.*Blood spot")))
    page.get_by_label("The test was done").first.check()
    page.get_by_role("button", name="Record this test").first.click()
    expect(page.locator(".pill.is-done-late")).to_be_visible()
    looked_at(page, "gap-closed", axe)
    page.goto("/today/")
    expect(line(page, "Elif Demir")).to_have_count(0)

    follow(line(page, "Amina Voorbeeld").get_by_role("link", name="First home visit"))
    follow(page.get_by_role("link", name=re.compile("Arrange.*First home visit")))
    page.get_by_label("Joris Voorbeeld").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Make the appointment").click()
    expect(page.locator("main")).to_contain_text("Asked: Joris Voorbeeld")
    looked_at(page, "asked", axe)

    page.goto("/families/")
    follow(page.get_by_role("link", name="Sarah Maes"))
    expect(page.locator("main")).to_contain_text("Who is around them")
    follow(page.get_by_role("link", name="Going home"))
    expect(page.locator("main")).to_contain_text("Gone home although something was not settled")
    looked_at(page, "going-home", axe)
    leave(page)

    page.set_viewport_size(dict(zip(("width", "height"), SIZES["phone"], strict=True)))  # type: ignore[arg-type]
    sign_in(page, ("amina@demo.example", PASSWORD), "/my/")
    in_english(page)
    looked_at(page, "her-week", axe)
    follow(page.get_by_role("link", name="More", exact=True))
    follow(page.get_by_role("link", name="Who looked at my record"))
    expect(page.locator("main")).to_contain_text("Mieke Voorbeeld")
    looked_at(page, "who-looked", axe)
    leave(page)

    sign_in(page, ("mieke@demo.example", PASSWORD), "/families/")
    follow(page.get_by_role("link", name="Hanne Claes"))
    expect(page.locator("body.quiet")).to_have_count(1)
    looked_at(page, "after-a-loss", axe)
    for public in ("/inbox/", "/cards/"):
        page.goto(public)
        expect(page.locator("h1")).to_be_visible()


def test_the_tour_on_paper_has_the_same_stops_and_people() -> None:
    said = PAPER.read_text("utf-8")
    for number, stop in enumerate(STOPS, 1):
        assert f"{number}. **{str(stop.title).rstrip('.?')}" in said
        assert stop.as_whom is None or stop.as_whom.name.split()[0] in said
    assert PASSWORD in said
