"""KCE report 232As, 3.3.3: the savings it publishes come out to the euro, from prices it does not publish."""

import pytest

from kraamkring.core.forecasting.shorter_stay import prices_of, stay_report, usual_visits
from kraamkring.core.forecasting.tornado import tornado
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.forecasting import stay_card


@pytest.mark.parametrize(("stay", "saving", "with_help"), [(4.6, 0, 0), (3, 431, 264), (2, 716, 445)])
def test_a_published_scenario_comes_out_to_the_euro(stay: float, saving: int, with_help: int) -> None:
    asked = stay_report(stay_card(), {"stay_days": stay})["asked"]
    assert (asked["saving_eur"], asked["saving_with_help_eur"]) == (saving, with_help)


def test_the_two_savings_imply_one_price_of_a_day_and_one_of_a_visit() -> None:
    day, visit, help_a_day = prices_of(stay_card())
    assert day.eur == pytest.approx(347.5)
    assert visit.eur == pytest.approx(62.5)
    # whole euros leave this much open
    assert (day.least, day.most) == pytest.approx((341.25, 353.75))
    assert (visit.least, visit.most) == pytest.approx((57.25, 67.75))
    assert help_a_day.least < help_a_day.eur < help_a_day.most


@pytest.mark.parametrize(("stay", "visits"), [(4.6, 0), (3, 2), (2, 3), (2.5, 2.5), (1, 4), (3.8, 1), (9, 0)])
def test_visits_go_with_a_stay_as_published_and_on_straight_lines_between(stay: float, visits: float) -> None:
    assert usual_visits(stay_card(), stay) == pytest.approx(visits)


def test_the_country_is_the_births_of_the_source() -> None:
    asked = stay_report(stay_card(), {})["asked"]
    assert asked["stays"] == round(120_657 * 0.988 * 0.716)
    assert asked["national_saving_eur"] == pytest.approx(716 * 120_657 * 0.988 * 0.716, abs=1)
    assert asked["if_all_births_eur"] == 716 * 120_657


def test_the_widest_bar_is_what_hangs_most_on_it() -> None:
    bars = stay_report(stay_card(), {})["sensitivity_of_saving_eur"]
    widths = [abs(bar["at_highest"] - bar["at_lowest"]) for bar in bars]
    assert widths == sorted(widths, reverse=True)
    assert bars[0]["name"] == "day_eur"
    assert "births" not in {bar["name"] for bar in bars}  # a stay costs the same however many there are
    assert tornado({}, {}, lambda _: 0.0) == []


def test_a_longer_stay_costs_and_takes_no_help_away() -> None:
    asked = stay_report(stay_card(), {"stay_days": 6})["asked"]
    assert asked["saving_eur"] < 0
    assert asked["saving_with_help_eur"] == asked["saving_eur"]


@pytest.mark.parametrize("changes", [{"beds": 3.0}, {"stay_days": -1.0}, {"take_up": 1.5}])
def test_what_cannot_be_is_refused(changes: dict[str, float]) -> None:
    with pytest.raises(Refusal):
        stay_report(stay_card(), changes)
