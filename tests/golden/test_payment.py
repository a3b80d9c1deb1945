"""Ways to pay, reckoned by hand; and the sign of each incentive, which is what the Dutch vision of 2030 is about."""

import json
from pathlib import Path

import pytest

from kraamkring.core.forecasting.payment import payment_report
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.forecasting import payment_card
from tests.cli.asking import typed


def margins(**changes: float) -> dict[str, dict[str, float]]:
    report = payment_report(payment_card(), changes)
    return {
        model["model"]: {"year": model["margin_eur"]}
        | {each["event"]: each["margin_eur"] for each in model["incentives"]}
        for model in report["models"]
    }


def test_all_three_pay_the_same_for_care_as_indicated() -> None:
    """1,000 families: 100 x 24 + 750 x 49 + 150 x 60 = 48,150 hours; 9.33 euro are left of each."""
    assert {round(each["year"]) for each in margins().values()} == {round(48_150 * 9.33)}


def test_only_price_times_quantity_rewards_an_hour_more() -> None:
    more = {name: each["one hour more than indicated"] for name, each in margins().items()}
    assert more == {"price_times_quantity": 9.33, "profile_bundle": -50, "capacity": -50}


def test_only_a_bundle_rewards_a_profile_that_is_too_high() -> None:
    event = "a family in a higher profile than it needs, hours by need"
    found = {name: each[event] for name, each in margins().items()}
    assert found == {"price_times_quantity": 0, "profile_bundle": pytest.approx(11 * 59.33), "capacity": 0}


def test_capacity_alone_makes_a_family_more_a_cost() -> None:
    found = {name: each["one more family, basic profile"] for name, each in margins().items()}
    assert found["price_times_quantity"] == found["profile_bundle"] == pytest.approx(49 * 9.33)
    assert found["capacity"] == -49 * 50


def test_fewer_hours_given_cost_the_provider_only_where_hours_are_paid() -> None:
    usual, fewer = margins(), margins(given_share=0.9)
    assert fewer["price_times_quantity"]["year"] < usual["price_times_quantity"]["year"]
    assert fewer["profile_bundle"]["year"] > usual["profile_bundle"]["year"]


@pytest.mark.printed
def test_the_manual_shows_these_numbers() -> None:
    page = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")
    found = margins()
    for event in (name for name in found["capacity"] if name != "year"):
        row = next(line for line in page.splitlines() if line.startswith(f"| {event} |"))
        shown = [float(cell.replace(",", "")) for cell in row.split("|")[2:5]]
        assert shown == [pytest.approx(each[event]) for each in found.values()]


def test_shares_over_one_are_refused_and_the_command_prints() -> None:
    with pytest.raises(Refusal, match="more than 1 together"):
        margins(minimum_share=0.6, tailored_share=0.6)
    assert json.loads(typed("scenario", "payment").stdout)["format"] == "kraamkring.payment/1"
    assert "worth while" in typed("scenario", "payment", "--text").stdout.decode()
    assert typed("scenario", "payment", "--set", "beds=1").returncode == 2
