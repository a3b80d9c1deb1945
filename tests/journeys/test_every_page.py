"""Every page in the light and in the dark, from the left and from the right, with letters of twice the size, on a phone
and on a desk: axe finds nothing, nothing runs over, nothing is cut off.

A sample of the pages each day; every one of them, in three states of a family, in `make prove`. Pictures to look at lie
in test-results/walk/. Whoever mends a page walks a piece of that: KRAAMKRING_WALK=parent,nobody chooses by whom,
KRAAMKRING_WALK_STATE=loss in which state, KRAAMKRING_WALK_PAGES=my_plan,my_week which pages. Without them everything
is walked.
"""

import os
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser, Page

from tests.access.addresses import addresses
from tests.access.table import TABLE
from tests.browser import accessibility_faults, open_page

from . import walk
from .refusing import faults_of_forms

WHOLE = os.environ.get("KRAAMKRING_PROVE") == "1"
ONE_IN = 1 if WHOLE else 8  # of the pages, each day
STATES: dict[str, Callable[[], walk.World]] = {
    "usual": walk.usual, "loss": walk.after_a_loss, "empty": walk.empty, "error": walk.usual,
}  # fmt: skip
TWICE = "document.documentElement.style.fontSize = '200%'"
ONCE = "document.documentElement.style.fontSize = ''"
# What is wider than its own box while the box hides or scrolls it sideways; not what is for ears only, nor what says by
# its role that it can be moved aside.
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(element => {
  const style = getComputedStyle(element);
  if (!["hidden", "clip"].includes(style.overflowX) || element.closest(".for-ears, svg, select, .skip")) return false;
  return element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1;
}).map(element => element.tagName + "." + element.className)"""
ALL_OF_IT = "* { content-visibility: visible !important }"  # what is not in sight is in the picture too
# A telephone number that would be written from its other end: it stands in words that run from the right, unless it is
# set apart (U+2066).
FROM_ITS_END = """() => {
  const number = /(^|[^\\u2066])(\\+\\d[\\d\\u00a0 ]{6,})/, found = [];
  const look = (element, text) => {
    const hit = number.exec(text);
    if (hit && getComputedStyle(element).direction === "rtl") found.push(`${element.tagName}.${element.className}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) look(texts.currentNode.parentElement, texts.currentNode.data);
  document.querySelectorAll("input:not([type=hidden]), textarea").forEach(each => look(each, each.value));
  return found;
}"""
WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


def asked_for(variable: str, everything: Collection[str]) -> list[str]:
    """The piece of the walk that somebody chose, or everything."""
    chosen = [each for each in os.environ.get(variable, "").split(",") if each]
    assert not set(chosen) - set(everything), f"{variable}: choose from {sorted(everything)}"
    return chosen or list(everything)


def faults_of(page: Page, stop: walk.Stop, state: str) -> Iterator[str]:
    """What is wrong with one page, in every light and at both sizes."""
    for width, height in (walk.PHONE, walk.DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        if width == walk.PHONE[0]:
            yield from _at(page, f"{width}", accessibility_faults(page))
        yield from _at(page, f"{width}", measured(page))
        keep_picture(page, f"{state}-{stop.who}-{stop.name}-{width}")
        page.evaluate(TWICE)
        yield from _at(page, f"{width}, letters of twice the size", measured(page))
        keep_picture(page, f"{state}-{stop.who}-{stop.name}-{width}-200")
        page.evaluate(ONCE)
    page.emulate_media(color_scheme="dark")
    yield from _at(page, "in the dark", accessibility_faults(page))
    keep_picture(page, f"{state}-{stop.who}-{stop.name}-{width}-dark")
    page.emulate_media(color_scheme="light", forced_colors="none")


def measured(page: Page) -> Iterator[str]:
    if (wider := page.evaluate(WIDER)) > 0:
        yield f"{wider} px wider than the screen"
    yield from (f"cut off: {each}" for each in page.evaluate(CUT_OFF))
    yield from (f"a number from its other end: {each}" for each in page.evaluate(FROM_ITS_END))


def _at(page: Page, light: str, faults: Any) -> Iterator[str]:
    yield from (f"{page.url.split('/', 3)[3]} ({light}): {fault}" for fault in faults)


@pytest.mark.parametrize("state", asked_for("KRAAMKRING_WALK_STATE", STATES if WHOLE else ["usual", "loss"]))
def test_every_page_is_whole_in_every_light(
    browser: Browser, live_server: Any, transactional_db: None, state: str
) -> None:
    world, found = STATES[state](), []
    with open_page(browser, "desktop", live_server.url) as page:
        page.set_default_timeout(20_000)
        walk.off_the_device(page)
        for who in asked_for("KRAAMKRING_WALK", walk.WHO):
            walk.sign_in(page, world.signs_in_as(who), live_server.url, who)
            for stop in chosen(walk.stops(world), who):
                answer = page.goto(stop.address)
                assert answer is not None
                if answer.status != stop.status:
                    found.append(f"{stop.name} {stop.address}: {answer.status}")
                    continue
                unfold(page)
                if state == "error":
                    found += faults_of_forms(page, stop, faults_of, partial(open_again, page, stop))
                    continue
                found += faults_of(page, stop, state)
                if stop.six:
                    walk.speak(page, "ar")
                    open_again(page, stop)
                    if page.evaluate("document.dir") != "rtl":
                        found.append(f"{stop.name}: does not run from the right")
                    found += (f"rtl: {fault}" for fault in faults_of(page, stop, f"{state}-ar"))
                    walk.speak(page, "en")
    assert not found, "\n".join(found)


def chosen(stops: Iterator[walk.Stop], who: str) -> list[walk.Stop]:
    """The pages of one person: every one, or a sample, or those that were asked for by name."""
    mine = [stop for stop in stops if stop.who == who]
    if named := os.environ.get("KRAAMKRING_WALK_PAGES"):
        return [stop for stop in mine if stop.name in named.split(",")]
    return [stop for stop in mine if crc32(stop.name.encode()) % ONE_IN == 0]


def test_every_address_is_walked_or_says_why_not(transactional_db: None) -> None:
    walked = {stop.name for stop in walk.stops(walk.usual())}
    pages = {each.name for each in addresses() if TABLE[each.name].get != "."}
    missed = pages - walked - set(walk.NO_PAGE)
    assert not missed, f"add to tests/journeys/walk.py: {sorted(missed)}"
    assert not walked & set(walk.NO_PAGE)


def open_again(page: Page, stop: walk.Stop) -> None:
    """The page, as if for the first time, with everything unfolded."""
    page.goto(stop.address)
    unfold(page)


def unfold(page: Page) -> None:
    """Everything that is folded is opened: it is part of the page."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")


def keep_picture(page: Page, name: str) -> None:
    """A picture for people to look at, when every page is walked."""
    if WHOLE:
        walk.PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=walk.PICTURES / f"{name}.png", full_page=True, style=ALL_OF_IT)
