"""The board of births and hours by province: who is told apart, what is needed, and that nobody can be worked out."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.forecasting.capacity.board import (
    AwayHours,
    Hours,
    Known,
    Rules,
    asked_share,
    births_by,
    board_of,
    families_by,
)
from kraamkring.core.forecasting.capacity.places import ELSEWHERE, told_apart, untold
from kraamkring.core.indicators.disclosure import SMALLEST_GROUP
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.forecasting import births_card, board_card
from kraamkring.packs.loading import public_holidays
from kraamkring.packs.planning import gestation_of_births

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
RULES = Rules(public_holidays("be"), births_card("be"), gestation_of_births().tables())
VALUES = {name: each.value for name, each in board_card().assumptions.items()} | {"taking_care": 0.5}


def province_of(postcode: str) -> str:
    return {"3": "Brabant", "9": "Oost", "5": "Namur"}[postcode[0]]


def known(hours: float = 200.0, away: tuple[AwayHours, ...] = (), asked: int = 42) -> Known:
    """A birth a day in Brabant for 120 days, and a woman due on each of the next 120; four families in Namur."""
    born = tuple((TODAY - at * DAY, "3000" if at % 2 else "3080") for at in range(1, 121))
    due = tuple((TODAY + at * DAY, "3000") for at in range(120))
    few = tuple((TODAY + at * 7 * DAY, "5000") for at in range(4))
    return Known(TODAY, due + few, born, (Hours("3000", hours), Hours("9000", 30.0)), away, asked)


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 60), min_size=1))
def test_no_name_on_a_board_stands_for_fewer_than_ten_families(families: dict[str, int]) -> None:
    told = told_apart(families)
    under = Counter[str]()
    for place, name in told.items():
        under[name] += families[place]
        assert name in (place, ELSEWHERE)
    few = {name for name, number in under.items() if number < SMALLEST_GROUP}
    assert few <= {ELSEWHERE}
    assert untold(families) == (under[ELSEWHERE] < SMALLEST_GROUP)
    assert not few or len(under) <= 2  # only one place beside it: with two, one goes along with it


def test_the_smallest_that_is_shown_hides_with_what_is_too_small_alone() -> None:
    assert told_apart({"a": 4, "b": 12, "c": 40}) == {"a": "", "b": "", "c": "c"}
    assert told_apart({"a": 4, "b": 7, "c": 40}) == {"a": "", "b": "", "c": "c"}
    assert told_apart({"a": 4, "c": 40}) == {"a": "", "c": "c"}
    assert told_apart({"b": 12, "c": 40}) == {"b": "b", "c": "c"}


def test_one_province_alone_is_told_and_the_few_beside_it_are_not() -> None:
    seen = board_of(known(), province_of, VALUES, RULES)
    assert seen.report is not None
    assert [each["region"] for each in seen.report["regions"]] == ["Brabant"]
    assert set(seen.births) == {"Brabant"}
    assert set(births_by(seen, known(), province_of, province_of)) == {"Brabant"}


def test_a_province_with_enough_families_beside_it_is_told() -> None:
    beside = known()._replace(
        due=known().due + tuple((TODAY + at * DAY, "9000") for at in range(40)),
    )
    seen = board_of(beside, province_of, VALUES | {"minimum_share": 0.0, "tailored_share": 0.0}, RULES)
    assert seen.report is not None
    assert [each["region"] for each in seen.report["regions"]] == ["Brabant"]  # Oost covers for Namur
    days = seen.report["regions"][0]["by_day"]
    assert len(days) == 84
    assert {day["there"] for day in days} == {round(200 / 7 * 0.68, 1)}
    # a birth a day, half take 49 hours of care: 24.5 hours a day
    middle = sum(day["needed"]["median"] for day in days[10:70]) / 60
    assert 18 < middle < 32


def test_days_away_leave_fewer_hours_and_more_hours_end_an_alarm() -> None:
    more = tuple((TODAY + at * DAY, "9000") for at in range(40))
    away = (AwayHours("3000", TODAY, TODAY + 6 * DAY, 200 / 7),)
    short = board_of(known(away=away)._replace(due=known().due + more), province_of, VALUES, RULES).report
    assert short is not None
    assert [day["there"] for day in short["regions"][0]["by_day"][:8]] == [0.0] * 7 + [19.4]
    assert short["alarms"][0]["lead_time_days"] == 0
    plenty = board_of(known(2_000)._replace(due=known().due + more), province_of, VALUES, RULES).report
    assert plenty is not None
    assert plenty["alarms"] == []


def test_births_of_a_place_are_its_province_s_by_its_families() -> None:
    here = known()._replace(due=known().due[:120], hours=(Hours("3000", 200.0),))
    seen = board_of(here, province_of, VALUES, RULES)
    by = births_by(seen, here, lambda postcode: postcode, province_of)
    counted = families_by(here, lambda postcode: postcode)
    assert set(by) == {"3000", "3080"}
    assert by["3000"] / by["3080"] == pytest.approx(counted["3000"] / counted["3080"])
    assert sum(by.values()) == pytest.approx(seen.births["Brabant"])


def test_too_little_is_said_and_nothing_is_guessed() -> None:
    with pytest.raises(Refusal, match="too few families"):
        board_of(known()._replace(due=known().due[:5], born=()), province_of, VALUES, RULES)
    with pytest.raises(Refusal, match="56 days, and the record has them of 20"):
        board_of(known()._replace(born=known().born[:20]), province_of, VALUES, RULES)
    with pytest.raises(Refusal, match="more than 1 together"):
        board_of(known()._replace(due=known().due[:120]), province_of, VALUES | {"minimum_share": 0.9}, RULES)


@pytest.mark.parametrize(("asked", "share"), [(42, 0.5), (5, 5 / 84), (4, None), (0, None)])
def test_a_share_is_told_of_five_families_or_more(asked: int, share: float | None) -> None:
    assert asked_share(known(asked=asked)) == share
