"""What every test may ask for: a database (as application or as owner), a browser page, axe."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zlib import crc32

import psycopg
import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests import environment

PROVE = os.environ.get("KRAAMKRING_PROVE") == "1"
SIZES = ("phone", "desktop")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "app_connection", "owner_connection"}
NO_BROWSER = (
    "BROWSER JOURNEYS SKIPPED: install chromium (Debian: apt install chromium chromium-headless-shell),"
    " or set KRAAMKRING_CHROMIUM"
)

settings.register_profile("daily", derandomize=True, deadline=None, max_examples=100)
settings.register_profile(
    "prove", deadline=None, max_examples=1000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("prove" if PROVE else "daily")


@pytest.fixture(autouse=True)
def its_own_language() -> Iterator[None]:
    """A page leaves its reader's language behind in the thread; the next test begins without it."""
    yield
    translation.deactivate()


def pytest_collection_finish() -> None:
    """What is loaded now stays until the end: the collector of garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


# --- the database


@pytest.fixture(scope="session")
def test_database(worker_id: str, django_db_blocker: Any) -> Iterator[Any]:
    """The database of this test process; starting it the first time takes a few seconds."""
    from tests import postgresql

    with django_db_blocker.unblock(), postgresql.test_database(worker_id) as database:
        yield database


@pytest.fixture(scope="session")
def django_db_setup(test_database: Any) -> None:
    """Replaces pytest-django's: tests run as the application's role, so its limits hold in every test."""
    from django.test import TransactionTestCase

    def empty_as_owner(self: object) -> None:
        test_database.empty()

    TransactionTestCase._fixture_teardown = empty_as_owner  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing: the settings are made in tests.postgresql."""


@pytest.fixture
def app_connection(db: None, test_database: Any) -> Iterator[psycopg.Connection]:
    """A connection of its own with the application's login; it does not see what the test has not committed."""
    with test_database.connect_as_application() as connection:
        yield connection


@pytest.fixture
def owner_connection(db: None, test_database: Any) -> Iterator[psycopg.Connection]:
    """A connection of its own as the owner of the tables."""
    with test_database.connect_as_owner() as connection:
        yield connection


# --- the browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium of this machine; without one the journeys are skipped, loudly."""
    from tests.browser import chromium_path, open_browser

    path = chromium_path()
    if path is None:
        pytest.skip(NO_BROWSER)
    with open_browser(path) as opened:
        yield opened


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Any, live_server: Any) -> Iterator[Any]:
    """A page on the running application, once as a phone (390x844) and once as a desktop (1280x900)."""
    from tests.browser import open_page

    with open_page(browser, request.param, live_server.url) as opened:
        yield opened


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Fails the test with every fault that axe finds on the page."""
    from tests.browser import accessibility_faults

    def check(page: Any) -> None:
        faults = accessibility_faults(page)
        assert not faults, "\n".join(faults)

    return check


# --- what is collected, what is said at the end


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if elsewhere := [item for item in items if _is_elsewhere(item)]:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    if not PROVE and (other := [item for item in items if _is_at_the_other_size(item)]):
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in other]
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
        if "page" in fixtures or "browser" in fixtures:
            item.add_marker("journey")


def _is_at_the_other_size(item: Any) -> bool:
    """A journey that is told for a phone and for a desktop goes one of the two ways each day, always the same; in
    `make prove` both. That every page is whole at both sizes is looked at in one walk."""
    sizes = getattr(getattr(item, "callspec", None), "params", {})
    if sizes.get("page") not in SIZES or any(
        mark.args[0] == "page" for mark in item.iter_markers("parametrize") if mark.args
    ):
        return False
    return sizes["page"] != SIZES[crc32(item.originalname.encode()) % 2]


def _is_elsewhere(item: Any) -> bool:
    """Whether it needs what the repository may not hold: published cases (tests/golden/fhir), an account with a
    company that sends text messages, Spark."""
    if item.get_closest_marker("spark"):
        return find_spec("pyspark") is None or shutil.which("java") is None
    if item.get_closest_marker("real_account"):
        return f"KRAAMKRING_TEST_SMS_{item.callspec.params['name'].upper()}" not in os.environ
    return bool(item.get_closest_marker("published_cases")) and "KRAAMKRING_PUBLISHED_CASES" not in os.environ


def _nothing_may_be_skipped() -> bool:
    return os.environ.get("CI") == "true" or os.environ.get("KRAAMKRING_NO_SKIP") == "1"


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and _nothing_may_be_skipped() and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any) -> Iterator[None]:
    yield  # these lines come after all others
    skipped = terminalreporter.stats.get("skipped", [])
    if any("BROWSER JOURNEYS SKIPPED" in str(report.longrepr) for report in skipped):
        terminalreporter.section(NO_BROWSER, sep="!", red=True, bold=True)
    if skipped and _nothing_may_be_skipped():
        words = f"{len(skipped)} SKIPPED, AND HERE NOTHING MAY BE: FAILED"
        terminalreporter.section(words, sep="!", red=True, bold=True)


def pytest_unconfigure() -> None:
    if not environment.started_here():
        return
    home = Path(os.environ["KRAAMKRING_HOME"])
    if os.environ.get("DATABASE_URL") and (home / "secrets.json").exists():
        from tests.postgresql import forget_roles

        forget_roles()
    pointer = home / "postgresql-is-in"
    if pointer.exists():
        shutil.rmtree(pointer.read_text().strip(), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)
