"""What can wait does not disturb anybody at night; and numbers are understood as people write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.kernel.moments import AMSTERDAM, BRUSSELS
from kraamkring.core.kernel.quiet_hours import after_quiet_hours
from kraamkring.packs.telephone import telephone


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2026-10-05T12:00", "2026-10-05T12:00"),
        ("2026-10-05T20:59", "2026-10-05T20:59"),
        ("2026-10-05T21:00", "2026-10-06T07:00"),
        ("2026-10-05T23:30", "2026-10-06T07:00"),
        ("2026-10-06T06:59", "2026-10-06T07:00"),
        ("2026-10-06T07:00", "2026-10-06T07:00"),
        ("2026-10-24T22:00", "2026-10-25T07:00"),  # the night the clock goes back
        ("2026-03-28T22:00", "2026-03-29T07:00"),  # the night it goes forward
    ],
)
def test_on_the_clock_of_the_place(said: str, told: str) -> None:
    at = datetime.fromisoformat(said).replace(tzinfo=BRUSSELS).astimezone(UTC)
    assert after_quiet_hours(at, BRUSSELS) == datetime.fromisoformat(told).replace(tzinfo=BRUSSELS)


@given(st.integers(1_577_836_800, 2_051_222_400))
def test_never_earlier_never_half_a_day_later_and_never_at_night(second: int) -> None:
    at = datetime.fromtimestamp(second, UTC)
    told = after_quiet_hours(at, AMSTERDAM)
    assert at <= told
    assert (told - at).total_seconds() <= 11 * 3600
    assert 7 <= told.astimezone(AMSTERDAM).hour < 21
    assert after_quiet_hours(told, AMSTERDAM) == told


@pytest.mark.parametrize(
    ("typed", "region", "called"),
    [
        ("0470 12 34 56", "be-vlg", "+32470123456"),
        ("016/32.10.00", "be-vlg", "+3216321000"),
        ("06-12345678", "nl", "+31612345678"),
        ("+32 470 12 34 56", None, "+32470123456"),
        ("0470 12 34 56", None, None),
        ("112", "be-vlg", None),
        ("bel mij", "be-vlg", None),
        ("", "be-vlg", None),
    ],
)
def test_numbers_as_people_write_them(typed: str, region: str | None, called: str | None) -> None:
    assert telephone(typed, region) == called
