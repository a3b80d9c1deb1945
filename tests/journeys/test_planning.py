"""Who plans finds a week, pins a day, promises it; a carer falls ill, what would change is read and confirmed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.birth_pool import agree_terms
from kraamkring.flows.plan_week import plan_now
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.planner.models import Run, Shift
from tests.browser import follow, nobody_is_signed_in
from tests.cast import account, cast, joined
from tests.clock import this_morning
from tests.flows.test_birth_pool import pool
from tests.flows.test_hotel_stays import Told
from tests.flows.test_shared_pool import neighbour, roster
from tests.journeys.test_families import sign_in
from tests.journeys.test_network import PASSWORD
from tests.journeys.test_pathway import nothing_runs_over
from tests.planner import DAY, House, house, planned

Axe = Callable[[Any], None]


@pytest.fixture
def at(transactional_db: None) -> House:
    """Three carers, two families; Leen signs in herself. A plan was found a minute ago."""
    people, now = cast(), this_morning()
    found = house(people.an, now, carers="yara zoe nina")
    joined(found.families["Leen"], account("leen", "mother"), people.an, at=now)
    for user in User.objects.all():
        user.language = "en"
        user.set_password(PASSWORD)
        user.save()
    planned(found, now)
    return found


def seen(page: Page, axe: Axe) -> None:
    axe(page)
    nothing_runs_over(page)


def signed_in_as(page: Page, name: str, to: str) -> None:
    nobody_is_signed_in(page)
    sign_in(page, (f"{name}@example.org", PASSWORD), to)


def test_a_week_is_promised_and_an_illness_changes_only_what_it_must(page: Page, at: House, axe: Axe) -> None:
    """Given a plan that was found, when it is agreed and promised, carer and mother see it; when the carer of today is
    noted ill, what would change is shown with its reason, and holds once it is confirmed."""
    today = this_morning().date()
    signed_in_as(page, "petra", "/planning/")
    expect(page.locator("h1")).to_have_text("Planning")
    seen(page, axe)
    first = Shift.objects.filter(day=today, episode=at.families["Leen"]).select_related("carer").get()
    ill = first.carer
    assert ill is not None
    page.goto(page.locator("a[href*='/planning/days/']").first.get_attribute("href") or "")
    expect(page.get_by_role("heading", name="Who could come")).to_be_visible()
    follow(page.get_by_role("button", name="Pin it", exact=True))
    expect(page.locator("main")).to_contain_text("pinned")
    seen(page, axe)

    page.goto("/planning/changes/")
    seen(page, axe)
    follow(page.get_by_role("button", name="Agree with everything and promise it"))
    expect(page.locator("main")).to_contain_text("2 families were told who comes.")

    Shift.objects.filter(state="published").update(pinned=False)
    page.goto(f"/planning/carers/{ill.pk}/")
    seen(page, axe)
    away = page.locator("form", has=page.locator("input[name=act][value=away]"))
    away.locator("select[name=kind]").select_option("sick")
    away.locator("input[name=first_day]").fill(today.isoformat())
    away.locator("input[name=last_day]").fill(today.isoformat())
    follow(away.get_by_role("button", name="Note that she is away"))
    run = Run.objects.filter(done_at=None).get()
    plan_now(run_id=run.pk, now=this_morning() + timedelta(minutes=1), timed=lambda _seconds: untimed_steps())
    page.goto("/planning/changes/")
    expect(page.locator("main")).to_contain_text(f"Instead of {ill.name}:")
    expect(page.locator("main")).to_contain_text(re.compile(r"because \w+ is ill"))
    seen(page, axe)
    follow(page.get_by_role("button", name="Agree with everything and promise it"))
    now_comes = Shift.objects.filter(day=today, episode=at.families["Leen"], state="published").get().carer
    assert now_comes is not None
    assert now_comes != ill

    signed_in_as(page, now_comes.email.partition("@")[0], "/visits/")
    expect(page.locator("main")).to_contain_text("Leen")
    seen(page, axe)
    signed_in_as(page, "leen", f"/my/{at.families['Leen'].pk}/appointments/")
    expect(page.locator("main")).to_contain_text(now_comes.name)
    seen(page, axe)
    assert today + DAY in set(Shift.objects.filter(state="published").values_list("day", flat=True))


def untimed_steps() -> Any:
    """A search of so many steps, whatever was asked for on the page."""
    from kraamkring.core.planning.stop import Steps

    return Steps(500)


def test_a_mother_is_asked_about_a_hotel_says_yes_and_gets_a_bed(
    page: Page, transactional_db: None, axe: Axe
) -> None:
    """Given an offer in which Leen could go, when who plans asks her and she says yes, then nothing is sure until who
    plans gives her the bed; and both read so."""
    told = Told(cast())
    for user in User.objects.all():
        user.language = "en"
        user.set_password(PASSWORD)
        user.save()
    signed_in_as(page, "petra", "/planning/scarcity/")
    follow(page.get_by_role("button", name="Ask this family"))
    expect(page.locator("main")).to_contain_text("asked, no answer yet")
    seen(page, axe)

    signed_in_as(page, "leen", "/my/")
    follow(page.get_by_role("link", name="Answer a question: would you go to a maternity-care hotel?"))
    expect(page.locator("main")).to_contain_text("You may say no.")
    seen(page, axe)
    follow(page.get_by_role("button", name="Yes, I want to go"))
    expect(page.locator("main")).to_contain_text("It is not sure yet")
    seen(page, axe)

    signed_in_as(page, "petra", "/planning/scarcity/")
    follow(page.get_by_role("button", name="Give this family the bed"))
    expect(page.locator("main")).to_contain_text("The family goes, and is told.")
    seen(page, axe)
    signed_in_as(page, "leen", f"/my/{told.episode.pk}/hotel/")
    expect(page.locator("main")).to_contain_text("There is a bed for you.")
    seen(page, axe)


def test_two_organisations_share_births_and_each_promises_its_own(
    page: Page, transactional_db: None, axe: Axe
) -> None:
    """Given two organisations with carers on call, when one asks and the other accepts, one roster stands for both;
    each promises its own, and who leaves is told of to the other by its page."""
    pool(cast().an)
    neighbour()
    for user in User.objects.all():
        user.language = "en"
        user.set_password(PASSWORD)
        user.save()
    signed_in_as(page, "petra", "/planning/pool/")
    asking = page.locator("form", has=page.locator("input[name=act][value=share]"))
    asking.locator("select[name=house]").select_option(label="Kraamzorg Leie")
    follow(asking.get_by_role("button", name="Ask it"))
    expect(page.locator("main")).to_contain_text("asked, no answer yet")
    seen(page, axe)

    signed_in_as(page, "pia", "/planning/pool/")
    expect(page.get_by_role("heading", name="Kraamzorg De Brug asks you to share births")).to_be_visible()
    seen(page, axe)
    follow(page.get_by_role("button", name="Share births", exact=True))
    expect(page.locator(".intro")).to_contain_text("Kraamzorg De Brug, Kraamzorg Leie")
    roster(User.objects.get(email="pia@example.org"))
    page.goto("/planning/pool/")
    expect(page.locator(".lane-frame")).to_contain_text("Yara · Kraamzorg De Brug")
    expect(page.locator("main")).to_contain_text("You promise your own carers; the others promise theirs.")
    seen(page, axe)
    follow(page.get_by_role("button", name="Promise this roster"))
    expect(page.locator("main")).to_contain_text("1 carer was told.")
    expect(page.get_by_role("heading", name="With what is promised only")).to_be_visible()

    pia = User.objects.get(email="pia@example.org")
    agree_terms(
        carer_id=User.objects.get(email="kaat@example.org").pk, hours_a_fortnight=0, nights="any", weekends="any",
        by=pia, now=this_morning(), id=new_id(this_morning()),
    )  # fmt: skip
    page.goto("/planning/pool/")
    expect(page.locator(".lane-frame")).to_contain_text("hole: she cannot be there")
    seen(page, axe)
    follow(page.get_by_role("button", name="Share births no more"))
    signed_in_as(page, "petra", "/planning/pool/")
    expect(page.locator("main")).to_contain_text("Its figures do not hold any more: search anew.")
    seen(page, axe)
