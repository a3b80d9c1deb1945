"""A nation of three small regions: planned apart, then along its borders; and the numbers of the Netherlands."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.config.command_line import main
from kraamkring.config.processes.nation_at_work import Effort, plan_nation
from kraamkring.core.planning.nation.account import accounts
from kraamkring.core.planning.nation.borders import border_of, guests, put_back, rounds_of_borders
from kraamkring.core.planning.nation.cutting import Town, cut
from kraamkring.core.planning.nation.document import written_nation
from kraamkring.core.planning.nation.growing import Shape, grow
from kraamkring.core.planning.nation.model import Nation, Region
from kraamkring.core.planning.nation.work import plan_border, plan_region
from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.model import Carer, Family, Plan
from kraamkring.core.planning.week.objective import amounts
from kraamkring.packs.nation import nation_of_pack, towns_of_pack, towns_of_postcodes
from tests.examples import sample
from tests.planning.weeks import RULES, WEIGHTS, shifts

SEEDS = st.integers(0, 10**6)
SHAPE = Shape(
    days=8,
    taking_care=1.0,
    care_days=8,
    carers=36,
    most_families_a_region=30,
    reach_over_border_km=8.0,
    hours_a_day={4: 0.5, 6: 0.5},
    vulnerable=0.2,
    needs={"caesarean": 0.2},
    knows={1: 0.5, 2: 0.3},
    known_among=5,
    contract_hours={12: 0.5, 24: 0.5},
    skills={"caesarean": 0.5},
    days_off={1: 0.5, 2: 0.5},
    days_worked_before={0: 0.5, 3: 0.5},
)
TOWNS = tuple(  # three regions, each a neighbour of the others
    Town(name, name[0], (x, y), 100.0, 2.0)
    for name, x, y in [("a1", 0, 0), ("a2", 6, 1), ("b1", 10, 0), ("b2", 12, 6), ("c1", 4, 8), ("c2", 8, 10)]
)


def three_regions(seed: int = 1) -> Nation:
    return grow(TOWNS, SHAPE, RULES, WEIGHTS, seed)


# towns and regions


def test_a_region_with_too_many_births_is_halved_and_named_after_its_largest_towns() -> None:
    towns = [Town(str(at), "delta", (at, 0), 10.0 + at, 1.0) for at in range(8)]
    parts = cut(towns, 60)
    assert sorted(town.name for _, part in parts for town in part) == [str(at) for at in range(8)]
    assert all(sum(town.births for town in part) <= 60 for _, part in parts)
    assert [name for name, _ in parts] == ["delta: 4", "delta: 7"]  # 60 and 48 of 108
    assert cut(towns, 1000) == [("delta", tuple(towns))]
    assert len(cut(towns[:1], 1)) == 1  # a town is never cut


def test_the_same_seed_grows_the_same_nation() -> None:
    assert three_regions() == three_regions()
    assert three_regions() != three_regions(2)


def test_as_many_families_and_carers_as_births_ask_for() -> None:
    nation = three_regions()
    assert [region.name for region in nation.regions] == ["a", "b", "c"]
    assert len(nation.whole.carers) == 36
    assert [len(region.families) for region in nation.regions] == [8, 8, 8]  # 200 births: 200 / 365 x 15 days
    assert all(1 <= len(family.days) <= 8 for family in nation.whole.families)
    assert all(not family.knows or 0 in family.days for family in nation.whole.families)


def test_the_netherlands_has_the_families_and_carers_that_follow_from_its_births() -> None:
    shape, births = nation_of_pack().shape(), nation_of_pack().births_a_year
    assert round(shape.families_in_care(births)) == 3607
    towns = towns_of_pack()
    assert sum(town.births for town in towns) == pytest.approx(births)
    assert {town.region for town in towns} == {
        *("Drenthe", "Flevoland", "Friesland", "Gelderland", "Groningen", "Limburg"),
        *("Noord-Brabant", "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland"),
    }
    assert all(math.hypot(*town.place) < 200 for town in towns)  # km from the middle of the country
    assert shape.carers == 7500


def test_postcodes_become_towns_with_the_births_of_their_children() -> None:
    table = (
        "postcode,gemeente,provincie,ggdregio,inwoners,children_0_4,women_15_49\n"
        "1011,Amsterdam,Noord-Holland,GGD Amsterdam,9630,275,2415\n"
        "0000,Nergens,Zeeland,GGD Zeeland,10,5,1\n"
    )
    (town,) = towns_of_postcodes(table)
    assert (town.name, town.region, town.births) == ("Amsterdam 1011", "Amsterdam", 55)


# planning


@pytest.fixture(scope="module")
def planned() -> tuple[Nation, object]:
    nation = three_regions()
    return nation, plan_nation(nation, Effort(0, steps=250, threads=1), lambda _: None)


def test_the_plan_of_a_nation_keeps_every_rule_and_its_regions_add_up(planned: tuple[Nation, object]) -> None:
    nation, found = planned
    assert broken_rules(nation.whole, found.plan) == found.faults == []  # type: ignore[attr-defined]
    cost = sum((each.cost for each in found.accounts), Fraction(0))  # type: ignore[attr-defined]
    assert cost == WEIGHTS.cost(amounts(nation.whole, found.plan))  # type: ignore[attr-defined]
    assert found.gained >= 0  # type: ignore[attr-defined]


def test_no_region_costs_less_than_its_bound(planned: tuple[Nation, object]) -> None:
    _, found = planned
    for account, bound in zip(found.accounts, found.bounds, strict=True):  # type: ignore[attr-defined]
        assert 0 < bound <= account.cost


def test_two_processes_plan_as_one_does(planned: tuple[Nation, object]) -> None:
    nation, found = planned
    assert plan_nation(nation, Effort(0, steps=250, threads=2), lambda _: None) == found


@settings(max_examples=sample(10))
@given(SEEDS)
def test_whatever_is_found_at_a_border_fits_into_the_plan_of_the_nation(seed: int) -> None:
    nation = three_regions(seed)
    plan = Plan(
        tuple(sorted(shift for at in range(3) for shift in plan_region(nation, at, Steps(50), seed).shifts))
    )
    for pairs in rounds_of_borders(nation):
        assert len({at for pair in pairs for at in pair}) == 2 * len(pairs)
        for pair in pairs:
            border = border_of(nation, plan, *pair)
            if border is None:
                continue
            assert broken_rules(border.problem, border.start) == []
            found = plan_border(border, nation.objective, Steps(250), seed)
            after = put_back(nation, plan, border, found)
            assert broken_rules(nation.whole, after) == []
            assert _cost(nation, after) <= _cost(nation, plan)
            elsewhere = {
                family.id for at in range(3) if at not in pair for family in nation.regions[at].families
            }
            assert _of(plan, elsewhere) == _of(after, elsewhere)
            plan = after
    for at in range(3):
        may = {carer.id for carer in (*nation.regions[at].carers, *guests(nation, at))}
        here = {family.id for family in nation.regions[at].families}
        assert {shift.carer for shift in _of(plan, here)} <= may
    hours = Counter((shift.carer, shift.day) for shift in plan.shifts)
    assert max(hours.values()) <= RULES.most_families_a_day


def _cost(nation: Nation, plan: Plan) -> Fraction:
    return sum((each.cost for each in accounts(nation, plan)), Fraction(0))


def _of(plan: Plan, families: set[str]) -> list[object]:
    return [shift for shift in plan.shifts if shift.family in families]


def test_a_carer_from_over_the_border_comes_where_nobody_else_can() -> None:
    """An is a kilometre from the border with nobody in her region; cis lives a kilometre beyond it."""
    an, bo = Family("an", (0.0, 0.0), (0, 1), 5), Family("bo", (40.0, 0.0), (0, 1), 5)
    near, far = Carer("cis", (2.0, 0.0), frozenset(), 20), Carer("dot", (41.0, 0.0), frozenset(), 20)
    nation = Nation(8, RULES, WEIGHTS, 5.0, (Region("west", (an,), ()), Region("east", (bo,), (near, far))))
    assert [carer.id for carer in guests(nation, 0)] == ["cis"]
    found = plan_nation(nation, Effort(0, steps=250, threads=1), lambda _: None)
    assert found.plan == Plan((*shifts("an", "cis", 5, 0, 1), *shifts("bo", "dot", 5, 0, 1)))
    west = found.accounts[0]
    assert (west.unserved, west.from_outside) == (0, 2)
    apart = replace(nation, reach_km=1.0)  # nobody is that near: nobody helps
    assert plan_nation(apart, Effort(0, steps=250, threads=1), lambda _: None).accounts[0].unserved == 2


def test_who_also_works_elsewhere_keeps_her_other_families() -> None:
    """Bo is not near the border, her carer cis is: whatever cis does for an, bo keeps her on the same days."""
    an, bo = Family("an", (0.0, 0.0), (0, 1), 5), Family("bo", (9.0, 0.0), (0, 1), 5)
    cis, dot = Carer("cis", (4.0, 0.0), frozenset(), 20), Carer("dot", (60.0, 0.0), frozenset(), 20)
    nation = Nation(8, RULES, WEIGHTS, 5.0, (Region("west", (an,), (dot,)), Region("east", (bo,), (cis,))))
    plan = Plan((*shifts("an", "dot", 5, 0, 1), *shifts("bo", "cis", 5, 0, 1)))
    border = border_of(nation, plan, 0, 1)
    assert border is not None
    assert {pin.family for pin in border.problem.pins} == {"bo"}
    found = put_back(nation, plan, border, plan_border(border, WEIGHTS, Steps(250), 1))
    assert [(shift.family, shift.day, shift.carer) for shift in found.shifts if shift.family == "bo"] == [
        ("bo", 0, "cis"),
        ("bo", 1, "cis"),
    ]


def test_a_nation_is_written_as_one_instance() -> None:
    nation = three_regions()
    said = written_nation(nation, nation_of_pack().weights)
    assert len(said["families"]) == len(nation.whole.families)  # type: ignore[arg-type]
    assert len(said["carers"]) == 36  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--data", "{tmp}"], "Name the folder that holds births_nl"),
        (["--threads", "0"], "not a whole number from 1"),
        (["-o", "{tmp}/file/inside"], "cannot be made"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    given_here = [each.format(tmp=tmp_path) for each in arguments]
    try:
        assert main(["plan", "nation", "--steps", "1", *given_here]) == 2
    except SystemExit as ended:
        assert ended.code == 2  # noqa: PT017
    assert sentence in capsys.readouterr().err
