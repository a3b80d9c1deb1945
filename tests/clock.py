"""Clocks for the doors: one that stands where a journey puts it, and one on which it is always morning."""

from datetime import UTC, datetime, time, timedelta

from kraamkring.core.kernel.moments import BRUSSELS

PATH = "tests.clock.now"
MORNING = "tests.clock.this_morning"
_REALLY_BEGAN = datetime.now(UTC)
_BEGAN = datetime.combine(_REALLY_BEGAN.astimezone(BRUSSELS), time(9), tzinfo=BRUSSELS).astimezone(UTC)
_stands_at = datetime(2026, 3, 2, 9, tzinfo=UTC)


def now() -> datetime:
    return _stands_at


def this_morning() -> datetime:
    """Today from nine o'clock in Brussels on, whatever the hour: what is due by evening is due on every machine."""
    return _BEGAN + (datetime.now(UTC) - _REALLY_BEGAN)


def set_to(wall: str) -> datetime:
    """Puts the clock at `2026-10-02 18:00`, and says which instant that is."""
    global _stands_at
    _stands_at = datetime.fromisoformat(wall).replace(tzinfo=BRUSSELS).astimezone(UTC)
    return _stands_at


def later(**more: float) -> datetime:
    """Puts the clock forward."""
    global _stands_at
    _stands_at += timedelta(**more)
    return _stands_at
