"""Times as people read them off the wall."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kraamkring.doors.ui.local_time import NoSuchTime, TimeTwice, instant

BRUSSELS = ZoneInfo("Europe/Brussels")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_an_ordinary_time() -> None:
    assert instant(date(2026, 10, 15), time(6), BRUSSELS) == datetime(2026, 10, 15, 4, tzinfo=UTC)


def test_a_time_that_the_clock_skipped() -> None:
    with pytest.raises(NoSuchTime):
        instant(SPRING, time(2, 30), BRUSSELS)


def test_a_skipped_time_stays_impossible_whatever_was_chosen() -> None:
    with pytest.raises(NoSuchTime):
        instant(SPRING, time(2, 30), BRUSSELS, 1)


def test_a_time_that_the_clock_showed_twice_must_be_chosen() -> None:
    with pytest.raises(TimeTwice):
        instant(AUTUMN, time(2, 30), BRUSSELS)
    assert instant(AUTUMN, time(2, 30), BRUSSELS, 0) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(AUTUMN, time(2, 30), BRUSSELS, 1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "at"), [(SPRING, time(1, 59)), (SPRING, time(3)), (AUTUMN, time(1, 59)), (AUTUMN, time(3))]
)
def test_the_edges_of_both_nights_are_ordinary(on: date, at: time) -> None:
    assert instant(on, at, BRUSSELS).astimezone(BRUSSELS).time() == at
