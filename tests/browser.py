"""A Chromium that is on this machine, and pages in it."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

SHELL = "chromium-headless-shell"  # the same browser without windows: a session or a page asks half the work of it
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OPTIONS = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
PATIENCE_MS = 15_000  # for what takes a moment where nothing else runs
FAULTS = "async options => (await axe.run(document, options)).violations"  # what is well stays in the browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def chromium_path() -> str | None:
    """KRAAMKRING_CHROMIUM, or the first Chromium or Chrome on the path, the one without windows before all others;
    None when there is none."""
    return os.environ.get("KRAAMKRING_CHROMIUM") or shutil.which(SHELL) or whole_chromium_path()


def whole_chromium_path() -> str | None:
    """One that shows notifications too, and keeps its profile as on somebody's telephone."""
    chosen = os.environ.get("KRAAMKRING_CHROMIUM")
    return chosen or next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    """A headless browser; root has to do without its sandbox."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright keeps an event loop; Django's calls stay synchronous
    )
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@contextmanager
def open_whole_browser(beside: Browser) -> Iterator[Browser]:
    """Another browser, which shows notifications too."""
    browser = beside.browser_type.launch(executable_path=whole_chromium_path(), args=OPTIONS)
    yield browser
    browser.close()


@contextmanager
def open_page(browser: Browser, size: str, address: str) -> Iterator[Page]:
    """A page of that size, in a fresh session; `page.goto("/")` goes to the address."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=size == "phone",
        has_touch=size == "phone",
        base_url=address,
        locale="en-GB",
    )
    yield context.new_page()
    context.close()


def nobody_is_signed_in(page: Page) -> None:
    """Forgets whoever was, once no page of theirs works any more: what it still asked would bring a token of its own,
    and the next form would be refused for it."""
    page.goto("about:blank")
    page.context.clear_cookies()


def follow(link: Locator) -> None:
    """Clicks, and waits until the next page stands: what looks at it next does not look at the one before."""
    with link.page.expect_navigation():
        link.click()


def comes_true(page: Page, said: str, arg: object = None, patience_s: float = 20) -> None:
    """Waits until this is so in the page. Unlike `wait_for_function` it waits for promises, whose being there is not
    yet an answer."""
    deadline = time.monotonic() + patience_s
    while not page.evaluate(said, arg):
        assert time.monotonic() < deadline, f"never true: {said}"
        page.wait_for_timeout(50)


def accessibility_faults(page: Page) -> list[str]:
    """One line per fault that axe finds against WCAG 2.2 A and AA; empty when there is none. The page is looked at
    when it has loaded: its words are there before its style, and without style every link is too small."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.wait_for_load_state("load")
    if not page.evaluate("'axe' in window"):  # looked at in another light, it is still there
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(FAULTS, {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    return [f"{fault['id']}: {fault['help']} ({_places(fault)})" for fault in found]


def _places(fault: dict[str, Any]) -> str:
    return ", ".join(str(node["target"]) for node in fault["nodes"])
