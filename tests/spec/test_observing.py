"""The table of what is observed holds, and every limit in it bites on both of its sides."""

import pytest

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.observing import REASON, check
from kraamkring.packs.observations import observables
from tests.spec.observing_tables import ObservingRow, as_the_packs_have_it, written

BLOCKS, ROWS = written()
WITH_LIMITS = [row for row in ROWS if row.possible != "-"]


def test_the_packs_say_what_the_table_says() -> None:
    blocks, rows = as_the_packs_have_it()
    assert blocks == BLOCKS
    assert rows == ROWS


def ends(limits: str) -> tuple[float | None, float | None]:
    lowest, highest = limits.split(" ")[0].split("..")
    return float(lowest) if lowest else None, float(highest) if highest else None


def refused_on(row: ObservingRow, value: float, reason: str = "") -> str:
    """The field on which a value is refused; empty if it is taken."""
    given = int(value) if row.kind == "count" else value
    try:
        check(observables()[row.observable], given, reason)
    except ImpossibleFact as refusal:
        return refusal.field
    return ""


@pytest.mark.parametrize("row", WITH_LIMITS, ids=lambda row: row.observable)
def test_what_is_possible_is_taken_and_one_step_beyond_is_refused(row: ObservingRow) -> None:
    lowest, highest = ends(row.possible)
    assert lowest is not None
    assert highest is not None
    step = float(row.step)
    for end, beyond in ((lowest, round(lowest - step, 2)), (highest, round(highest + step, 2))):
        assert refused_on(row, end, "it is so") == ""
        assert refused_on(row, beyond, "it is so") == row.observable


@pytest.mark.parametrize(
    "row",
    [row for row in WITH_LIMITS if row.usual.split(" ")[0] not in ("-", "..")],
    ids=lambda row: row.observable,
)
def test_what_is_usual_asks_nothing_and_one_step_beyond_asks_why(row: ObservingRow) -> None:
    step = float(row.step)
    lowest, highest = ends(row.usual)
    for end, beyond in ((lowest, -step), (highest, step)):
        if end is not None:
            assert refused_on(row, end) == ""
            assert refused_on(row, round(end + beyond, 2)) == REASON
            assert refused_on(row, round(end + beyond, 2), "measured twice") == ""


def test_every_number_stands_in_the_table() -> None:
    numbers = {each.id for each in observables().values() if each.kind in ("number", "count")}
    assert numbers == {row.observable for row in WITH_LIMITS}
