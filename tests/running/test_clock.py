"""A command that is given beside a running demo reads the demo's clock; without one, this machine's."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kraamkring.config import clock

SHOWING = datetime(2026, 3, 1, 8, tzinfo=UTC)
SOON = timedelta(minutes=1)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("KRAAMKRING_HOME", str(tmp_path))
    monkeypatch.setenv("KRAAMKRING_STAGE", "demo")
    monkeypatch.delenv(clock.VARIABLE, raising=False)
    return monkeypatch


def test_a_command_beside_a_demo_reads_its_clock(elsewhere: pytest.MonkeyPatch) -> None:
    with clock.demo_clock(SHOWING, 1.0):
        elsewhere.delenv(clock.VARIABLE)  # a command of its own does not inherit it
        assert SHOWING <= clock.command_time() < SHOWING + SOON


def test_after_the_demo_a_command_reads_this_machine(elsewhere: pytest.MonkeyPatch) -> None:
    with clock.demo_clock(SHOWING, 60.0):
        pass
    elsewhere.delenv(clock.VARIABLE)
    assert abs(clock.command_time() - clock.real_time()) < SOON


def test_production_never_reads_a_demo_s_clock(elsewhere: pytest.MonkeyPatch) -> None:
    with clock.demo_clock(SHOWING, 1.0):
        elsewhere.setenv("KRAAMKRING_STAGE", "production")
        assert abs(clock.command_time() - clock.real_time()) < SOON
