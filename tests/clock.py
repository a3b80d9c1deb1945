"""A clock for the doors that stands where a journey puts it, on the wall in Brussels."""

from datetime import UTC, datetime, timedelta

from kraamkring.core.kernel.moments import BRUSSELS

PATH = "tests.clock.now"
_stands_at = datetime(2026, 3, 2, 9, tzinfo=UTC)


def now() -> datetime:
    return _stands_at


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
