"""Figures of a card as they may be shown: value, numerator and denominator of every group, and of all together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from .card import IndicatorCard
from .disclosure import SMALLEST_GROUP, TOTAL, Cell, hidden, rounded, with_totals

Group = tuple[str, ...]
YES, NO = "yes", "no"


class Figure(NamedTuple):
    """One figure; None for what is not shown. group: () for all together. value: times `per` of the card."""

    group: Group
    category: str
    value: float | None
    numerator: float | None
    denominator: float | None


class Tally(NamedTuple):
    """What was counted of one group. units: how many children, women or families; left_out: how many do not count."""

    group: Group
    category: str
    numerator: float
    denominator: float
    units: int
    left_out: int = 0


def figures(card: IndicatorCard, tallies: Sequence[Tally]) -> list[Figure]:
    """The figures of one card by group. A distribution is a table of groups by categories; a proportion one of groups
    by yes and no, for each category that it is told by. Of means and rates groups that are small are not shown."""
    counts = [each for each in tallies if each.denominator > 0]
    if card.measure == "distribution":
        return _distribution(card, counts)
    told: list[Figure] = []
    for category in card.categories or ("",):
        mine = [each for each in counts if each.category == category]
        told += (
            _proportion(card, category, mine)
            if card.measure == "proportion"
            else _means(card, category, mine)
        )
    return told


def side_by_side(
    card: IndicatorCard, first: Sequence[Figure], second: Sequence[Figure]
) -> tuple[list[Figure], list[Figure]]:
    """Two tables of the same families, told beside each other. Where both show their totals whole they share no unknown
    number, and each is safe alone; where one hides a part of its totals, the second is not shown (of a proportion, for
    that category)."""
    lacking = {
        "" if card.measure == "distribution" else each.category
        for each in (*first, *second)
        if not each.group and (each.numerator is None or each.denominator is None)
    }
    return list(first), [
        Figure(each.group, each.category, None, None, None)
        if ("" if card.measure == "distribution" else each.category) in lacking
        else each
        for each in second
    ]


def _distribution(card: IndicatorCard, counts: Sequence[Tally]) -> list[Figure]:
    whole = with_totals({(each.group, each.category): round(each.numerator) for each in counts})
    gone = hidden(whole)
    told = []
    for row in _rows(whole):
        for category in card.categories:
            cell, total = (row, category), (row, TOTAL)
            number = whole.get(cell, 0)
            told.append(
                _figure(
                    card, row, category, number, whole[total], cell in gone or total in gone, total in gone
                )
            )
    return told


def _proportion(card: IndicatorCard, category: str, counts: Sequence[Tally]) -> list[Figure]:
    cells = {
        (each.group, answer): round(number)
        for each in counts
        for answer, number in ((YES, each.numerator), (NO, each.denominator - each.numerator))
    }
    whole = with_totals(cells)
    gone = hidden(whole)
    return [
        _figure(
            card,
            row,
            category,
            whole[row, YES],
            whole[row, TOTAL],
            bool({(row, YES), (row, NO), (row, TOTAL)} & gone),
            (row, TOTAL) in gone,
        )
        for row in _rows(whole)
    ]


def _means(card: IndicatorCard, category: str, counts: Sequence[Tally]) -> list[Figure]:
    """Sums of hours, and events by days: how many families there are decides, of events also how many there are."""
    units = with_totals({(each.group, YES): each.units for each in counts})
    gone = hidden(units)
    if card.measure == "rate":
        gone |= hidden(with_totals({(each.group, YES): round(each.numerator) for each in counts}))
    sums: dict[object, tuple[float, float]] = {
        each.group: (each.numerator, each.denominator) for each in counts
    }
    sums[TOTAL] = (sum(each.numerator for each in counts), sum(each.denominator for each in counts))
    told = []
    for row in _rows(units):
        amount, of = sums[row]
        not_shown = (row, TOTAL) in gone or (row, YES) in gone
        told.append(_figure(card, row, category, round(amount), round(of), not_shown, not_shown))
    return told


def _rows(whole: Mapping[Cell, int]) -> list[Hashable]:
    return sorted({row for row, _ in whole}, key=lambda row: (row == TOTAL, str(row)))


def _figure(
    card: IndicatorCard, row: object, category: str, number: int, of: int, no_number: bool, no_total: bool
) -> Figure:
    group: Group = row if isinstance(row, tuple) else ()
    total = None if no_total else rounded(of)
    if no_number or not total or of < SMALLEST_GROUP:
        return Figure(group, category, None, None, total)
    shown = rounded(number)
    return Figure(group, category, round(card.per * shown / total, 4), float(shown), float(total))
