"""Hours that others worked out: the published cases of the Dutch exchange, and tables of Dutch providers."""

from datetime import date

import pytest

from kraamkring.core.kraamzorg.family import Family, Feeding
from kraamkring.core.kraamzorg.indicate import indicate
from kraamkring.packs.kraamzorg import book

TODAY = date(2025, 6, 2)


def hours(**facts: object) -> float | None:
    return indicate(Family(**facts), book("lip"), TODAY).hours  # type: ignore[arg-type]


def test_casus_1_of_the_dutch_exchange_43_hours() -> None:
    """gz-izk-kwa-casus1: breastfeeding, vacuum, one day in hospital; recorded on 10-02-2026 as 43 h."""
    family = Family(
        feeding="breast", mode_of_birth="instrumental", place_of_birth="hospital", hospital_days=1
    )
    answer = indicate(family, book("lip"), date(2026, 2, 10))
    assert answer.hours == 43
    assert answer.said.en == "49 h, minus 6 h for one hospital day = 43 h"


def test_casus_2_of_the_dutch_exchange_is_no_sum_of_the_formula_package() -> None:
    """37 h with formula: no number of hospital days gives it; two days off the breastfeeding package do."""
    assert 37 not in [hours(feeding="formula", hospital_days=days) for days in range(9)]
    assert hours(feeding="breast", hospital_days=2) == 37


@pytest.mark.parametrize(
    ("feeding", "days", "expected"),
    [
        ("breast", 0, 49), ("breast", 1, 43), ("breast", 2, 37), ("breast", 3, 31), ("breast", 4, 25),
        ("breast", 5, 24),
        ("formula", 0, 45), ("formula", 1, 39.5), ("formula", 2, 34), ("formula", 3, 28.5), ("formula", 4, 24),
    ],
)  # fmt: skip
def test_the_package_less_the_days_in_hospital(feeding: Feeding, days: int, expected: float) -> None:
    assert hours(feeding=feeding, hospital_days=days) == expected


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("feeding", "support"), [("breast", 8), ("formula", 4)])
def test_the_parts_are_41_hours_and_the_help_with_feeding(
    feeding: Feeding, support: float, first: bool
) -> None:
    answer = indicate(Family(feeding=feeding, first_child=first), book("lip"), TODAY)
    assert answer.composition is not None
    parts = {part.part: part.hours or 0 for part in answer.composition.parts}
    assert parts.pop("feeding_support") == support
    assert sum(parts.values()) == 41
