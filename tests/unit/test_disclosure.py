"""Small numbers cannot be worked out: an attacker with exact arithmetic and all that is shown learns none of them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.indicators.disclosure import (
    ROUNDED_TO,
    SMALLEST_GROUP,
    SMALLEST_SHOWN,
    TOTAL,
    Cell,
    hidden,
    rounded,
    shown,
    with_totals,
)
from kraamkring.core.indicators.figure import Tally, figures
from kraamkring.packs.indicators import indicator
from tests.examples import sample

NUMBERS = st.one_of(st.integers(0, 12), st.integers(0, 60))
TABLES = st.integers(1, 6).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(NUMBERS, min_size=rows * columns, max_size=rows * columns).map(
            lambda numbers: {
                (f"group {place // columns}", f"class {place % columns}"): number
                for place, number in enumerate(numbers)
            }
        )
    )
)


def worked_out(whole: dict[Cell, int], gone: set[Cell]) -> set[Cell]:
    """The hidden cells that follow exactly from the shown ones by linear arithmetic: Gauss over fractions, on the sums
    of every row and column. It knows the shown numbers unrounded, which is more than anybody is given."""
    unknown = sorted(gone, key=str)
    place = {cell: number for number, cell in enumerate(unknown)}
    lines: list[list[Fraction]] = []
    for side in (0, 1):
        for name in {cell[side] for cell in whole}:
            row = [Fraction(0)] * len(unknown)
            for cell in whole:
                if cell[side] == name and cell in place:
                    row[place[cell]] += -1 if cell[1 - side] == TOTAL else 1
            lines.append(row)
    solved: set[int] = set()
    reduced: list[list[Fraction]] = []
    for column in range(len(unknown)):
        pivot = next((line for line in lines if line[column]), None)
        if pivot is None:
            continue
        lines.remove(pivot)
        pivot = [each / pivot[column] for each in pivot]
        lines = [[a - line[column] * b for a, b in zip(line, pivot, strict=True)] for line in lines]
        reduced = [[a - line[column] * b for a, b in zip(line, pivot, strict=True)] for line in reduced] + [
            pivot
        ]
    for line in reduced:
        known = [column for column, each in enumerate(line) if each]
        if len(known) == 1:
            solved.add(known[0])
    return {unknown[each] for each in solved}


@settings(max_examples=sample(1), deadline=None)
@given(TABLES)
def test_no_hidden_number_can_be_reconstructed(table: dict[tuple[str, str], int]) -> None:
    whole = with_totals(table)
    assert not worked_out(whole, hidden(whole))


@settings(max_examples=sample(1), deadline=None)
@given(TABLES)
def test_nothing_small_is_shown_and_what_is_shown_is_rounded(table: dict[tuple[str, str], int]) -> None:
    told, whole = shown(table), with_totals(table)
    for cell, number in told.items():
        if number is not None:
            assert number % ROUNDED_TO == 0
            assert whole[cell] == 0 or whole[cell] >= SMALLEST_SHOWN
            assert not 0 < whole[cell[0], TOTAL] < SMALLEST_GROUP


@settings(max_examples=sample(2), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=8))
def test_figures_of_a_proportion_give_nothing_away(groups: list[tuple[int, int]]) -> None:
    card = indicator("kce-paediatric-check")
    tallies = [
        Tally((f"group {place}",), "", float(yes), float(yes + no), yes + no)
        for place, (yes, no) in enumerate(groups)
    ]
    real = {each.group: each for each in tallies}
    for figure in figures(card, tallies):
        if figure.group and figure.numerator is not None:
            mine = real[figure.group]
            assert mine.numerator == 0 or mine.numerator >= SMALLEST_SHOWN
            rest = mine.denominator - mine.numerator
            assert rest == 0 or rest >= SMALLEST_SHOWN
            assert mine.denominator >= SMALLEST_GROUP


def test_one_small_group_takes_another_with_it() -> None:
    told = figures(
        indicator("kce-paediatric-check"), [_tally("a", 3, 40), _tally("b", 30, 60), _tally("c", 50, 90)]
    )
    shown_ = {figure.group: figure.numerator for figure in told}
    assert shown_[("a",)] is None
    assert shown_[("b",)] is None, "else the first is the total less the others"
    assert shown_[("c",)] == 50
    assert shown_[()] == rounded(83)


def test_means_and_rates_hide_few_families_and_few_events() -> None:
    hours = indicator("care-hours-given")
    few = [
        Tally(("a",), "", 300.0, 9.0, 9),
        Tally(("b",), "", 600.0, 20.0, 20),
        Tally(("c",), "", 900.0, 30.0, 30),
    ]
    assert _values(hours, few) == {("a",): None, ("b",): None, ("c",): 30.0, (): 30.0}
    gaps = indicator("kce-care-gaps")
    rare = [
        Tally(("a",), "", 2.0, 8400.0, 200),
        Tally(("b",), "", 40.0, 8400.0, 200),
        Tally(("c",), "", 80.0, 8400.0, 200),
    ]
    assert _values(gaps, rare)[("a",)] is None
    assert _values(gaps, rare)[("b",)] is None


@pytest.mark.parametrize(("number", "told"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_rounding_is_to_the_nearest_five(number: int, told: int) -> None:
    assert rounded(number) == told


def _tally(group: str, yes: int, of: int) -> Tally:
    return Tally((group,), "", float(yes), float(of), of)


def _values(card: IndicatorCard, tallies: list[Tally]) -> dict[tuple[str, ...], float | None]:
    return {figure.group: figure.value for figure in figures(card, tallies)}
