"""Warnings as others worked them out: the table of NICE, the weights of the WHO, thresholds of published forms."""

import json
from hashlib import sha256
from importlib.resources import files

import pytest

from kraamkring.core.warning import Level, judge, read
from kraamkring.core.warning.growth import LMS, Growth
from kraamkring.packs.charts import chart

NICE = """
0 100 100 / 6 125 150 / 12 150 200 / 18 175 250 / 24 200 300 / 30 212 350 / 36 225 400 / 42 237 450 / 48 250 450 /
54 262 450 / 60 275 450 / 66 287 450 / 72 300 450 / 78 312 450 / 84 325 450 / 90 337 450 / 96 350 450
"""  # nice.org.uk/guidance/cg98: age in hours, phototherapy above, exchange above

# WHO, weight-for-age, simplified field tables: kg at -3, -2, -1, 0, +1, +2, +3 deviations.
# A month is 30.4375 days: 12 months are day 365, 24 months day 731.
WHO = {
    ("boy", 0): (2.1, 2.5, 2.9, 3.3, 3.9, 4.4, 5.0),
    ("girl", 0): (2.0, 2.4, 2.8, 3.2, 3.7, 4.2, 4.8),
    ("boy", 365): (6.9, 7.7, 8.6, 9.6, 10.8, 12.0, 13.3),
    ("girl", 365): (6.3, 7.0, 7.9, 8.9, 10.1, 11.5, 13.1),
    ("boy", 731): (8.6, 9.7, 10.8, 12.2, 13.6, 15.3, 17.1),
    ("girl", 731): (8.1, 9.0, 10.2, 11.5, 13.0, 14.8, 17.0),
}


def level(name: str, **said: object) -> Level:
    held = chart(name)
    return judge(held, read(held, json.dumps(said))).level


def rules(name: str, **said: object) -> set[str]:
    held = chart(name)
    return {reason.rule.id for reason in judge(held, read(held, json.dumps(said))).reasons}


def lms(sex: str, day: int) -> LMS:
    measure = chart("growth-who").measure
    assert isinstance(measure, Growth)
    return (measure.boy if sex == "boy" else measure.girl)[day]


@pytest.mark.parametrize("row", [tuple(map(int, row.split())) for row in NICE.split("/")])
def test_the_points_of_nice_come_out(row: tuple[int, int, int]) -> None:
    hours, phototherapy, exchange = row
    for value in (phototherapy, phototherapy + 1, exchange, exchange + 1):
        found = rules("bilirubin-nice", gestation="39+0", age_hours=hours, bilirubin_umol_l=value)
        assert ("phototherapy" in found) == (value > phototherapy)
        assert ("exchange" in found) == (value > exchange)


@pytest.mark.parametrize(("sex", "day"), list(WHO))
def test_the_weights_of_the_who_come_out(sex: str, day: int) -> None:
    assert tuple(round(lms(sex, day).weight_kg(z), 1) for z in range(-3, 4)) == WHO[sex, day]


@pytest.mark.parametrize(("sex", "day"), list(WHO))
def test_the_curve_and_its_inverse_agree(sex: str, day: int) -> None:
    row = lms(sex, day)
    for z in (-3, -2.5, -2, -1, -0.1, 0, 0.1, 1, 2, 2.9, 3):
        assert row.z_score(row.weight_kg(z)) == pytest.approx(z, abs=1e-9)


def test_a_girl_of_9_kg_on_day_365_as_others_reckoned_it() -> None:
    """figshare 4294085: z = 0.048847178."""
    assert lms("girl", 365).z_score(9.0) == pytest.approx(0.048847178, abs=1e-8)


def test_beyond_three_deviations_the_steps_are_equal() -> None:
    row = lms("boy", 0)
    low, high = row.weight_kg(-2) - row.weight_kg(-3), row.weight_kg(3) - row.weight_kg(2)
    assert row.z_score(row.weight_kg(-3) - low) == pytest.approx(-4)
    assert row.z_score(row.weight_kg(-3) - low / 2) == pytest.approx(-3.5)
    assert row.z_score(row.weight_kg(3) + 2 * high) == pytest.approx(5)


def test_the_table_of_the_who_is_unchanged() -> None:
    """WorldHealthOrganization/anthro at b776d8a, data-raw/growthstandards, weight for age."""
    table = files("kraamkring.packs") / "international" / "tables" / "who_weight_for_age.tsv"
    found = sha256(table.read_bytes()).hexdigest()
    assert found == "bc15a6a623dd1d5beaeed1497666332aa54bc4ccd15ff9658c487d79694ab77b"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"temperature_c": 37.2, "pulse_per_min": 88, "respirations_per_min": 16, "systolic_mmhg": 118}, "normal"),
        ({"temperature_c": 37.2, "pulse_per_min": 112, "respirations_per_min": 16, "systolic_mmhg": 118}, "watch"),
        ({"temperature_c": 37.2, "pulse_per_min": 112, "respirations_per_min": 24, "systolic_mmhg": 118}, "act"),
        ({"temperature_c": 38.6, "pulse_per_min": 88, "respirations_per_min": 16, "systolic_mmhg": 118}, "act"),
        ({"systolic_mmhg": 165, "diastolic_mmhg": 88}, "act"),
        ({"oxygen_saturation_percent": 93}, "act"),
    ],
)  # fmt: skip
def test_one_red_or_two_yellow_call(said: dict[str, object], expected: Level) -> None:
    assert level("meows", **said) == expected


@pytest.mark.parametrize(
    ("ticked", "total"),
    [
        ([1] * 10, 21),  # the topmost answer everywhere: 0 on items 1, 2 and 4, 3 on the seven reversed ones
        ([4] * 10, 9),
        ([1, 1, 4, 1, 4, 4, 4, 4, 4, 4], 0),
        ([4, 4, 1, 4, 1, 1, 1, 1, 1, 1], 30),
        ([2, 3, 2, 2, 3, 2, 3, 2, 3, 4], 13),
    ],
)
def test_the_epds_is_scored_as_its_authors_say(ticked: list[int], total: int) -> None:
    held = chart("epds")
    found = judge(held, read(held, json.dumps({"ticked": ticked}))).found
    assert found.decisive[0].numbers["total"] == total
