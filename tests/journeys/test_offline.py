"""A house without signal, in real Chromium: what was written there is in the record once, or somebody sees why not."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from kraamkring.core.facts import Appointment, Birth, Discharge
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import leave_network
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.own_devices import revoke
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.devices.models import Device, Received
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Observation
from tests import clock
from tests.cast import Cast, account, cast, joined
from tests.doors.test_staff_pages import book
from tests.offline.handset import handset

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("offline"),
]

SLOW_TO_READ = """if (window.name === "slow") {
    const read = crypto.subtle.decrypt.bind(crypto.subtle), later = () => new Promise(then => setTimeout(then, 2000));
    crypto.subtle.decrypt = async (...what) => { await later(); return read(...what); } }"""
HOW_MANY_ARE_KEPT = """vault.within(["pages", "items", "drafts"], "readonly", store =>
    Promise.all(["pages", "items", "drafts"].map(name => vault.answered(store(name).count()))))"""
NOT_KEPT = "There is no signal, and this page is not kept on this device."
LOCHIA_NORMAL = {"lochia_amount": "usual", "lochia_smells": False, "lochia_clots": False}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def two_days_ago(settings: Any) -> datetime:
    """The server's clock; what the telephone shows is told to it."""
    settings.CLOCK = clock.PATH
    then = datetime.now(UTC).replace(microsecond=0) - 2 * DAY
    clock.later(seconds=(then - clock.now()).total_seconds())
    return clock.now()


@pytest.fixture
def people(two_days_ago: datetime) -> Cast:
    found = cast()
    User.objects.update(language="en")
    return found


@pytest.fixture
def family(people: Cast, two_days_ago: datetime) -> PregnancyEpisode:
    """Leen and her child came home yesterday; An comes in an hour."""
    now = two_days_ago
    birth = Birth(
        newborn="newborn-1",
        born_at=now - 60 * HOUR,
        outcome="live",
        place="hospital",
        mode="vaginal",
        weight_g=3420,
    )
    made = book(people.an, now, births=(birth,))
    leaving = Discharge(who=("mother", "newborn-1"), at=now - 20 * HOUR)
    record_fact(episode_id=made.pk, value=leaving, by=people.an, now=now)
    agree(made, people.an, now)
    return made


def agree(family: PregnancyEpisode, by: User, now: datetime, place: Membership | None = None) -> None:
    fact = Appointment(care="home_visit", start=now + HOUR, end=now + 2 * HOUR, role="midwife", accepted=True)
    make_appointment(
        episode_id=family.pk, appointment=fact, by=by, now=now, id=new_id(now), with_whom=by.name,
        member_id=place.pk if place else None,
    )  # fmt: skip


def test_the_network_goes_the_battery_dies_and_two_days_later_it_is_there_once(
    browser: Any,
    live_server: Any,
    tmp_path: Path,
    people: Cast,
    family: PregnancyEpisode,
    two_days_ago: datetime,
) -> None:
    """In between somebody else uses the telephone for a while: she sees nothing of An's, and An's notes stay An's."""
    visit, mia = f"/visits/{family.pk}/", account("mia", "midwife")
    with handset(browser, tmp_path / "phone", live_server.url) as phone:
        phone.turn_on(at=two_days_ago)
        phone.sign_in(people.an)
        phone.opens(visit)
        phone.takes_along(visit)
        phone.writes("mother", "temperature_c", "36.9", "Accepted")

        phone.network(False)  # in the middle of the visit
        phone.writes("mother", "pulse_per_min", "76", "Kept on this device")
        phone.page.locator('[name="n.mother.lochia"]').check()  # all normal
        for each in LOCHIA_NORMAL:
            expect(phone.state("mother", each)).to_contain_text("Kept on this device")
        phone.writes("newborn-1", "weight_g", "99999", "")
        phone.writes("newborn-1", "weight_g", "3300", "Kept on this device")
        phone.field("mother", "visit_words").press_sequentially("She sleeps badly, and")
        expect(phone.state("mother", "visit_words")).to_contain_text("Not finished")
        phone.battery_dies()  # while she types

        clock.later(days=2)
        page = phone.turn_on(signal_there=False)
        phone.opens(visit)
        expect(page.locator("#offline-line")).to_contain_text("There is no signal.")
        expect(page.locator("#offline-line")).to_contain_text("This page was kept on")
        expect(phone.field("mother", "visit_words")).to_have_value("She sleeps badly, and")
        phone.field("mother", "visit_words").press_sequentially(" her sister helps.")
        phone.field("mother", "visit_words").press("Tab")
        expect(phone.state("mother", "visit_words")).to_contain_text("Kept on this device")

        page.add_init_script(SLOW_TO_READ)
        page.evaluate("window.name = 'slow'")
        phone.opens(visit)  # and she types before what was kept has been read
        phone.writes("newborn-1", "newborn_temperature_c", "36.8", "Kept on this device")
        expect(phone.field("mother", "visit_words")).to_have_value("She sleeps badly, and her sister helps.")
        page.evaluate("window.name = ''")

        phone.network(True)  # she is signed out: nothing goes, nothing is lost
        page.goto("/visits/offline/")
        assert page.evaluate("fetch('/visits/standing/').then(answer => answer.json())")["user"] is None
        assert Observation.objects.count() == 1

        phone.sign_in(mia)
        phone.opens("/visits/device/")
        expect(page.locator("[data-standing]")).to_have_text("Everything was sent.")
        expect(page.locator("[data-nothing]")).to_be_visible()
        phone.network(False)
        page.goto(visit)
        expect(page.locator("main")).to_contain_text(NOT_KEPT)
        phone.network(True)
        assert Observation.objects.count() == 1

        phone.sign_in(people.an)
        phone.opens("/visits/device/")
        expect(page.locator("[data-standing]")).to_have_text("Everything was sent.")
        expect(page.locator("dd[data-unsent]")).to_have_text("0")
        expect(page.locator("[data-items]")).not_to_contain_text("Kept on this device")

    rows = {row.what: row for row in Observation.objects.all()}
    assert {what: row.value for what, row in rows.items()} == {
        "temperature_c": 36.9,
        "pulse_per_min": 76,
        "weight_g": 3300,
        "newborn_temperature_c": 36.8,
        "visit_words": "She sleeps badly, and her sister helps.",
        **LOCHIA_NORMAL,
    }
    assert Observation.objects.count() == len(rows)
    assert {row.author for row in rows.values()} == {people.an}
    pulse = rows["pulse_per_min"]
    assert abs(pulse.at - two_days_ago) < HOUR
    device = Device.objects.get(user=people.an)
    assert device.up_to == Received.objects.count()
    assert {row.outcome for row in Received.objects.all()} <= {"accepted", "refused"}


def test_two_carers_write_at_once_and_one_of_them_was_let_go_meanwhile(
    browser: Any,
    live_server: Any,
    tmp_path: Path,
    people: Cast,
    family: PregnancyEpisode,
    two_days_ago: datetime,
    axe: Any,
) -> None:
    """Both temperatures stand in the record. What Mia wrote after she left waits; she can sign out only once nothing
    is lost by it. Her telephone learns that An took it up. An's own is revoked, and forgets everything."""
    mia = account("mia", "midwife")
    User.objects.update(language="en")
    place = joined(family, mia, people.an, at=two_days_ago)
    agree(family, mia, two_days_ago, place)
    visit = f"/visits/{family.pk}/"
    with (
        handset(browser, tmp_path / "an", live_server.url) as hers,
        handset(browser, tmp_path / "mia", live_server.url) as mias,
    ):
        for phone, user in ((hers, people.an), (mias, mia)):
            phone.turn_on(at=two_days_ago)
            phone.sign_in(user)
            phone.opens(visit)
            phone.takes_along(visit)
            phone.network(False)
        hers.writes("newborn-1", "newborn_temperature_c", "36.8", "Kept on this device")
        mias.writes("newborn-1", "newborn_temperature_c", "37.0", "Kept on this device")
        hers.network(True)
        mias.network(True)
        for phone in (hers, mias):
            expect(phone.state("newborn-1", "newborn_temperature_c")).to_contain_text("Accepted")
        assert sorted(Observation.objects.values_list("value", flat=True)) == [36.8, 37.0]

        mias.network(False)
        mias.writes("mother", "pulse_per_min", "80", "Kept on this device")
        leave_network(membership_id=place.pk, by=mia, now=clock.now())
        page = mias.page
        page.get_by_role("button", name="Sign out", exact=True).click()
        expect(page.locator("#unsent")).to_contain_text("Not sent yet: 1")
        axe(page)
        page.get_by_role("button", name="Stay signed in").click()
        mias.network(True)
        expect(mias.state("mother", "pulse_per_min")).to_contain_text("Waits for a person")
        mias.opens("/visits/device/")
        expect(page.locator("[data-items]")).to_contain_text("You are not in the care of this family now.")
        axe(page)
        page.screenshot(path="test-results/this-device-390.png", full_page=True)

        hers.opens("/visits/waiting/")
        page = hers.page
        expect(page.locator("main")).to_contain_text("Written by Mia")
        axe(page)
        page.get_by_role("button", name="Take it up").click()
        expect(page.locator("main")).to_contain_text("Nothing waits.")
        assert Observation.objects.filter(what="pulse_per_min", value=80).count() == 1

        page = mias.page
        page.get_by_role("button", name="Send now").click()
        expect(page.locator("[data-items]")).to_contain_text("Taken up into the record")
        expect(page.locator("[data-items]")).not_to_contain_text("Waits for a person")
        with page.expect_navigation():
            page.get_by_role("button", name="Sign out", exact=True).click()
        page.evaluate("import('/static/staff/offline/vault.js').then(() => null)")
        assert page.evaluate("vault.current()") is None
        assert page.evaluate(HOW_MANY_ARE_KEPT) == [0, 0, 0]

        hers.opens(visit)
        hers.takes_along(visit)
        hers.network(False)
        hers.writes("mother", "temperature_c", "37.1", "Kept on this device")
        device = Device.objects.get(user=people.an)
        revoke(device_id=device.pk, by=people.an, now=clock.now())
        hers.network(True)
        page = hers.page
        expect(page.locator("main")).to_contain_text("This device was revoked.")
        expect(page.locator("[data-item]")).to_have_count(0)
        assert page.evaluate("vault.current()") is None
        assert page.evaluate(HOW_MANY_ARE_KEPT) == [0, 0, 0]
        hers.network(False)
        page.goto(visit)
        expect(page.locator("main")).to_contain_text(NOT_KEPT)
        hers.network(True)
        page.goto(visit)
        expect(page).to_have_url(re.compile("/account/login/"))
    device.refresh_from_db()
    assert device.emptied_at is not None
    assert Received.objects.get(device=device, outcome="quarantined").why == "revoked"
