"""What forecasts and scenarios rest on, number by number: where one moves, somebody should have meant it."""

from pathlib import Path

import pytest

from kraamkring.core.forecasting.assumption import Assumptions
from kraamkring.packs.forecasting import (
    activity_card,
    births_card,
    board_card,
    payment_card,
    rules_in,
    stay_card,
    workforce_example,
)

STAY = """
births          120657 120657 127655 0 1e+12
hospital_share  0.988  0.988  0.988  0 1
eligible_share  0.716  0.5    0.733  0 1
take_up         1      0.5    1      0 1
"""
PAYMENT = """
families        1000   1000   1000   0 1e+12
minimum_share   0.1    0.05   0.2    0 1
tailored_share  0.15   0.1    0.25   0 1
minimum_hours   24     24     24     0 1e+12
basic_hours     49     45     49     0 1e+12
tailored_hours  60     52     80     0 1e+12
hour_eur        59.33  50.6   65     0 1e+12
hour_cost_eur   50     42     58     0 1e+12
given_share     1      0.85   1.05   0 2
"""
BOARD = """
taking_care     0.2    0.1    0.95   0 1
deployable      0.68   0.62   0.74   0 1
care_days       8      5      10     1 21
stay_days       2      0      5      0 14
minimum_share   0.1    0.05   0.2    0 1
tailored_share  0.15   0.1    0.25   0 1
minimum_hours   24     24     24     0 1e+12
basic_hours     49     45     49     0 1e+12
tailored_hours  60     52     80     0 1e+12
"""
HOURS = """
2012 4627.67 54346.48 48732.78 72861.03 50275.78 82438.45
2013 4703.28 55511.55 51558.02 78132.92 55348.92 90113.60
2014 7267.00 65644.17 54367.47 84524.68 59608.53 90330.42
2015 7512.22 67883.53 55232.57 87160.77 65060.92 91873.25
2016 6509.83 76887.48 57762.27 94356.18 73082.57 100819.00
"""
MEANS = """
2012 32.82 32.90 40.21 29.73 33.12 36.41
2013 32.44 34.06 40.72 29.41 35.07 36.98
2014 36.89 34.37 40.69 31.2  33.49 35.84
2015 33.99 31.51 40.67 28.87 32.87 34.46
2016 24.85 28.38 36.06 27.22 31.03 31.73
"""


def printed(assumptions: Assumptions) -> list[list[str]]:
    return [
        [name, *(f"{each:g}" for each in (one.value, one.lowest, one.highest, one.cannot_be_under, one.cannot_be_over))]
        for name, one in assumptions.items()
    ]  # fmt: skip


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def test_what_a_shorter_stay_rests_on() -> None:
    assert printed(stay_card().assumptions) == rows(STAY)
    published = [
        (each.stay_days, each.visits, each.saving_eur, each.saving_with_help_eur)
        for each in stay_card().published
    ]
    assert published == [(4.6, 0, 0, 0), (3, 2, 431, 264), (2, 3, 716, 445)]


def test_what_ways_to_pay_rest_on() -> None:
    assert printed(payment_card().assumptions) == rows(PAYMENT)


def test_the_table_of_hours_number_by_number() -> None:
    years = activity_card().years
    assert [[float(each.year), *(float(one.hours) for one in each.provinces)] for each in years] == [
        [float(cell) for cell in row] for row in rows(HOURS)
    ]
    assert [[float(each.year), *(float(one.mean_hours) for one in each.provinces)] for each in years] == [
        [float(cell) for cell in row] for row in rows(MEANS)
    ]
    files = activity_card().files
    assert (files.year, files.newborn_families, files.all_families) == (2016, 13_571, 112_970)
    assert (files.by_public_services, files.by_private_services) == (23, 13_548)


@pytest.mark.parametrize(
    ("country", "days"),
    [("be", "12-24 12-26 12-31 01-02 11-02 02-29"), ("nl", "12-24 12-26 12-31 01-02 02-29")],
)
def test_days_on_which_births_differ(country: str, days: str) -> None:
    card = births_card(country)
    assert (card.country, " ".join(card.days)) == (country, days)
    assert card.on_weekends == ("12-24", "12-31")
    assert [(each.first, each.last) for each in card.stretches] == [("12-17", "12-23"), ("12-27", "12-30")]


def test_how_sure_each_card_is() -> None:
    """Nothing that is ours may turn into something that was read."""
    others = (activity_card(), births_card("be"), births_card("nl"))
    sure = {
        "stay": [each.certainty for each in rules_in(stay_card())],
        "payment": [each.certainty for each in rules_in(payment_card())],
        "others": [each.certainty for card in others for each in rules_in(card)],
    }
    assert sure == {
        "stay": [*["verified"] * 3, "verified", "verified", "reading", "proposed", "proposed", "proposed"],
        "payment": [
            "reading", "proposed", "proposed", "proposed", "verified", "verified", "proposed", "to be confirmed",
            "proposed", "proposed",
        ],
        "others": ["verified", "reading", "proposed"],
    }  # fmt: skip


def test_what_the_board_of_hours_rests_on() -> None:
    assert printed(board_card().assumptions) == rows(BOARD)
    assert [each.certainty for each in rules_in(board_card())] == [
        "proposed", "proposed", "reading", "proposed", "proposed", "proposed", "verified", "verified", "proposed",
    ]  # fmt: skip


def test_the_scenario_of_the_page_is_the_example() -> None:
    example = Path(__file__).parents[2] / "docs" / "examples" / "figures" / "workforce-2035.toml"
    assert workforce_example() == example.read_text(encoding="utf-8")
