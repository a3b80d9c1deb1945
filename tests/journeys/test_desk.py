"""A pregnancy at the desk, from booking to hand-over, with the clock put forward: due, done, missing, mended."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, expect

from kraamkring.flows.put_on_call import put_on_call
from kraamkring.flows.sweep_gaps import sweep_gaps
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.messages.queries import with_state
from tests import clock
from tests.browser import nobody_is_signed_in
from tests.cast import Cast, account, cast
from tests.journeys.test_pathway import nothing_runs_over

PICTURES = Path(__file__).parents[2] / "test-results" / "desk"
Axe = Callable[[Any], None]


@pytest.fixture
def people(transactional_db: None, settings: Any) -> Cast:
    """An and her practice; the doors read the clock of the tests."""
    settings.CLOCK = clock.PATH
    found = cast()
    User.objects.update(language="en")
    return found


@pytest.fixture
def desk(page: Page, people: Cast, axe: Axe) -> "Desk":
    return Desk(page, axe, people.an)


class Desk:
    """What somebody does at the desk, in her words."""

    def __init__(self, page: Page, axe: Axe, user: User) -> None:
        self.page, self.axe = page, axe
        page.set_default_timeout(10_000)
        self.sign_in(user)
        self.family = ""

    def sign_in(self, user: User) -> None:
        """Somebody else sits down; the sign-in itself has journeys of its own."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        nobody_is_signed_in(self.page)
        self.page.goto("/healthz")
        self.page.context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.page.url}]
        )

    def open(self, part: str = "") -> None:
        self.page.goto(f"{self.family}{part}")

    def moment(self, name: str, wall: str) -> None:
        """Types a date and a time."""
        day, time = wall.split(" ")
        self.page.fill(f"[name={name}_on]", day)
        self.page.fill(f"[name={name}_time]", time)

    def press(self, name: str) -> None:
        """The button that begins so; what follows is for ears."""
        self.page.get_by_role("main").get_by_role("button", name=re.compile(f"^{name}")).first.click()
        self.page.wait_for_load_state()

    def book(self, name: str, due: str, children: str = "One child") -> None:
        page = self.page
        page.goto("/families/new/")
        page.get_by_label("Given name").fill(name)
        page.get_by_label("Family name").fill("Voorbeeld")
        page.fill("[name=due_on]", due)
        page.get_by_label("Children expected").select_option(label=children)
        page.get_by_label("Short stay").check()
        self.press("Book this family")
        expect(page.locator("#name")).to_contain_text(f"{name} Voorbeeld")
        self.family = page.url.replace(page.url.partition("/families")[0], "")

    def looked_at(self, name: str) -> None:
        """A picture for people to look at; axe finds nothing; nothing runs over."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        width = self.page.evaluate("window.innerWidth")
        self.page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        self.axe(self.page)
        nothing_runs_over(self.page)

    def invite(self, role: str, email: str) -> None:
        self.open("network/invite/")
        self.page.locator(f'a[href="?role={role}"]').click()
        self.page.get_by_label("E-mail address or telephone number").fill(email)
        self.press("Invite")
        expect(self.page.locator("h1")).to_have_text("Network")

    def tell_child(self, number: int, at: str, weight_g: int, outcome: str = "live") -> None:
        """Fills in one child on the page of the birth."""
        page = self.page
        page.check(f"[name=outcome_{number}][value={outcome}]")
        self.moment(f"born_{number}", at)
        page.select_option(f"[name=place_{number}]", "hospital")
        page.select_option(f"[name=mode_{number}]", "vaginal")
        page.fill(f"[name=weight_{number}]", str(weight_g))

    def settle(self, gate: str) -> None:
        """One tap on a gate that only asks whether it was done."""
        self.page.get_by_role("button", name=f"This was done : {gate}").first.click()
        self.page.wait_for_load_state()

    def read(self, sentence: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(sentence)


@pytest.fixture
def george(people: Cast) -> User:
    """A general practitioner who works elsewhere."""
    found = account("george", "gp")
    User.objects.filter(pk=found.pk).update(language="en")
    return found


def test_from_booking_to_hand_over(desk: Desk, people: Cast, george: User) -> None:
    """Given a pregnancy that is booked and a circle that forms, when the child is born, goes home through the gates, is
    visited and screened, then care is handed over, and nothing is left open that was promised in these days."""
    clock.set_to("2026-03-02 10:00")
    desk.book("Leen", "2026-10-04")
    desk.looked_at("booked")

    desk.invite("gp", "george@example.org")
    desk.invite("midwife", "an@example.org")
    desk.looked_at("network-invited")
    desk.sign_in(george)
    desk.page.goto("/invitations/")
    desk.read("Asked by An")
    assert "Leen" not in desk.page.get_by_role("main").inner_text()  # nothing of the family before a yes
    desk.press("Accept")
    desk.sign_in(people.an)
    desk.page.goto("/invitations/")
    desk.press("Accept")
    desk.open("network/")
    desk.page.get_by_role("link", name="Coordinate", exact=True).click()
    desk.press("Coordinate")
    desk.open("network/")
    desk.looked_at("network")

    clock.set_to("2026-10-01 12:00")
    desk.open("birth/")
    desk.tell_child(1, "2026-10-01 06:00", 3420)
    desk.looked_at("birth")
    desk.press("Record the birth")
    desk.read("3420")

    clock.set_to("2026-10-02 17:00")
    desk.open("going-home/")
    desk.looked_at("gates")
    for gate in ("Needs of the mother", "Needs of the newborn", "Alarm signs"):
        desk.settle(gate)
    desk.press("Record it, and tell everyone")  # a gate is red: no reason, no leaving
    desk.read("Something is not right yet")
    desk.looked_at("gates-refused")
    agree(desk, "First home visit", "An", "2026-10-03 10:00")
    agree(desk, "Doctor's check", "George", "2026-10-09 10:00")
    desk.sign_in(george)
    desk.page.goto("/today/")
    desk.looked_at("today-asked")
    desk.page.locator("[aria-labelledby=asked-title] a").click()
    desk.press("Yes, I will come")
    desk.sign_in(people.an)
    desk.open("going-home/")
    desk.looked_at("gates-settled")
    desk.page.get_by_label("The transfer letter went along").check()
    desk.press("Record it, and tell everyone")
    desk.read("at home")
    desk.looked_at("gone-home")
    assert sent_to("george@example.org", "homecoming") == 1

    clock.set_to("2026-10-03 10:45")
    desk.page.goto(desk.family.replace("/families/", "/visits/"))
    desk.looked_at("visit")
    desk.page.select_option("[name='blood_spot_newborn-1']", "done")
    with desk.page.expect_navigation():
        desk.press("Record the visit")
    desk.open("screening/")
    desk.read("Blood spot")
    desk.looked_at("screening")

    clock.set_to("2026-10-11 09:00")
    desk.open("hand-over/")
    desk.press("Hand the family over")
    desk.read("Nobody of youth health care is in the network")
    invite_by_name(desk, "youth_health", "Team Leuven", "leuven@example.org")
    desk.open("hand-over/")
    desk.looked_at("hand-over")
    desk.press("Hand the family over")
    desk.open("#hand-over")
    desk.looked_at("handed-over")
    assert sent_to("leuven@example.org", "handed_over") == 1


def test_twins_each_have_a_record_of_their_own(desk: Desk) -> None:
    """Given two children, one of whom is small, when both are born in one form, then each has a line of its own in the
    banner, a clock of its own, and nothing of the one is said of the other."""
    clock.set_to("2026-03-02 10:00")
    desk.book("Lotte", "2026-10-20", "Twins")
    clock.set_to("2026-10-05 12:00")
    desk.open("birth/")
    desk.tell_child(1, "2026-10-05 06:00", 2600)
    desk.tell_child(2, "2026-10-05 06:22", 2180)
    desk.looked_at("twins-birth")
    desk.press("Record the birth")
    desk.read("2600")
    desk.read("2180")
    clock.set_to("2026-10-07 12:00")
    desk.open("screening/")
    first, _second = desk.page.locator("section.card", has_text="Blood spot").all()
    first.get_by_text("Record this test").first.click()
    first.locator("[name=outcome][value=done]").first.check()
    first.get_by_role("button", name="Record this test").first.click()
    expect(desk.page.locator("section.card", has_text="Blood spot").nth(0)).to_contain_text("Done on")
    expect(desk.page.locator("section.card", has_text="Blood spot").nth(1)).not_to_contain_text("Done on")
    desk.looked_at("twins-screening")


def test_after_a_loss_all_is_silent(desk: Desk, people: Cast, george: User) -> None:
    """Given a message that waits for the morning, when the pregnancy ends at night, then it is never sent, the page is
    quiet, and those around her hear it once."""
    clock.set_to("2026-06-01 22:30")
    desk.book("Inge", "2026-10-04")
    desk.invite("gp", "george@example.org")
    waiting = Message.objects.get(address="george@example.org", template="invitation")
    desk.open("loss/")
    desk.page.get_by_label("A miscarriage").check()
    desk.looked_at("loss")
    desk.press("Go on")
    desk.read("1 message that still waits is not sent")
    desk.looked_at("loss-foreseen")
    desk.press("Confirm")
    expect(desk.page.locator("body")).to_have_class("quiet")
    desk.looked_at("loss-after")
    assert with_state(Message.objects.filter(pk=waiting.pk)).get().state == "cancelled"


def test_friday_evening_nobody_is_coming(desk: Desk, people: Cast) -> None:
    """Given a birth on Thursday and home on Friday at 18:00 after 36 hours, with a reason and no visit agreed, when the
    hours pass, then it is at risk, its owner is told, then a gap, and it climbs; and who has seen it, stands there."""
    clock.set_to("2026-03-02 10:00")
    desk.book("Amina", "2026-10-02")
    desk.invite("midwife", "an@example.org")
    desk.page.goto("/invitations/")
    desk.press("Accept")
    desk.open("network/")
    desk.page.get_by_role("link", name="Coordinate", exact=True).click()
    desk.press("Coordinate")
    put_on_call(user_id=people.colleague.pk, by=people.an, now=clock.now())
    clock.set_to("2026-10-01 12:00")
    desk.open("birth/")
    desk.tell_child(1, "2026-10-01 06:00", 3300)
    desk.press("Record the birth")
    clock.set_to("2026-10-02 18:00")
    desk.open("going-home/")
    desk.page.get_by_label("Something is not settled").fill("They want to go home; the ward is full.")
    desk.press("Record it, and tell everyone")
    desk.read("They want to go home; the ward is full.")

    pass_hours(12)
    desk.page.goto("/today/")
    desk.read("At risk")
    desk.read("Told: An")
    desk.looked_at("today-at-risk")
    told_at = pass_hours(18)
    desk.page.goto("/today/")
    desk.looked_at("today-gap")
    desk.read("First home visit")
    desk.read("Gap")
    assert told_at["an@example.org"] < told_at["bea@example.org"]
    desk.press("I have seen it")
    desk.read("Seen by: An")
    desk.looked_at("today-seen")


def pass_hours(hours: int) -> dict[str, datetime]:
    """The sweep of every quarter of an hour; returns when each address was first told that something is urgent."""
    told: dict[str, datetime] = {}
    for _quarter in range(hours * 4):
        sweep_gaps(now=clock.later(minutes=15))
    for message in Message.objects.filter(template="urgent").order_by("created_at"):
        told.setdefault(message.address, message.created_at)
    return told


def test_a_correction_beside_what_it_corrects(desk: Desk) -> None:
    """Given a weight that was typed wrong, when it is corrected with a reason, then the new one stands, and the old one
    can be read with who wrote it."""
    clock.set_to("2026-03-02 10:00")
    desk.book("Noor", "2026-10-04")
    clock.set_to("2026-10-01 12:00")
    desk.open("birth/")
    desk.tell_child(1, "2026-10-01 06:00", 4320)
    desk.press("Record the birth")
    desk.open("record/")
    desk.looked_at("record")
    desk.page.get_by_role("link", name=re.compile("[Bb]orn|[Bb]irth")).first.click()
    desk.page.get_by_role("link", name="Correct", exact=True).click()
    desk.page.fill("[name=weight_g]", "3420")
    desk.press("Write it down|Correct|Save")
    desk.read("Something is not right yet")
    desk.page.fill("[name=why_corrected]", "Two figures changed places")
    desk.looked_at("correct")
    desk.press("Write it down|Correct|Save")
    stands = desk.page.get_by_label("What stands")
    expect(stands).to_contain_text("3420")
    expect(stands).not_to_contain_text("4320")
    expect(stands).to_contain_text("Two figures changed places")
    history = desk.page.locator("[aria-labelledby=history-title]")
    expect(history).to_contain_text("4320")
    expect(history).to_contain_text("An, midwife")
    desk.looked_at("corrected")


def invite_by_name(desk: Desk, role: str, name: str, address: str) -> None:
    """Somebody without an account, who says yes on the telephone."""
    desk.open(f"network/invite/?role={role}")
    desk.page.get_by_label("E-mail address or telephone number").fill(address)
    desk.page.get_by_label("Name", exact=True).fill(name)
    desk.press("Invite")
    desk.press("She said yes")


def agree(desk: Desk, gate: str, who: str, when: str) -> None:
    """Agrees a visit or a consultation at its gate."""
    care = desk.page.locator(".care", has=desk.page.get_by_role("heading", name=gate)).first
    care.get_by_text("Agree it here").click()
    care.locator("[name=with_member]").select_option(label=care.locator("option", has_text=who).inner_text())
    day, time = when.split(" ")
    care.locator("[name=start_on]").fill(day)
    care.locator("[name=start_time]").fill(time)
    care.get_by_role("button", name="Agree this time").click()
    desk.page.wait_for_load_state()


def sent_to(address: str, template: str) -> int:
    return Message.objects.filter(address=address, template=template).count()
