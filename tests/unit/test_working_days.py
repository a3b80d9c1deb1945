"""Working days and the terms that follow them."""

from datetime import date, timedelta

import pytest

from kraamkring.core.kernel.working_days import (
    NO_HOLIDAYS,
    Holidays,
    easter,
    holding_working_days,
    is_working_day,
    working_day_from,
)
from kraamkring.packs import protocol

HERE = protocol("nl").holidays


EASTERS = (
    "1943-04-25", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05",
    "2027-03-28", "2038-04-25", "2100-03-28", "2160-03-23",
)  # fmt: skip


@pytest.mark.parametrize("day", EASTERS)
def test_easter_falls_where_the_calendars_put_it(day: str) -> None:
    assert f"{easter(int(day[:4]))}" == day


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 5), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 12, 25), date(2028, 12, 26), date(2026, 10, 17), date(2026, 10, 18),
    ],
)  # fmt: skip
def test_weekends_and_dutch_holidays_are_no_working_days(day: date) -> None:
    assert not is_working_day(day, HERE)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 2),
        date(2026, 4, 3),
        date(2026, 4, 7),
        date(2026, 4, 28),
        date(2026, 5, 13),
        date(2026, 12, 24),
    ],
)
def test_the_days_beside_them_are(day: date) -> None:
    assert is_working_day(day, HERE)


def test_the_next_working_day_after_easter_is_the_tuesday() -> None:
    assert working_day_from(date(2026, 4, 4), HERE) == date(2026, 4, 7)
    assert working_day_from(date(2026, 4, 4), NO_HOLIDAYS) == date(2026, 4, 6)
    assert working_day_from(date(2026, 4, 7), HERE) == date(2026, 4, 7)


MONDAY = date(2026, 10, 12)
LAST_DAY_TO_DECLARE = {
    0: 3,
    1: 4,
    2: 7,
    3: 7,
    4: 8,
    5: 8,
    6: 9,
}  # by the weekday of the birth: velsen.nl, heerde.nl


@pytest.mark.parametrize(("weekday", "last"), LAST_DAY_TO_DECLARE.items())
def test_a_birth_is_declared_within_three_days_with_two_working_days(weekday: int, last: int) -> None:
    born = MONDAY + timedelta(days=weekday)
    end = holding_working_days(born, born + timedelta(days=3), 2, HERE)
    assert end == MONDAY + timedelta(days=last)


def test_a_monday_that_is_a_holiday_gives_a_friday_birth_until_wednesday() -> None:
    born = date(2026, 4, 3)  # Good Friday; Easter Monday is the 6th
    assert holding_working_days(born, born + timedelta(days=3), 2, HERE) == date(2026, 4, 8)
    assert holding_working_days(born, born + timedelta(days=3), 2, Holidays()) == date(2026, 4, 7)
