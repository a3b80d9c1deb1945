"""A visit on a phone: the day as a route, one screen for mother and twins; with script and without."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry, Observation, Paper
from tests.browser import SIZES, open_page
from tests.clock import this_morning
from tests.flows.test_papers import picture
from tests.journeys.test_around_birth import EMAIL, PASSWORD, family, nele
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over

__all__ = ["nele"]

PICTURES = Path(__file__).parents[2] / "test-results" / "visiting"
HOUR = timedelta(hours=1)


@pytest.fixture
def twins(nele: User) -> PregnancyEpisode:
    """At home since four hours, expected in half an hour, with an address."""
    episode = family(nele, children=2, hours=60, home=True)
    now = this_morning()
    address = Address(street="Kerkstraat 12", postcode="9000", town="Gent", phone="09 223 45 67")
    keep_place_of_care(episode_id=episode.pk, address=address, id=new_id(now), by=nele, now=now)
    agreed = AppointmentFact(
        care="home_visit", start=now + HOUR / 2, end=now + HOUR, role="midwife", accepted=True
    )
    make_appointment(episode_id=episode.pk, appointment=agreed, by=nele, now=now, with_whom="Nele")
    return episode


def look(page: Page, axe: Callable[[Any], None], name: str) -> None:
    """axe finds nothing in light and dark; nothing runs over; a picture of each for people to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=PICTURES / f"{name}-{scheme}-{page.evaluate('innerWidth')}.png", full_page=True)
        axe(page)
    page.emulate_media(color_scheme="light")
    nothing_runs_over(page)


def nobody_was_seen(page: Page, axe: Callable[[Any], None]) -> None:
    """Ended without a name, the page says what is missing and stays; what was written stays too. A name, and it can be
    ended."""
    seen = page.get_by_role("group", name="Who was seen?")
    everybody = seen.get_by_role("checkbox")
    for each in everybody.all():
        each.uncheck()
    expect(seen.locator(".problem")).to_have_count(0)
    page.get_by_role("button", name="Record the visit").click()
    expect(seen).to_contain_text("Say for whom.")
    expect(seen).to_have_accessible_description("Say for whom.")
    expect(everybody.first).to_be_focused()
    expect(page.locator('[name="o.mother.temperature_c"]')).to_have_value("38,4")
    look(page, axe, "visit-of-nobody")
    for each in everybody.all():
        each.check()
    expect(seen.locator(".problem")).to_have_count(0)


def test_a_visit_to_twins_on_a_phone(
    browser: Browser, live_server: Any, twins: PregnancyEpisode, axe: Callable[[Any], None]
) -> None:
    """Given a visit that is agreed, when she opens her day, looks at her, is asked why a fever is right, and records
    the visit, at first without saying whom she saw, which she is told at once, then everything she wrote stands in the
    record, once; and a letter is kept."""
    with open_page(browser, "phone", live_server.url) as page:
        sign_in(page, (EMAIL, PASSWORD), to="/visits/")
        expect(page.get_by_role("main")).to_contain_text("Kerkstraat 12, 9000 Gent")
        look(page, axe, "my-day")
        page.get_by_role("link", name="Visit : Leen").or_(
            page.get_by_role("link", name="Visit: Leen")
        ).first.click()
        expect(page.locator("h1")).to_have_text("Visit")
        look(page, axe, "visit")
        page.locator("#mother-vital_signs summary").click()
        temperature = page.locator('[data-who="mother"][data-what="temperature_c"]')
        temperature.locator("input").first.fill("38,4")
        temperature.locator("input").first.press("Tab")
        temperature.get_by_label("Why is this right?").fill("Fever since noon")
        page.locator("#newborn-1-weight_and_temperature summary").click()
        weight = page.locator('[data-who="newborn-1"][data-what="weight_g"]')
        weight.locator("input").first.fill("3150")
        weight.locator("input").first.press("Tab")
        page.locator('[name="n.mother.lochia"]').check()
        look(page, axe, "visit-filled")
        nobody_was_seen(page, axe)
        with page.expect_navigation():
            page.get_by_role("button", name="Record the visit").click()
        expect(page.get_by_role("main")).to_contain_text("What the charts say")
        expect(page.locator("#mother-vital_signs")).to_contain_text("38.4 °C")
        look(page, axe, "visit-after")
        page.locator("#newborn-1-weight_and_temperature summary").click()
        expect(page.locator("#newborn-1-weight_and_temperature svg.chart")).to_be_visible()
        look(page, axe, "visit-curve")
        page.goto(f"/families/{twins.pk}/papers/")
        page.get_by_label("What is it?").fill("Letter of the ward")
        file = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(300, 200))}
        page.get_by_label("Photo or PDF").set_input_files(file)  # type: ignore[arg-type]
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_role("link", name="Letter of the ward", exact=True)).to_be_visible()
        look(page, axe, "papers")
        page.goto(f"/families/{twins.pk}/address/")
        look(page, axe, "address")
    assert Entry.objects.filter(kind="contacts").count() == 1
    written = dict(Observation.objects.values_list("what", "value"))
    assert (written["temperature_c"], written["weight_g"]) == (38.4, 3150)
    assert Observation.objects.get(what="temperature_c").reason == "Fever since noon"
    assert len(written) > 3  # what all normal of the lochia means
    assert Paper.objects.count() == 1


def test_the_same_screen_without_script(browser: Browser, live_server: Any, twins: PregnancyEpisode) -> None:
    width, height = SIZES["phone"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        java_script_enabled=False,
        base_url=live_server.url,
        locale="en-GB",
    )
    page = context.new_page()
    page.goto("/visits/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/visits/")
    page.goto(f"/visits/{twins.pk}/")
    page.locator("#mother-vital_signs summary").click()
    page.locator('[name="o.mother.temperature_c"]').fill("38,4")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.locator("#errors")).to_contain_text("This lies outside what is usual")
    expect(page.locator('[name="o.mother.temperature_c"]')).to_have_value("38,4")
    page.locator('[name="r.mother.temperature_c"]').fill("Fever since noon")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.get_by_role("main")).to_contain_text("The visit is written down.")
    context.close()
    assert Observation.objects.get(what="temperature_c").value == 38.4
    assert Entry.objects.filter(kind="contacts").count() == 1
