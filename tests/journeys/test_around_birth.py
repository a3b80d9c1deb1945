"""The pages around the birth in a real browser: phone and desktop, axe, nothing runs over, and pictures to look at."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.facts import Birth, Discharge, Preferences
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.actions import give_account, open_organisation
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.cast import give_coordinator
from tests.clock import this_morning
from tests.doors.test_staff_pages import book
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over

PICTURES = Path(__file__).parents[2] / "test-results" / "around-birth"
Axe = Callable[[Any], None]
HOUR = timedelta(hours=1)
EMAIL, PASSWORD = "nele@practice.example", "a long sentence is a password"


@pytest.fixture
def nele(transactional_db: None) -> User:
    now = this_morning()
    practice = open_organisation(name="De Linde", kind="practice", region="be-vlg", now=now)
    return give_account(
        email=EMAIL,
        name="Nele",
        profession="midwife",
        organisation=practice,
        now=now,
        language="en",
        password=PASSWORD,
    )


def keep_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def family(by: User, *, children: int = 1, hours: int = 0, home: bool = False) -> PregnancyEpisode:
    """A family with a coordinator; born so many hours ago, if any; at home since four hours, or not."""
    now = this_morning()
    wishes = Preferences(stay="short")
    episode = book(by, now, expected_newborns=children, preferences=wishes)
    give_coordinator(episode, by, at=now)
    for number in range(1, children + 1) if hours else ():
        born_at = now - (hours - number) * HOUR
        born = Birth(
            newborn=f"newborn-{number}",
            born_at=born_at,
            outcome="live",
            place="hospital",
            mode="vaginal",
            weight_g=3280,
        )
        record_fact(episode_id=episode.pk, value=born, by=by, now=now)
    if home:
        gone = Discharge(who=("mother", *(f"newborn-{n}" for n in range(1, children + 1))), at=now - 4 * HOUR)
        record_fact(episode_id=episode.pk, value=gone, by=by, now=now)
    return episode


def look(page: Page, axe: Axe, name: str) -> None:
    axe(page)
    nothing_runs_over(page)
    keep_picture(page, name)


def opened(page: Page, episode: PregnancyEpisode, name: str, *, first: bool = True) -> None:
    address = f"/families/{episode.pk}/{name}/"
    if first:
        sign_in(page, (EMAIL, PASSWORD), to=address)
    else:
        page.goto(address)
    expect(page.locator("h1")).to_be_visible()


def test_twins_are_born_on_one_page(page: Page, nele: User, axe: Axe) -> None:
    episode = family(nele)
    opened(page, episode, "birth")
    look(page, axe, "birth")
    page.get_by_role("button", name="Add a child").click()
    expect(page.locator("fieldset.card")).to_have_count(2)
    page.get_by_role("button", name="Record the birth").last.click()
    expect(page.locator("#errors")).to_be_visible()
    look(page, axe, "birth-wrong")
    at = datetime.now().astimezone() - 2 * HOUR
    for number in (1, 2):
        page.check(f"#id_outcome_{number}_0")
        page.fill(f"#id_born_{number}_on", f"{at - 24 * HOUR:%Y-%m-%d}")
        page.fill(f"#id_born_{number}_time", f"10:0{number}")
        page.select_option(f"#id_place_{number}", "hospital")
        page.select_option(f"#id_mode_{number}", "vaginal")
    page.get_by_role("button", name="Record the birth").last.click()
    page.wait_for_url(f"**/families/{episode.pk}/")
    assert Entry.objects.filter(kind="births").count() == 2


def test_going_home_on_friday_evening(page: Page, nele: User, axe: Axe) -> None:
    episode = family(nele, hours=36)
    listed = (
        {"role": "gp", "name": "Dr Peeters", "contact": "peeters@example.org"},
        {"role": "", "name": "The neighbour", "contact": "next door"},
    )
    change_plan(
        episode_id=episode.pk,
        content=PlanContent(to_be_told=listed),
        based_on=0,
        by=nele,
        now=this_morning(),
    )
    opened(page, episode, "going-home")
    look(page, axe, "going-home")
    page.locator("#alarm-signs-mother").get_by_role("button").click()
    expect(page.locator("#alarm-signs-mother .pill")).to_contain_text("Settled")
    page.locator("#discharge-visit-agreed-mother summary").click()
    look(page, axe, "going-home-agree")
    page.get_by_role("button", name="Record it, and tell everyone").click()
    expect(page.locator("#errors")).to_contain_text("not settled")
    look(page, axe, "going-home-refused")
    page.fill("textarea", "No midwife is free before Monday; she knows whom to call.")
    page.get_by_role("button", name="Record it, and tell everyone").click()
    expect(page.locator("#overrides-title")).to_be_visible()
    look(page, axe, "gone-home")


def test_the_screening_clock_of_twins(page: Page, nele: User, axe: Axe) -> None:
    episode = family(nele, children=2, hours=60, home=True)
    opened(page, episode, "screening")
    look(page, axe, "screening")
    first = page.locator("#newborn-1-blood-spot")
    first.locator("summary").first.click()
    first.get_by_label("The test was done").check()
    look(page, axe, "screening-form")
    first.get_by_role("button", name="Record this test").click()
    expect(page.locator("#newborn-1-blood-spot .pill").first).to_contain_text("Done")
    look(page, axe, "screening-done")


def test_a_loss_in_two_quiet_steps(page: Page, nele: User, axe: Axe) -> None:
    episode = family(nele, children=2)
    opened(page, episode, "loss")
    look(page, axe, "loss")
    page.get_by_label("A miscarriage").check()
    page.get_by_label("The whole pregnancy").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("Is this right?")
    look(page, axe, "loss-confirm")
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**/families/{episode.pk}/")
    expect(page.locator("body.quiet")).to_be_visible()
    opened(page, episode, "going-home", first=False)
    look(page, axe, "going-home-after-loss")


def test_the_short_pages(page: Page, nele: User, axe: Axe) -> None:
    waiting, at_home = family(nele), family(nele, hours=60, home=True)
    opened(page, waiting, "admission")
    look(page, axe, "admission")
    opened(page, at_home, "back-in-hospital", first=False)
    look(page, axe, "back-in-hospital")
    opened(page, at_home, "hand-over", first=False)
    page.get_by_role("button", name="Hand the family over").click()
    expect(page.locator("#errors")).to_contain_text("youth health care")
    look(page, axe, "hand-over-refused")
