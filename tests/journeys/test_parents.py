"""A mother on her phone: her week, a question, another time, who is around her, what she allows, who looked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Birth, Discharge, DueDate
from kraamkring.doors.ui import clock
from kraamkring.flows.break_glass import break_glass
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.talk_about_plan import add_point
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.browser import follow
from tests.cast import account, cast, give_coordinator, joined
from tests.doors.test_staff_pages import book
from tests.journeys.test_network import PASSWORD, sign_in
from tests.journeys.test_pathway import nothing_runs_over

PICTURES = Path(__file__).parents[2] / "test-results" / "parents"
Axe = Callable[[Any], None]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Home(NamedTuple):
    now: datetime
    episode: PregnancyEpisode
    leen: User
    an: User


def looked_at(page: Page, name: str, axe: Axe) -> None:
    """A picture for people to look at; axe finds nothing, nothing runs over."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    width = page.evaluate("window.innerWidth")
    page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
    axe(page)
    nothing_runs_over(page)


def family(outcome: str = "live") -> Home:
    """Leen went home this morning; An coordinates and was there once; a doctor's check is agreed, a visit is not."""
    now, people = clock.now(), cast()
    born = Birth(
        newborn="newborn-1", born_at=now - 65 * HOUR, outcome=outcome, place="hospital", mode="vaginal",
        weight_g=3420,
    )  # fmt: skip
    episode = book(people.an, now - 60 * DAY, due_dates=_due(now), births=())
    for value in (
        born,
        Discharge(who=("mother", "newborn-1") if outcome == "live" else ("mother",), at=now - 20 * HOUR),
    ):
        record_fact(episode_id=episode.pk, value=value, by=people.an, now=now)
    leen, pol = account("leen", "mother"), account("pol", "partner")
    mia, joris = account("mia", "midwife"), account("joris", "paediatrician")
    wout = account("wout", "gynaecologist")
    give_coordinator(episode, people.an, at=now)
    places = {user: joined(episode, user, people.an, at=now) for user in (leen, pol, mia, joris)}
    for user in (people.an, leen, mia, joris):
        user.language, user.phone = "en", f"+3247012345{len(user.name)}"
        user.set_password(PASSWORD)
        user.save()
    if outcome == "live":
        start = (now + 4 * DAY).replace(minute=0, second=0, microsecond=0)
        check = AppointmentFact(
            care="paediatric_check", start=start, end=start + HOUR / 2, role="paediatrician", accepted=True
        )
        visit = AppointmentFact(
            care="home_visit",
            start=start - 3 * DAY,
            end=start - 3 * DAY + HOUR,
            role="midwife",
            accepted=False,
        )
        for fact, user, by in ((check, joris, joris), (visit, mia, people.an)):
            make_appointment(
                episode_id=episode.pk, appointment=fact, member_id=places[user].pk, by=by, now=now
            )
    change_plan(
        episode_id=episode.pk,
        content=PlanContent(
            stay="short",
            maternity_care=True,
            six_week_check="Dr. Maes, AZ Voorbeeld",
            to_be_told=({"role": "gp", "name": "Dr. Peeters", "contact": "+32 16 12 34 56"},),
        ),
        based_on=0,
        by=people.an,
        now=now,
    )
    add_point(episode_id=episode.pk, topic="visits", text="How late may visitors come?", by=leen, now=now)
    break_glass(episode_id=episode.pk, reason="Bleeding, came in by ambulance", by=wout, now=now)
    return Home(now, episode, leen, people.an)


def _due(now: datetime) -> tuple[DueDate, ...]:
    day = now.date()
    return (DueDate(due_on=day, set_on=day - 200 * DAY),)


@pytest.fixture
def home(transactional_db: None) -> Home:
    return family()


@pytest.fixture
def lost(transactional_db: None) -> Home:
    return family("stillborn")


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Your pages").get_by_role("link", name=name).click()


def more(page: Page, name: str) -> None:
    """What has no tab of its own."""
    tab(page, "More")
    page.locator("main").get_by_role("link", name=name, exact=True).click()


def test_a_mother_looks_at_her_week_and_finds_whom_to_call(page: Page, home: Home, axe: Axe) -> None:
    sign_in(page, home.leen.email, "/my/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My week")
    looked_at(page, "week", axe)
    page.get_by_role("link", name="Call", exact=True).click()
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    looked_at(page, "call", axe)


def test_she_cannot_come_and_says_so(page: Page, home: Home, axe: Axe) -> None:
    sign_in(page, home.leen.email, "/my/")
    more(page, "My appointments")
    looked_at(page, "appointments", axe)
    page.get_by_role("link", name="A doctor checks your baby").click()
    page.get_by_role("button", name="Ask another time").click()
    expect(page.locator("#errors")).to_contain_text("Write when you can come")
    looked_at(page, "another-time-refused", axe)
    page.get_by_label("When can you come?").fill("Only in the afternoon")
    page.get_by_role("button", name="Ask another time").click()
    expect(page.locator("main")).to_contain_text("Another time was asked")
    looked_at(page, "another-time", axe)


def test_she_changes_her_plan_while_her_midwife_does_too(page: Page, home: Home, axe: Axe) -> None:
    sign_in(page, home.leen.email, "/my/plan/")
    looked_at(page, "plan", axe)
    follow(page.get_by_role("link", name="Change my plan"))
    looked_at(page, "plan-change", axe)
    change_plan(
        episode_id=home.episode.pk,
        content=PlanContent(stay="classic", maternity_care=True, six_week_check="Dr. Maes"),
        based_on=1,
        by=home.an,
        now=clock.now(),
    )
    page.get_by_label("we do not want it").check()
    page.get_by_role("button", name="Save my plan").click()
    expect(page.locator("#conflict")).to_contain_text("An wrote on")
    looked_at(page, "plan-both", axe)
    page.get_by_role("button", name="Save my plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")
    expect(page.locator("main")).to_contain_text("we do not want it")


def test_she_sees_her_circle_allows_less_and_reads_who_looked(page: Page, home: Home, axe: Axe) -> None:
    sign_in(page, home.leen.email, "/my/circle/")
    looked_at(page, "circle", axe)
    follow(page.get_by_role("link", name="See who sees what"))
    looked_at(page, "sharing", axe)
    page.locator("a[href$='/sharing/postnatal/']").click()
    page.get_by_label("Who is it about?").select_option(label="Mia, midwife")
    page.get_by_label("No, they may not see it").check()
    looked_at(page, "say", axe)
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator("main")).to_contain_text("may not see it")
    looked_at(page, "say-follows", axe)
    page.get_by_role("button", name="Yes, this is what I want").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who sees what")
    more(page, "Who looked at my record")
    expect(page.locator("main")).to_contain_text("Bleeding, came in by ambulance")
    looked_at(page, "looks", axe)
    more(page, "My record")
    expect(page.locator("main")).to_contain_text("3420 g")
    looked_at(page, "record", axe)


def test_after_a_loss_her_pages_are_quiet(page: Page, lost: Home, axe: Axe) -> None:
    sign_in(page, lost.leen.email, "/my/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What comes")
    expect(page.locator("body")).to_have_class("of-parents quiet")
    looked_at(page, "quiet", axe)
    for name in ("Plan", "Circle", "Measure", "More"):
        tab(page, name)
        looked_at(page, f"quiet-{name}", axe)
    for address in ("alarm", "leave", "care", "print"):
        page.goto(f"/my/{address}/")
        looked_at(page, f"quiet-{address}", axe)


def test_at_night_she_measures_a_fever_and_finds_what_to_do_and_whom_to_call(
    page: Page, home: Home, axe: Axe
) -> None:
    sign_in(page, home.leen.email, "/my/")
    tab(page, "Measure")
    looked_at(page, "measurements", axe)
    page.get_by_role("link", name="Temperature").first.click()
    page.get_by_label("Temperature (°C)").fill("38,7")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("main")).to_contain_text("Call your midwife or the maternity ward now")
    expect(page.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    looked_at(page, "measure", axe)
    page.get_by_role("link", name="Alarm signs").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alarm signs")
    looked_at(page, "alarm", axe)
    for address in ("care", "leave", "questions", "checklist", "record/take", "print", "circle/partner"):
        page.goto(f"/my/{address}/")
        looked_at(page, address.replace("/", "-"), axe)


def test_in_the_dark_with_large_letters_everything_stays_in_its_place(
    page: Page, home: Home, axe: Axe
) -> None:
    page.emulate_media(color_scheme="dark")
    sign_in(page, home.leen.email, "/my/")
    looked_at(page, "week-dark", axe)
    page.goto("/my/circle/")
    looked_at(page, "circle-dark", axe)
