"""Plans of a week, worked out by hand; and what holds for every plan of every week."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.board import Board
from kraamkring.core.planning.week.bound import lower_bound
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.model import Pin, Plan, Shift, WeekProblem
from kraamkring.core.planning.week.objective import Part, amounts, in_order, promises_first, weighted
from kraamkring.core.planning.week.solve import Progress, SearchParams, solve
from tests.planning.weeks import WEIGHTS, carer, family, plan, random_week, shifts, week

SEEDS = st.integers(0, 10**6)


def best(problem: WeekProblem, steps: int = 500) -> Plan:
    return solve(problem, WEIGHTS, Steps(steps), 1).plan


def test_the_nearest_carer_comes_to_a_family_that_knows_nobody() -> None:
    problem = week([family()], [carer("far", 20), carer("near", 5)])
    assert best(problem) == plan(shifts("an", "near", 5, 0, 1, 2))


def test_the_days_of_a_family_may_be_said_in_any_order() -> None:
    problem = week([family(days=(2, 0))], [carer("bea", 5), carer("cis", 9)])
    told = plan(shifts("an", "bea", 5, 0), shifts("an", "cis", 3, 2))
    board = Board(problem, WEIGHTS, 1, 0)
    board.lay(told)
    assert (board.shifts_of("an"), board.plan()) == (told.shifts, told)


def test_a_carer_whom_the_family_knows_may_come_from_further_away() -> None:
    known = family(knows=frozenset({"far"}))  # 3 shifts: 30 minutes less travel, 90 for somebody new
    assert best(week([known], [carer("far", 20), carer("near", 15)])) == plan(shifts("an", "far", 5, 0, 1, 2))
    assert best(week([known], [carer("far", 40), carer("near", 15)])) == plan(
        shifts("an", "near", 5, 0, 1, 2)
    )


def test_a_day_off_is_taken_over_by_a_second_carer() -> None:
    problem = week([family()], [carer("near", 5, days_off=frozenset({1})), carer("far", 60)])
    assert best(problem) == plan(shifts("an", "near", 5, 0, 2), shifts("an", "far", 5, 1))


def test_hours_are_shortened_before_anybody_goes_without() -> None:
    problem = week([family(hours=6)], [carer(contract=6)])  # 12 h in all: three hours on two days, six on one
    found = best(problem)
    assert sorted(shift.hours for shift in found.shifts) == [3, 3, 6]
    assert amounts(problem, found)[Part.SHORTENED] == 6


def test_in_a_shortage_as_few_as_can_be_go_without_and_no_vulnerable_family() -> None:
    """15 hours with overtime, for two families of three days: five times the least of three hours."""
    problem = week([family("an"), family("bo", vulnerable=True)], [carer(contract=9)])
    found = amounts(problem, best(problem))
    assert found[Part.UNSERVED_VULNERABLE] == 0
    assert found[Part.UNSERVED] == 1
    assert found[Part.OVERTIME] == 6


def test_what_is_left_above_the_least_goes_to_the_vulnerable_family() -> None:
    """21 hours with overtime: the least of both is 18. A shift is given in full or at the least, so of the three
    hours that are left one of her shifts gets two."""
    problem = week([family("an"), family("bo", vulnerable=True)], [carer(contract=15)])
    found = amounts(problem, best(problem))
    assert (found[Part.UNSERVED_VULNERABLE], found[Part.UNSERVED]) == (0, 0)
    assert (found[Part.SHORTENED_VULNERABLE], found[Part.SHORTENED]) == (4, 6)
    assert found[Part.OVERTIME] == 5


def test_overtime_is_cheaper_than_a_shortened_hour_only_while_its_price_is() -> None:
    problem = week([family(days=(0,))], [carer(contract=3)])
    cheap = weighted({**WEIGHTS.weights, Part.OVERTIME: 20})
    dear = weighted({**WEIGHTS.weights, Part.OVERTIME: 50})
    assert solve(problem, cheap, Steps(100), 1).plan.shifts[0].hours == 5
    assert solve(problem, dear, Steps(100), 1).plan.shifts[0].hours == 3


def test_nobody_can_be_moved_from_where_a_person_put_her() -> None:
    problem = replace(week([family()], [carer("near", 5), carer("far", 20)]), pins=(Pin("an", 1, "far"),))
    assert Shift("an", 1, "far", 5) in best(problem).shifts


def test_what_was_promised_is_kept_while_it_costs_little() -> None:
    told = plan(shifts("an", "far", 5, 0, 1, 2))
    carers = [carer("near", 8), carer("far", 10)]
    assert best(replace(week([family()], carers), promised=told)) == told
    assert best(week([family()], carers)) != told


def test_a_week_without_families_or_carers_has_a_plan() -> None:
    assert best(week([], [carer()])) == Plan()
    assert best(week([family()], [])) == Plan()
    assert best(week([family(days=())], [carer()])) == Plan()


def every_plan(problem: WeekProblem) -> Iterable[Plan]:
    """Every plan there is, of a very small problem."""
    days = [(each, day) for each in problem.families for day in each.days]
    ways = [
        [
            None,
            *(
                Shift(each.id, day, who.id, hours)
                for who in problem.carers
                for hours in {3, each.hours_a_day}
            ),
        ]
        for each, day in days
    ]
    return (Plan(tuple(shift for shift in way if shift)) for way in product(*ways))


@pytest.mark.parametrize("seed", range(8))
def test_the_best_of_all_plans_of_a_small_week_is_found(seed: int) -> None:
    problem = random_week(seed, families=2, carers=3, days=3)
    lowest = min(
        WEIGHTS.cost(amounts(problem, each))
        for each in every_plan(problem)
        if not broken_rules(problem, each)
    )
    assert solve(problem, WEIGHTS, Steps(2000), seed).cost == lowest


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.booleans())
def test_no_plan_breaks_a_rule_and_its_cost_is_what_is_counted(seed: int, strictly: bool) -> None:
    problem = random_week(seed, families=14, carers=9, days=8)
    objective = in_order(problem, SearchParams().families_a_move) if strictly else WEIGHTS
    result = solve(problem, objective, Steps(500), seed)
    assert broken_rules(problem, result.plan) == []
    assert result.cost == objective.cost(amounts(problem, result.plan))


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_the_same_seed_and_steps_give_the_same_plan_and_more_steps_no_worse_one(seed: int) -> None:
    problem = random_week(seed, families=14, carers=9, days=8)
    trace: list[Progress] = []
    once = solve(problem, WEIGHTS, Steps(1000), seed, tell=trace.append)
    assert solve(problem, WEIGHTS, Steps(1000), seed) == once
    costs = [each.cost for each in trace]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == once.cost


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_a_search_that_begins_with_a_plan_ends_with_none_that_is_worse(seed: int) -> None:
    problem = random_week(seed, families=14, carers=9, days=8)
    start = solve(problem, WEIGHTS, Steps(250), seed)
    again = solve(problem, WEIGHTS, Steps(250), seed + 1, start=start.plan)
    assert again.cost <= start.cost
    assert solve(problem, WEIGHTS, Steps(0), seed, start=start.plan).plan == Plan(tuple(start.plan.shifts))


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_in_order_no_lower_part_is_bought_with_a_higher_one(seed: int) -> None:
    problem = random_week(seed, families=10, carers=6, days=8)
    objective = in_order(problem, SearchParams().families_a_move)
    begun = solve(problem, objective, Steps(0), seed)
    found = solve(problem, objective, Steps(1000), seed)
    before, after = (amounts(problem, each.plan) for each in (begun, found))
    assert [after[part] for part in Part] <= [before[part] for part in Part]


@pytest.mark.parametrize("seed", range(6))
def test_in_order_the_best_of_all_plans_of_a_small_week_is_found(seed: int) -> None:
    problem = random_week(seed, families=2, carers=3, days=3)
    counted = (amounts(problem, each) for each in every_plan(problem) if not broken_rules(problem, each))
    lowest = min([each[part] for part in Part] for each in counted)
    found = solve(problem, in_order(problem, 2), Steps(2000), seed, SearchParams(families_a_move=2)).plan
    assert [amounts(problem, found)[part] for part in Part] == lowest


@pytest.mark.parametrize("seed", range(8))
def test_the_bound_is_never_above_the_best_of_all_plans_of_a_small_week(seed: int) -> None:
    problem = random_week(seed, families=2, carers=3, days=3)
    lowest = min(
        WEIGHTS.cost(amounts(problem, each))
        for each in every_plan(problem)
        if not broken_rules(problem, each)
    )
    assert lower_bound(problem, WEIGHTS, lowest + 1, Steps(300)) <= lowest


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_no_plan_costs_less_than_the_bound_which_only_rises(seed: int) -> None:
    problem = random_week(seed, families=10, carers=7, days=8)
    cost = solve(problem, WEIGHTS, Steps(2000), seed).cost
    trace: list[Progress] = []
    bound = lower_bound(problem, WEIGHTS, cost, Steps(200), tell=trace.append)
    assert bound <= cost
    bounds = [each.cost for each in trace]
    assert bounds == sorted(bounds)
    assert bounds[-1] == bound


def test_the_bound_is_the_cost_where_nobody_is_in_anybodys_way() -> None:
    problem = week([family("an"), family("bo", place=(50.0, 0.0))], [carer("bea", 5), carer("cas", 52)])
    assert lower_bound(problem, WEIGHTS, WEIGHTS.cost(amounts(problem, best(problem))), Steps(50)) == 42


def test_the_bound_sees_that_a_carer_cannot_be_in_two_places() -> None:
    days = tuple(range(5))
    problem = week([family("an", days, hours=6), family("bo", days, hours=6)], [carer("bea", 1, 30)])
    cost = WEIGHTS.cost(amounts(problem, best(problem)))  # five days, each shared or given to one family
    assert cost == 10 * 2 + 10 * 3 * 40
    assert lower_bound(problem, WEIGHTS, cost, Steps(500)) > cost * 0.97


def test_the_bound_knows_rest_and_overtime() -> None:
    tired = week([family(days=(0, 1))], [carer(days_worked_before=5)])
    assert lower_bound(tired, WEIGHTS, WEIGHTS.cost(amounts(tired, best(tired))), Steps(100)) == 1500 + 20
    short = week([family(days=(0, 1))], [carer(contract=8)])
    assert lower_bound(short, WEIGHTS, WEIGHTS.cost(amounts(short, best(short))), Steps(300)) >= 79


@pytest.mark.parametrize("carers", [12, 150])
def test_a_region_as_large_as_an_organisation_is_counted_exactly_in_the_order_of_the_product(
    carers: int,
) -> None:
    """Fourteen days, long ways, and with twelve carers hundreds of days without anybody: more than 64 bits hold."""
    chance = random.Random(carers)

    def place() -> tuple[float, float]:
        return chance.uniform(0, 300), chance.uniform(0, 300)

    families = [
        family(f"f{at}", tuple(range(at % 7, at % 7 + 8)), 3 + at % 6, place=place(), vulnerable=at % 3 == 0)
        for at in range(150)
    ]
    people = [carer(f"c{at}", contract=56, place=place()) for at in range(carers)]
    problem = week(families, people, days=14)
    for goal in (in_order, promises_first):
        told = replace(problem, promised=solve(problem, WEIGHTS, Steps(0), 1).plan)
        objective = goal(told, SearchParams().families_a_move)
        result = solve(told, objective, Steps(250), 1)
        assert result.cost == objective.cost(amounts(told, result.plan))
        assert broken_rules(told, result.plan) == []
