"""Who plans finds a week, pins a day, promises it; a carer falls ill, what would change is read and confirmed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kraamkring.flows.plan_week import plan_now
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.planner.models import Run, Shift
from tests.browser import follow, nobody_is_signed_in
from tests.cast import account, cast, joined
from tests.clock import this_morning
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
