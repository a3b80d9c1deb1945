"""Limits against values worked out elsewhere."""

import pytest

from kraamkring.core.indicators.limits import Limits, funnel, limits, p_chart

# Montgomery, Introduction to Statistical Quality Control, example 7.1: nonconforming cans of orange juice concentrate,
# 30 samples of 50, in all 347; its limits and the two samples out of control are printed there.
CANS = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]


def test_the_p_chart_of_the_textbook() -> None:
    points = p_chart([(each, 50) for each in CANS])
    assert sum(CANS) / 1500 == pytest.approx(0.2313, abs=5e-5)
    assert points[0].limits == pytest.approx((0.0524, 0.4102), abs=1e-4)
    assert [place for place, point in enumerate(points, 1) if point.signal == "above"] == [15, 23]


def test_limits_are_proportions() -> None:
    assert limits(0.01, 20) == Limits(0.0, pytest.approx(0.0767, abs=1e-4))
    assert limits(0.99, 20).upper == 1.0


def test_eight_in_a_row_on_one_side_is_a_signal_and_seven_is_none() -> None:
    above, below = [(12, 100)] * 8, [(10, 100)] * 8
    assert [point.signal for point in p_chart(above + below)] == [*([""] * 7), "run", *([""] * 7), "run"]
    assert not any(point.signal for point in p_chart((above[:7] + below[:7]) * 2))


def test_a_funnel_narrows_with_the_size_of_the_group() -> None:
    # by hand: 0.1 +- 1.96 sqrt(0.09 / n), n = 100: 0.0412, 0.1588; n = 900: 0.0804, 0.1196; 3.0902: 0.0691, 0.1309
    small, large, far, tiny = funnel([(15, 100), (110, 900), (130, 900), (1, 20)], target=0.1)
    assert small.narrow == pytest.approx((0.0412, 0.1588), abs=1e-4)
    assert large.narrow == pytest.approx((0.0804, 0.1196), abs=1e-4)
    assert large.wide == pytest.approx((0.0691, 0.1309), abs=1e-4)
    assert [each.signal for each in (small, large, far)] == ["", "rather above", "above"]
    assert tiny.rough
    assert not small.rough
