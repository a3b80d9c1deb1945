"""A Chromium that is on this machine, and pages in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def chromium_path() -> str | None:
    """KRAAMKRING_CHROMIUM, or the first Chromium or Chrome on the path; None when there is none."""
    chosen = os.environ.get("KRAAMKRING_CHROMIUM")
    return chosen or next((path for path in map(shutil.which, NAMES) if path), None)


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    """A headless browser; root has to do without its sandbox."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright keeps an event loop; Django's calls stay synchronous
    )
    options = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
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


def follow(link: Locator) -> None:
    """Clicks, and waits until the next page stands: what looks at it next does not look at the one before."""
    with link.page.expect_navigation():
        link.click()


def accessibility_faults(page: Page) -> list[str]:
    """One line per fault that axe finds against WCAG 2.2 A and AA; empty when there is none."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [f"{fault['id']}: {fault['help']} ({_places(fault)})" for fault in found]


def _places(fault: dict[str, Any]) -> str:
    return ", ".join(str(node["target"]) for node in fault["nodes"])
