"""A real telephone: Chromium with a profile on the disk, which loses its network, its battery, and finds both again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Page, expect

from kraamkring.rooms.accounts.models import User
from tests.browser import OPTIONS, SIZES, chromium_path, comes_true, whole_chromium_path

from .line import Line

PATIENCE_MS = 20_000


class Handset:
    """One telephone. Its profile stays when it is off."""

    def __init__(self, browser: Any, profile: Path, address: str) -> None:
        self.browser, self.profile, self.line = browser, profile, Line(address)
        self.address = self.line.address
        self.context: BrowserContext | None = None
        self.page: Page = None  # type: ignore[assignment] (there once it is on)

    def turn_on(self, *, signal_there: bool = True, at: datetime | None = None) -> Page:
        """at: what its clock shows; None for the true time."""
        width, height = SIZES["phone"]
        self.context = self.browser.browser_type.launch_persistent_context(
            str(self.profile),
            executable_path=whole_chromium_path() or chromium_path(),
            args=OPTIONS,
            viewport={"width": width, "height": height},
            base_url=self.address,
            locale="en-GB",
            timezone_id="Europe/Brussels",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        if at is not None:
            self.page.clock.set_system_time(at)
        self.network(signal_there)
        return self.page

    def network(self, there: bool) -> None:
        """The line, and what the browser believes of it."""
        assert self.context is not None
        if there:
            self.line.mend()
        else:
            self.line.cut()
        self.context.set_offline(not there)

    def battery_dies(self) -> None:
        """SIGKILL to every process of this profile, and of no other."""
        mark = f"--user-data-dir={self.profile}"
        mine = [each for each in psutil.process_iter(["cmdline"]) if mark in (each.info["cmdline"] or [])]
        found = {each.pid: each for each in mine}
        for each in mine:
            with suppress(psutil.Error):
                found |= {child.pid: child for child in each.children(recursive=True)}
        for each in found.values():  # the browser before its children: it makes new ones of those that die
            with suppress(psutil.Error):
                each.kill()
        psutil.wait_procs(list(found.values()), timeout=10)
        with suppress(Error):
            assert self.context is not None
            self.context.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def sign_in(self, user: User) -> None:
        """She has signed in; the pages of that have journeys of their own."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert self.context is not None
        name = settings.SESSION_COOKIE_NAME
        cookie = client.cookies[name].value
        self.context.add_cookies([
            {"name": name, "value": cookie, "url": self.address},
            {"name": "language", "value": "en", "url": self.address},
        ])  # fmt: skip

    def takes_along(self, path: str) -> None:
        """Until the page is kept on it."""
        comes_true(
            self.page,
            "async path => Boolean(navigator.serviceWorker.controller && await vault.page(path))",
            path,
        )

    def opens(self, path: str) -> None:
        self.page.goto(path)
        self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")

    def state(self, who: str, what: str) -> Any:
        return self.page.locator(f'[data-who="{who}"][data-what="{what}"] output.state')

    def field(self, who: str, what: str) -> Any:
        place = f'[data-who="{who}"][data-what="{what}"]'
        return self.page.locator(f"{place} > input, {place} > select, {place} > textarea").first

    def writes(self, who: str, what: str, value: str, state: str) -> None:
        """Fills in a field, and waits for what stands beside it."""
        self.field(who, what).fill(value)
        self.field(who, what).press("Tab")
        expect(self.state(who, what)).to_contain_text(state)

    def off(self) -> None:
        if self.context is not None:
            with suppress(Error):
                self.context.close()
        self.line.close()


@contextmanager
def handset(browser: Any, profile: Path, address: str) -> Iterator[Handset]:
    made = Handset(browser, profile, address)
    try:
        yield made
    finally:
        made.off()
        server_comes_to_rest()


def server_comes_to_rest(patience_s: float = 20) -> None:
    """Until no request works in the database any more: the tables are emptied after the test."""
    deadline, quiet = time.monotonic() + patience_s, 0
    while quiet < 3 and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            quiet = quiet + 1 if cursor.fetchone() == (0,) else 0
        time.sleep(0.1)
