"""A pushed message in a real browser: the worker shows it, says so to the house, and a red flag is seen to."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from kraamkring.demo.practice import seed_practice
from kraamkring.flows.telling import tell
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.actions import Recipient
from kraamkring.rooms.messages.actions.delivering import words_of
from kraamkring.rooms.messages.channels.push.payload import payload
from kraamkring.rooms.messages.models import Channel, RedFlag, State
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.browser import open_whole_browser
from tests.cast import account, joined
from tests.clock import this_morning
from tests.journeys.test_families import sign_in
from tests.journeys.test_outbox import looked_at
from tests.rooms.messages.conftest import left, states, told

Axe = Callable[[Any], None]


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """The one without windows shows no notification."""
    with open_whole_browser(browser) as whole:
        yield whole


@pytest.fixture
def mieke(transactional_db: None) -> tuple[str, str]:
    (_who, email, password), *_ = seed_practice(this_morning())
    User.objects.update(language="en")
    return email, password


def registration(page: Page) -> tuple[Any, str]:
    """The worker of the site as the browser's own tools name it."""
    tools = page.context.new_cdp_session(page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(each["registrationId"] for each in said["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    page.evaluate(
        "navigator.serviceWorker.register('/worker.js', {scope: '/'})"
        ".then(() => navigator.serviceWorker.ready).then(() => true)"
    )
    for _ in range(100):
        if found:
            return tools, found[-1]
        page.wait_for_timeout(50)
    raise AssertionError("no worker was registered")


def test_a_pushed_message_is_shown_and_said_to_have_come(
    page: Page, mieke: tuple[str, str], axe: Axe, live_server: Any
) -> None:
    """Given messages are allowed, when one is pushed, then the screen says that there is something, and no more."""
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    sign_in(page, mieke, "/me/")
    expect(page.locator("[data-push-note]:visible")).to_have_count(1)
    looked_at(page, "me-devices", axe)
    by = User.objects.get(email=mieke[0])
    to = Recipient(channel=Channel.PUSH, address=str(by.pk), language="en", whom=by.pk)
    message = left(told(to=to, context={"link": f"{live_server.url}/today/"}), State.SENDING, State.ACCEPTED)
    tools, worker = registration(page)
    said = payload(words_of(message)).decode()
    tools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": live_server.url, "registrationId": worker, "data": said},
    )
    for _ in range(400):
        if states(message)[-1] == "delivered":
            break
        page.wait_for_timeout(50)
    assert states(message)[-1] == "delivered"
    # Only now: Chromium forgets a message that is asked for while it is being put on the screen.
    shown = page.evaluate(
        "navigator.serviceWorker.ready.then(r => r.getNotifications())"
        ".then(all => all.map(n => [n.title, n.body, n.lang, n.tag, n.data.link]))"
    )
    link = f"{live_server.url}/today/"
    assert shown == [["Kraamkring", "There is something new for you.", "en", str(message.pk), link]]


def test_a_red_flag_is_seen_to(page: Page, mieke: tuple[str, str], axe: Axe) -> None:
    """Given something cannot wait, when a carer says that she sees to it, then everybody can see who did and when."""
    by, now = User.objects.get(email=mieke[0]), this_morning()
    amina = PregnancyEpisode.objects.get(mother__given_name="Amina")
    colleague = account("joke", "midwife")
    joined(amina, colleague, by, at=now)
    tell(
        episode=amina, what="walk", because=UUID(int=1), template="urgent", by=colleague, now=now, urgent=True
    )
    flag = RedFlag.objects.get()
    sign_in(page, mieke, "/outbox/")
    expect(page.get_by_text("Nobody has seen it")).to_be_visible()
    looked_at(page, "outbox-red-flag", axe)
    page.goto(f"/families/{amina.pk}/red-flags/{flag.pk}/")
    looked_at(page, "red-flag", axe)
    page.get_by_role("button", name="I have seen it").click()
    expect(page.get_by_role("status")).to_contain_text("Nobody further is told")
    looked_at(page, "red-flag-seen", axe)
    page.goto("/outbox/")
    expect(page.get_by_text("Nobody has seen it")).to_have_count(0)
