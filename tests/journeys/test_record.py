"""A midwife reads the record, writes a visit, corrects a birth, decides, takes back; on a phone and on a desktop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.facts import Birth
from kraamkring.demo.practice import seed_practice
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry
from tests.browser import follow
from tests.clock import this_morning
from tests.journeys.test_families import sign_in
from tests.journeys.test_pathway import nothing_runs_over

PICTURES = Path(__file__).parents[2] / "test-results" / "record"
Axe = Callable[[Any], None]


@pytest.fixture
def mieke(transactional_db: None) -> tuple[str, str]:
    """The demo's midwife: e-mail address and password."""
    (_who, email, password), *_ = seed_practice(this_morning())
    User.objects.update(language="en")
    return email, password


def kept(page: Page, name: str, axe: Axe) -> None:
    """Nothing to object to, and a picture for people to look at."""
    axe(page)
    nothing_runs_over(page)
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def test_reading_writing_correcting_taking_back(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    """Given Amina at home after a birth that two people wrote down differently, then it is read, settled and mended."""
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    written = Entry.objects.get(episode=amina, kind="births")
    now = this_morning()
    other = Birth(
        newborn="newborn-1", born_at=written.effective_at, outcome="live", place="hospital", mode="vaginal",
        weight_g=3180, condition="good",
    )  # fmt: skip
    by = User.objects.get(email=mieke[0])
    record_fact(episode_id=amina.pk, value=other, by=by, now=now)

    sign_in(page, mieke)
    page.goto(f"/families/{amina.pk}/record/")
    expect(page.locator(".rivalry")).to_contain_text("recorded in different ways")
    kept(page, "record", axe)
    first = page.locator(".rivals > li").filter(has_text="3280")
    first.get_by_role("button", name="This one stands").click()
    expect(page.get_by_role("status")).to_contain_text("It is decided.")
    kept(page, "decided", axe)

    page.get_by_role("link", name="Correct").click()
    page.get_by_label("Birth weight in grams").fill("3260")
    page.get_by_role("button", name="Correct it").click()
    expect(page.locator("#errors")).to_contain_text("Say in a few words why.")
    kept(page, "correct-why", axe)
    page.get_by_label("Why is it corrected?").fill("The scale was read in a hurry.")
    page.get_by_role("button", name="Correct it").click()
    expect(page.locator("main")).to_contain_text("Version 1")
    expect(page.locator(".rivalry")).to_have_count(0)
    kept(page, "corrected", axe)

    page.get_by_role("link", name="Back to the record").click()
    follow(page.get_by_role("link", name="Write in the record"))
    kept(page, "choose", axe)
    follow(page.get_by_role("link", name="A contact: consultation, visit or call"))
    kept(page, "contact", axe)
    page.get_by_label("What sort of contact").select_option("phone")
    page.get_by_label("Date").fill(f"{now:%Y-%m-%d}")
    page.get_by_label("Time").fill("00:10")
    page.get_by_label("Took place").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status")).to_contain_text("It is written.")

    page.get_by_role("link", name="Take back").click()
    page.get_by_label("Why is it taken back?").fill("It was another family.")
    kept(page, "take-back", axe)
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".entry").first).to_contain_text("Taken back by Mieke Voorbeeld")
    kept(page, "taken-back", axe)

    page.goto(f"/families/{amina.pk}/record/?part=prenatal")
    kept(page, "part", axe)
    page.goto(f"/families/{amina.pk}/looks/")
    expect(page.locator(".look").first).to_contain_text("looked at")
    kept(page, "looks", axe)


def test_it_prints(page: Page, mieke: tuple[str, str]) -> None:
    """On paper: whose record, when, every entry; no buttons."""
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    sign_in(page, mieke)
    page.goto(f"/families/{amina.pk}/record/")
    page.emulate_media(media="print")
    expect(page.get_by_text("Record as it stands on")).to_be_visible()
    expect(page.get_by_role("link", name="Write in the record")).to_be_hidden()
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / "printed.pdf").write_bytes(page.pdf(format="A4"))
