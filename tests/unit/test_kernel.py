"""Counting: gestation, days after birth, windows, moments. Values worked out by hand."""

from datetime import UTC, date, datetime

import pytest

from kraamkring.core.kernel import gestation
from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.kernel.moments import AMSTERDAM, BRUSSELS, instant, local_day, start_of_day
from kraamkring.core.kernel.postpartum import discharge_day, postpartum_day, stay_hours
from kraamkring.core.kernel.windows import Window

DUE = date(2026, 10, 14)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 10, 14), "40+0"),
        (date(2026, 10, 15), "40+1"),
        (date(2026, 1, 7), "0+0"),  # the first day of the last period
        (date(2026, 4, 1), "12+0"),
        (date(2026, 9, 23), "37+0"),
        (date(2026, 10, 28), "42+0"),
    ],
)
def test_gestation_is_counted_back_from_the_due_date(on: date, said: str) -> None:
    days = gestation.gestation_days(DUE, on)
    assert gestation.notation(days) == said
    assert gestation.parse(said) == days
    assert gestation.date_at(DUE, days) == on


@pytest.mark.parametrize("text", ["60+0", "45+1", "39+7", "39.4", "39", "", "+3", "-1+0", "39+4 "])
def test_what_is_no_gestation_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleFact):
        gestation.parse(text, "gestation")


@pytest.mark.parametrize(
    ("born", "on", "day"),
    [("2026-10-15", "2026-10-15", 0), ("2026-10-15", "2026-10-16", 1), ("2026-10-24", "2026-10-31", 7)],
)
def test_the_date_of_birth_is_day_0(born: str, on: str, day: int) -> None:
    assert postpartum_day(date.fromisoformat(born), date.fromisoformat(on)) == day


def test_a_stay_is_counted_on_the_clock_through_both_changes() -> None:
    spring = instant("2026-03-27T10:00:00+01:00"), instant("2026-03-30T10:30:00+02:00")
    autumn = instant("2026-10-23T10:00:00+02:00"), instant("2026-10-26T10:00:00+01:00")
    assert stay_hours(*spring) == 71.5
    assert stay_hours(*autumn) == 73
    assert discharge_day(*spring, BRUSSELS) == discharge_day(*autumn, BRUSSELS) == 3


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24)]
)
def test_a_local_day_has_the_hours_of_its_night(day: date, hours: int) -> None:
    for zone in (BRUSSELS, AMSTERDAM):
        length = start_of_day(date.fromordinal(day.toordinal() + 1), zone) - start_of_day(day, zone)
        assert length.total_seconds() == hours * 3600


def test_the_same_instant_is_another_day_elsewhere() -> None:
    late = datetime(2026, 10, 14, 22, 30, tzinfo=UTC)
    assert local_day(late, BRUSSELS) == date(2026, 10, 15)
    assert local_day(late, UTC) == date(2026, 10, 14)


@pytest.mark.parametrize(
    "text", ["2026-10-14T08:30:00", "2026-10-14", "yesterday", "", "0001-01-01T00:00:00+14:00"]
)
def test_an_instant_without_offset_or_sense_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleFact, match="--at"):
        instant(text, "--at")


def test_elapsed_hours_hold_their_last_instant_and_local_days_do_not() -> None:
    first, last = instant("2026-10-16T18:00:00+02:00"), instant("2026-10-17T18:00:00+02:00")
    hours, days = Window(first, last, last, True), Window(first, last, last, False)
    assert hours.holds(first)
    assert hours.holds(last)
    assert not hours.closed_at(last)
    assert days.holds(first)
    assert not days.holds(last)
    assert days.closed_at(last)
