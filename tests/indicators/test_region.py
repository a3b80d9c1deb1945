"""Every indicator on a region of 200 families: by SQL, by plain loops, and as it was worked out once and kept."""

import json
from collections import Counter
from pathlib import Path

import pytest

from kraamkring.packs.indicators import indicators
from kraamkring.rooms.registry.engines import Ask, opened
from kraamkring.rooms.registry.figures import counted, units
from tests.indicators import naive
from tests.indicators.region import lake_of, region

KEPT = Path(__file__).parents[1] / "golden" / "region_of_200.json"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    folder = lake_of(region(), tmp_path_factory.mktemp("lake"))
    with opened(folder) as asked:
        yield asked


def by_loops() -> dict[str, dict[str, list[float]]]:
    """By card: of each category numerator and denominator, and of each exclusion how many."""
    found: dict[str, dict[str, list[float]]] = {}
    for family in region():
        for card, category, numerator, denominator, why in naive.counted(family):
            told = found.setdefault(card, {}).setdefault(f"left out: {why}" if why else category, [0.0, 0.0])
            told[0] += 1 if why else numerator
            told[1] += denominator
    return found


def by_sql(ask: Ask, name: str) -> dict[str, list[float]]:
    card = indicators()[name]
    found = {
        each.category: [each.numerator, each.denominator] for each in counted(card, ask) if each.denominator
    }
    left_out = Counter(each.why for each in units(card, ask) if not each.counts)
    return found | {f"left out: {why}": [float(many), 0.0] for why, many in left_out.items()}


@pytest.mark.parametrize("name", indicators())
def test_sql_and_loops_count_the_same_families_for_the_same_reasons(ask: Ask, name: str) -> None:
    told = by_loops()[name]
    assert by_sql(ask, name) == told
    said = {each.why for each in indicators()[name].exclusion}
    assert {why.removeprefix("left out: ") for why in told if why.startswith("left out")} == said, "all occur"


def test_the_figures_are_those_that_were_kept() -> None:
    assert json.loads(KEPT.read_text("utf-8")) == by_loops()


@pytest.mark.parametrize("dimensions", [("organisation", "month"), ("province",), ("municipality",)])
def test_groups_add_up_to_the_whole(ask: Ask, dimensions: tuple[str, ...]) -> None:
    for card in indicators().values():
        whole, parts = counted(card, ask), counted(card, ask, dimensions)  # type: ignore[arg-type]
        assert sum(each.numerator for each in parts) == sum(each.numerator for each in whole), card.id
        assert sum(each.left_out for each in parts) == sum(each.left_out for each in whole), card.id


def test_a_period_is_counted_alone(ask: Ask) -> None:
    card = indicators()["ep-c7-multiple-births"]
    months = {each.group[0]: each.units for each in counted(card, ask, ("month",)) if each.category == "1"}
    only = [each.units for each in counted(card, ask, (), "2026-08", "2026-08") if each.category == "1"]
    assert only == [months["2026-08"]]
