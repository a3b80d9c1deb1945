"""Whatever is measured: a worse reading never lowers the level, and the order of readings says nothing."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.warning import LEVELS, judge, read
from kraamkring.core.warning.bilirubin import Bilirubin
from kraamkring.core.warning.growth import Growth
from kraamkring.core.warning.report import warning_report
from kraamkring.packs.charts import chart, chart_names, chart_sources, chart_wording

HOURS = st.floats(0, 600, allow_nan=False).map(lambda hours: round(hours, 1))


def height(name: str, **said: Any) -> int:
    """0 for normal, 1 for watch, 2 for act."""
    held = chart(name)
    return LEVELS.index(judge(held, read(held, json.dumps(said))).level)


@given(
    age=HOURS, lower=st.integers(41, 600), more=st.integers(0, 300), yellow=st.booleans(), meter=st.booleans()
)
def test_more_bilirubin_is_never_less_serious(
    age: float, lower: int, more: int, yellow: bool, meter: bool
) -> None:
    said = {
        "gestation": "40+0",
        "age_hours": age,
        "jaundice_visible": yellow,
        "method": "transcutaneous" if meter else "serum",
    }
    assert height("bilirubin-nice", bilirubin_umol_l=lower, **said) <= height(
        "bilirubin-nice", bilirubin_umol_l=lower + more, **said
    )


@given(age=HOURS, younger=HOURS, value=st.integers(41, 600))
def test_the_same_bilirubin_is_never_less_serious_in_a_younger_child(
    age: float, younger: float, value: int
) -> None:
    """Among children treated alike: above a threshold at some age is above it at every younger age."""
    first, second = sorted((age, younger))
    over = [
        judge(chart("bilirubin-nice"), read(chart("bilirubin-nice"), json.dumps(
            {"gestation": "40+0", "age_hours": hours, "bilirubin_umol_l": value}
        ))).found.decisive[0].numbers["over_phototherapy_umol_l"]
        for hours in (first, second)
    ]  # fmt: skip
    assert over[0] >= over[1]  # type: ignore[operator]


def test_no_row_of_the_table_is_lower_than_the_one_before() -> None:
    measure = chart("bilirubin-nice").measure
    assert isinstance(measure, Bilirubin)
    for before, after in zip(measure.row, measure.row[1:], strict=False):
        assert before.phototherapy_umol_l <= after.phototherapy_umol_l
        assert before.exchange_umol_l <= after.exchange_umol_l
        assert before.phototherapy_umol_l <= before.exchange_umol_l


@given(
    sign=st.sampled_from(["temperature_c", "pulse_per_min", "respirations_per_min", "systolic_mmhg"]),
    values=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    up=st.booleans(),
    other=st.integers(60, 140),
)
def test_a_sign_further_from_the_middle_is_never_less_serious(
    sign: str, values: tuple[float, float], up: bool, other: int
) -> None:
    lowest, middle, highest = {
        "temperature_c": (30, 37, 44),
        "pulse_per_min": (20, 75, 250),
        "respirations_per_min": (2, 15, 80),
        "systolic_mmhg": (40, 125, 300),
    }[sign]
    near, far = sorted(values)
    ends = [middle + share * ((highest if up else lowest) - middle) for share in (near, far)]
    rest = {"pulse_per_min": other} if sign != "pulse_per_min" else {"oxygen_saturation_percent": 97}
    assert height("meows", **rest, **{sign: ends[0]}) <= height("meows", **rest, **{sign: ends[1]})


@given(
    birth=st.integers(1500, 5000), age=st.floats(0, 600), share=st.floats(0.62, 1.1), less=st.floats(0, 0.02)
)
def test_a_lighter_newborn_is_never_less_serious(birth: int, age: float, share: float, less: float) -> None:
    earlier = {"age_hours": 0, "weight_g": birth}
    weights = [birth * (share - step) for step in (0, less)]
    first, second = (
        height(
            "weight-loss", birth_weight_g=birth, readings=[earlier, {"age_hours": age, "weight_g": weight}]
        )
        for weight in weights
    )
    assert first <= second


@given(
    sex=st.sampled_from(["boy", "girl"]),
    day=st.integers(0, 1826),
    weight=st.integers(300, 40000),
    less=st.integers(0, 2000),
)
def test_a_lighter_child_has_a_lower_z_score(sex: str, day: int, weight: int, less: int) -> None:
    measure = chart("growth-who").measure
    assert isinstance(measure, Growth)
    row = (measure.boy if sex == "boy" else measure.girl)[day]
    lighter = max(250, weight - less)
    assert row.z_score(lighter / 1000) <= row.z_score(weight / 1000) + 1e-12


@given(scores=st.lists(st.integers(0, 3), min_size=10, max_size=10), item=st.integers(0, 9))
def test_a_higher_answer_is_never_less_serious(scores: list[int], item: int) -> None:
    higher = list(scores)
    higher[item] = min(3, higher[item] + 1)
    assert height("epds", scores=scores) <= height("epds", scores=higher)


@given(scores=st.lists(st.none() | st.integers(0, 3), min_size=10, max_size=10), item=st.integers(0, 9))
def test_an_answer_that_is_missing_never_makes_it_normal(scores: list[int | None], item: int) -> None:
    without = list(scores)
    without[item] = None
    if all(score is None for score in without):
        return
    assert height("epds", scores=without) >= 1


@given(day=st.integers(2, 42), wet=st.integers(0, 10), stools=st.integers(0, 10))
def test_fewer_nappies_are_never_less_serious(day: int, wet: int, stools: int) -> None:
    said = {"age_hours": day * 24}
    assert height("feeding-output", wet_nappies=wet + 1, stools=stools, **said) <= height(
        "feeding-output", wet_nappies=wet, stools=stools, **said
    )


def wearable(rise: float, beats: int) -> list[dict[str, Any]]:
    """A day with a baseline of 36.6 and 72, and three last readings that are higher."""
    return [
        {
            "at": f"2026-10-18T{hour:02d}:00:00+02:00",
            "temperature_c": round(36.6 + (rise if hour > 12 else 0), 2),
            "pulse_per_min": 72 + (beats if hour > 12 else 0),
        }
        for hour in (6, 7, 8, 9, 11, 13, 14, 15)
    ]


@given(rise=st.floats(0, 3), more=st.floats(0, 3), beats=st.integers(0, 60), faster=st.integers(0, 60))
def test_a_warmer_end_of_the_day_is_never_less_serious(
    rise: float, more: float, beats: int, faster: int
) -> None:
    assert height("temperature-trend", readings=wearable(rise, beats)) <= height(
        "temperature-trend", readings=wearable(rise + more, beats + faster)
    )


@given(fever=st.integers(0, 7), seed=st.integers(0, 99))
def test_one_reading_of_fever_within_the_day_is_always_acted_on(fever: int, seed: int) -> None:
    readings = wearable(0, 0)
    readings[fever]["temperature_c"] = 38.0
    random.Random(seed).shuffle(readings)
    assert height("temperature-trend", readings=readings) == 2


SERIES = {
    "bilirubin-nice": (
        {"gestation": "40+0"},
        st.fixed_dictionaries(
            {"age_hours": st.sampled_from([5, 20, 30, 60, 100])},
            optional={
                "bilirubin_umol_l": st.integers(41, 500),
                "method": st.sampled_from(["serum", "transcutaneous"]),
            },
        ).flatmap(lambda reading: st.booleans().map(lambda seen: {**reading, "jaundice_visible": seen})),
    ),
    "meows": (
        {},
        st.fixed_dictionaries(
            {
                "at": st.sampled_from(
                    ["2026-10-17T10:00:00Z", "2026-10-17T12:00:00+02:00", "2026-10-17T13:00:00Z"]
                ),
                "pulse_per_min": st.integers(30, 140),
                "temperature_c": st.sampled_from([34.5, 35.5, 37.0, 38.5]),
            }
        ),
    ),
    "weight-loss": (
        {"birth_weight_g": 3000},
        st.fixed_dictionaries(
            {"age_hours": st.sampled_from([24, 60, 96, 120, 340]), "weight_g": st.integers(2500, 3200)}
        ),
    ),
    "growth-who": (
        {"sex": "boy"},
        st.fixed_dictionaries({"age_days": st.sampled_from([0, 7, 14]), "weight_g": st.integers(1500, 5000)}),
    ),
    "feeding-output": (
        {},
        st.fixed_dictionaries(
            {"age_hours": st.sampled_from([48, 72, 96]), "wet_nappies": st.integers(0, 6)},
            optional={"stools": st.integers(0, 4)},
        ),
    ),
}


@pytest.mark.parametrize("name", SERIES)
@settings(deadline=None)
@given(data=st.data())
def test_the_order_of_readings_says_nothing(name: str, data: st.DataObject) -> None:
    base, reading = SERIES[name]
    readings = data.draw(st.lists(reading, min_size=1, max_size=6))
    shuffled = data.draw(st.permutations(readings))
    assert height(name, **base, readings=readings) == height(name, **base, readings=shuffled)


@pytest.mark.parametrize("name", chart_names())
@given(value=st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["readings", "at", "age_hours", "gestation", "weight_g", "scores", "x"]), inner, max_size=4
    ),
    max_leaves=8,
))  # fmt: skip
def test_anything_gets_an_answer_or_one_sentence(name: str, value: Any) -> None:
    held, refused = chart(name), ""
    try:
        warning = judge(held, read(held, json.dumps(value)))
        assert warning_report(warning, chart_wording(), chart_sources())["level"] in LEVELS
    except Refusal as refusal:
        refused = str(refusal)
    assert "\n" not in refused
