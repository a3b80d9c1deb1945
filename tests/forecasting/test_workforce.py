"""The workforce: people come, grow older and leave as the scenario says; home visits take the midwives they take."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kraamkring.core.forecasting.workforce.document import AmountGuess, Scenario, read_scenario
from kraamkring.core.forecasting.workforce.drawing import drawn
from kraamkring.core.forecasting.workforce.home_visits import midwives_needed
from kraamkring.core.forecasting.workforce.report import workforce_report
from kraamkring.core.forecasting.workforce.simulate import Simulated, simulate
from kraamkring.core.kernel.errors import ImpossibleFact

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "figures" / "workforce-2035.toml"


def carers(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "stock": [{"people": 10_000, "age_from": 30, "age_until": 30, "hours_a_week": 20}],
        "training": {
            "places": 0, "drop_out": 0.0, "years": 0, "age_from": 20, "age_until": 20, "hours_a_week": 20,
        },
        "outflow": {"by_age": [{"age_until": 80, "rate": 0.0}], "retirement_age": 67},
        "demand": {"births": 1000, "taking_care": 1.0, "hours_a_family": 40, "deployable": 1.0},
    }  # fmt: skip
    for name, change in changes.items():
        usual[name] = {**usual[name], **change} if isinstance(change, dict) else change
    return usual


def simulated(runs: int = 40, **changes: Any) -> Simulated:
    scenario = Scenario(
        title="A try", from_year=2026, until_year=2030, runs=runs, carers=carers(**changes), levers=()
    )
    assert scenario.carers
    return simulate(scenario, scenario.carers)


def test_whoever_does_not_leave_is_there_next_year() -> None:
    found = simulated()
    assert (found.people == 10_000).all()
    assert found.hours[0, 0] == pytest.approx(10_000 * 20 * 365.25 / 7)
    assert (found.needed == 40_000).all()


def test_each_leaves_by_a_draw_of_her_own() -> None:
    found = simulated(runs=200, outflow={"by_age": [{"age_until": 80, "rate": 0.1}]})
    assert found.people[:, -1].mean() == pytest.approx(10_000 * 0.9**4, rel=0.003)
    assert found.outflow[:, 0].std() == pytest.approx(np.sqrt(10_000 * 0.1 * 0.9), rel=0.2)


def test_nobody_works_on_after_the_age_of_retirement() -> None:
    old = [{"people": 500, "age_from": 65, "age_until": 66, "hours_a_week": 20}]
    found = simulated(stock=old)
    assert (found.people[:, 1] == 500).all()
    assert (found.people[:, 3] == 0).all()
    assert (found.outflow.sum(axis=1) == 500).all()


def test_the_band_of_an_age_holds_until_its_last_year() -> None:
    bands = [{"age_until": 31, "rate": 0.0}, {"age_until": 80, "rate": 1.0}]
    found = simulated(outflow={"by_age": bands})
    assert (found.people[:, 2] == 10_000).all()  # 32 at the beginning of the third year, and gone in it
    assert (found.people[:, 3] == 0).all()


def test_who_begins_training_comes_after_its_years_less_those_who_drop_out() -> None:
    training = {"places": 1000, "places_before": 0, "years": 2, "drop_out": 0.25}
    found = simulated(runs=200, training=training)
    assert (found.inflow[:, :2] == 0).all()
    assert found.inflow[:, 2].mean() == pytest.approx(750, rel=0.01)


def test_people_go_over_to_working_on_their_own_account_and_none_is_lost() -> None:
    found = simulated(outflow={"to_freelance": 0.1})
    assert (found.people == 10_000).all()
    assert found.freelance[:, 1].mean() == pytest.approx(1000, rel=0.03)


def test_what_is_not_sure_is_drawn_between_its_bounds() -> None:
    draws = drawn(AmountGuess(value=3, lowest=2, highest=6), 20_000, np.random.default_rng(1))
    assert 2 <= draws.min() < 2.1
    assert 5.9 < draws.max() <= 6
    assert draws.mean() == pytest.approx((2 + 3 + 6) / 3, rel=0.01)
    sure = drawn(AmountGuess(value=3, lowest=3, highest=3), 5, np.random.default_rng(1))
    assert (sure == 3).all()


VALUES = {
    "births": 1000, "eligible": 0.7, "first_visit_minutes": 60, "visit_minutes": 45, "travel_minutes": 15,
    "phone_minutes_a_family": 20, "minutes_a_day": 480, "days_a_year": 200,
}  # fmt: skip


def test_midwives_reckoned_by_hand() -> None:
    """700 families, 3 visits: 700 x 60 + 1,400 x 45 + 2,100 x 15 + 700 x 20 = 150,500 minutes."""
    found = midwives_needed(VALUES, [(1.0, 3.0)])
    assert (found.families, found.visits) == (700, 2100)
    assert found.hours == pytest.approx(150_500 / 60)
    assert found.midwives == pytest.approx(150_500 / 480 / 200)
    assert found.visits_a_day == pytest.approx(480 * 2100 / 150_500)


def test_visits_in_a_day_as_measured_go_before_what_would_fit() -> None:
    assert midwives_needed({**VALUES, "visits_a_day": 7}, [(1.0, 3.0)]).midwives == pytest.approx(
        2100 / 7 / 200
    )


def test_a_stay_without_visits_has_the_telephone_only() -> None:
    found = midwives_needed(VALUES, [(1.0, 0.0)])
    assert (found.visits, found.hours) == (0, pytest.approx(700 * 20 / 60))


def test_the_example_has_both_levers_and_the_same_answer_again() -> None:
    text = EXAMPLE.read_bytes().replace(b"runs = 1000", b"runs = 60")
    report = workforce_report(*read_scenario(text), lambda stay: {4.6: 0.0, 3: 2.0, 2: 3.0}[stay])
    assert [each["year"] for each in report["carers"]["by_year"]] == list(range(2026, 2036))
    last = report["carers"]["by_year"][-1]
    assert last["hours_short"]["low_95"] < last["hours_short"]["median"] < last["hours_short"]["high_95"]
    for lever in report["carers"]["levers"]:
        assert lever["hours_short_against_before"]["median"] < 0, lever["name"]
    assert len(report["midwives"]["levers"]) == 1
    by_stay = {each["stay_days"]: each["midwives"] for each in report["midwives"]["by_stay"]}
    assert by_stay[4.6] < by_stay[3] < by_stay[2]
    again = workforce_report(*read_scenario(text), lambda stay: {4.6: 0.0, 3: 2.0, 2: 3.0}[stay])
    assert json.dumps(report) == json.dumps(again)


DROP_OUT = "drop_out = { value = 0.22, lowest = 0.15, highest = 0.35 }"


def example(*changes: tuple[str, str]) -> bytes:
    text = EXAMPLE.read_text("utf-8").replace("runs = 1000", "runs = 4")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text.encode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"title = ", "this is not TOML"),
        (b"\xff", "this is not TOML"),
        (b"title = 'x'\nfrom_year = 2026\nuntil_year = 2030\n", "it has neither carers nor midwives"),
        (example(("until_year = 2035", "until_year = 2026")), "it must come after from_year"),
        (example(("runs = 4", "runs = 0")), "runs: this is too low"),
        (example(("places = 900", "plaecs = 900")), "carers.training.plaecs: there is no such field"),
        (example(("age_until = 34", "age_until = 19")), "it lies before age_from"),
        (example(("{ value = 0.22, lowest = 0.15", "{ value = 0.1, lowest = 0.15")), "from lowest to highest"),
        (example(("minutes_a_day = 456", "minutes_a_day = nan")), "NaN and Infinity are no numbers"),
        (example(('"carers.training.places"', '"training.places"')), "it sets what is not there"),
        (example(("share = 1.0", "share = 2.0")), "midwives.stays[0].share: this is too high"),
        (example(("a fifth fewer leave", "300 more places")), "a name stands there twice"),
        (example(("minutes_a_day = 456", "minutes_a_day = 0")), "midwives.minutes_a_day: this must be more than 0"),
        (example(("stay_days = 3, share = 0.5", "stay_days = 3, share = 0.4")), "their shares are not 1 together"),
        (example((DROP_OUT, "drop_out = 2")), "drop_out.value: this is too high"),
        (example((DROP_OUT, "drop_out = 'few'")), "drop_out: this must be an object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_scenario_that_is_wrong_is_one_sentence(text: bytes, says: str) -> None:
    with pytest.raises(ImpossibleFact, match=re.escape(says)):
        workforce_report(*read_scenario(text), lambda _: 2.0)
