"""Two tables of the same families, by organisation and by month, kept in one file: with all that both show, totals and
rows in any combination, no small number and none of a small group can be worked out. Which family is in which month of
which organisation is drawn by chance; whoever attacks knows the shown numbers unrounded, which is more than anybody is
given.
"""

from collections.abc import Mapping, Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kraamkring.core.indicators.card import IndicatorCard
from kraamkring.core.indicators.disclosure import SMALLEST_GROUP, SMALLEST_SHOWN, TOTAL, Cell, with_totals
from kraamkring.core.indicators.figure import Figure, Tally, figures, side_by_side
from kraamkring.packs.indicators import indicator
from tests.examples import sample

from .solving import determined

PROPORTION = indicator("kce-paediatric-check")
DISTRIBUTION = indicator("ep-c10-mode-of-birth")
NUMBERS = st.one_of(st.integers(0, 4), st.integers(0, 14), st.integers(0, 40))
Cube = Mapping[tuple[str, str, str], int]  # organisation, month, answer or category

FOUND = {  # each table alone is safe; of both together the two children of the second month were known
    ("o0", month, mode): number
    for month, numbers in (("m0", (11, 0, 0)), ("m1", (0, 15, 2)))
    for mode, number in zip(("vaginal", "instrumental", "caesarean"), numbers, strict=True)
}


def cubes(answers: Sequence[str]) -> st.SearchStrategy[Cube]:
    """Families by organisation, month and answer: one to four organisations, one to four months."""
    return st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
        lambda size: st.fixed_dictionaries(
            {
                (f"o{organisation}", f"m{month}", answer): NUMBERS
                for organisation in range(size[0])
                for month in range(size[1])
                for answer in answers
            }
        )
    )


def one_table(cube: Cube, axis: int) -> dict[tuple[tuple[str], str], int]:
    """The cube added up to groups by answers."""
    found: dict[tuple[tuple[str], str], int] = {}
    for place, number in cube.items():
        cell = ((place[axis],), place[2])
        found[cell] = found.get(cell, 0) + number
    return {
        cell: number
        for cell, number in found.items()
        if any(many for (group, _), many in found.items() if group == cell[0])
    }


def tallies(card: IndicatorCard, table: Mapping[tuple[tuple[str], str], int]) -> list[Tally]:
    told = []
    for group in sorted({group for group, _ in table}):
        of = sum(number for (mine, _), number in table.items() if mine == group)
        if card.measure == "proportion":
            told.append(Tally(group, "", float(table[group, "yes"]), float(of), of))
        else:
            told += [
                Tally(group, category, float(table[group, category]), float(of), of)
                for category in card.categories
            ]
    return told


def learnt(card: IndicatorCard, told: Sequence[Figure]) -> set[Cell]:
    """The cells that a table of figures gives."""
    known: set[Cell] = set()
    for each in told:
        group = each.group or TOTAL
        if each.denominator is not None:
            known.add((group, TOTAL))
        if each.numerator is not None:
            known.add((group, each.category or "yes"))
            if card.measure == "proportion":
                known.add((group, "no"))
    return known


def attacked(card: IndicatorCard, cube: Cube) -> set[Cell]:
    """The small numbers, and those of small groups, that follow from all that both tables show."""
    tables = [one_table(cube, axis) for axis in (0, 1)]
    told = side_by_side(card, *(figures(card, tallies(card, table)) for table in tables))
    known: set[Cell] = set()
    secret: set[Cell] = set()
    sums: list[dict[Cell, int]] = []
    for table, mine in zip(tables, told, strict=True):
        whole = with_totals(table)
        known |= learnt(card, mine)
        secret |= {
            (group, answer)
            for (group, answer), number in whole.items()
            if 0 < number < SMALLEST_SHOWN or 0 < whole[group, TOTAL] < SMALLEST_GROUP
        }
        for side in (0, 1):
            for name in {cell[side] for cell in whole}:
                line = [cell for cell in whole if cell[side] == name]
                sums.append({cell: -1 if cell[1 - side] == TOTAL else 1 for cell in line})
    return determined(sums, known) & secret


@settings(max_examples=sample(1), deadline=None)
@given(cubes(("yes", "no")))
def test_a_proportion_by_organisation_and_by_month_gives_nothing_away(cube: Cube) -> None:
    assert not attacked(PROPORTION, cube)


@settings(max_examples=sample(1), deadline=None)
@given(cubes(DISTRIBUTION.categories))
@example(FOUND)
def test_a_distribution_by_organisation_and_by_month_gives_nothing_away(cube: Cube) -> None:
    assert not attacked(DISTRIBUTION, cube)


def test_where_a_total_is_small_the_months_are_not_shown_and_else_they_are() -> None:
    many = one_table({("o0", "m0", "yes"): 60, ("o0", "m0", "no"): 40}, 0)
    few = one_table({("o0", "m0", "yes"): 60, ("o0", "m0", "no"): 2}, 0)
    for table, told in ((many, 60.0), (few, None)):
        mine = figures(PROPORTION, tallies(PROPORTION, table))
        first, second = side_by_side(PROPORTION, mine, mine)
        assert first == mine
        assert {each.numerator for each in second} == {told}
