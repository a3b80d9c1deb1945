"""Rounds worked out by hand; and what holds for all rounds of every day."""

from __future__ import annotations

import random
from itertools import pairwise, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.planning.rounds.model import Gap, RoundProblem, Rounds, Stop, Task, Visit, Visitor, cost
from kraamkring.core.planning.rounds.rules import broken_rules
from kraamkring.core.planning.rounds.solve import RoundProgress, solve_rounds
from kraamkring.core.planning.stop import Steps

SEEDS = st.integers(0, 10**6)
LONG = 10_000.0


def visit(name: str, opens: float = 0, closes: float = LONG, *skills: str, gap: Gap | None = None) -> Visit:
    return Visit(name, opens, closes, tuple(Task(skill, 10) for skill in skills or ("a",)), gap)


def on_a_line(visits: list[Visit], places: list[float], *skills: str) -> RoundProblem:
    """The depot at 0, everybody else on one road."""
    road = [0.0, *places]
    way = tuple(tuple(abs(here - there) for there in road) for here in road)
    visitors = tuple(Visitor(f"c{at}", frozenset(each)) for at, each in enumerate(skills))
    return RoundProblem(tuple(visits), visitors, way)


def random_day(seed: int, visits: int, carers: int) -> RoundProblem:
    """A random day on a plane, a third of it by two carers."""
    chance = random.Random(seed)
    told = []
    for at in range(visits):
        opens = chance.randint(0, 200)
        window = opens, opens + chance.choice([20, 60])
        if chance.random() < 0.35:
            gap = Gap(0, 0) if chance.random() < 0.5 else Gap(10, 40)
            told.append(visit(f"v{at}", *window, *chance.sample("abc", 2), gap=gap))
        else:
            told.append(visit(f"v{at}", *window, chance.choice("abc")))
    places = [(chance.uniform(0, 60), chance.uniform(0, 60)) for _ in range(visits + 1)]
    way = tuple(tuple(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for c, d in places) for a, b in places)
    skills = ["abc", "ab", "bc", "ac", "abc"][:carers]
    return RoundProblem(
        tuple(told), tuple(Visitor(f"c{at}", frozenset(s)) for at, s in enumerate(skills)), way
    )


def test_one_carer_drives_there_and_back_without_turning() -> None:
    problem = on_a_line([visit("v1"), visit("v2"), visit("v3")], [10, 30, 20], "a")
    assert solve_rounds(problem, Steps(5000), 1).cost == 60 / 3


def test_windows_make_her_turn_when_lateness_costs_more() -> None:
    problem = on_a_line([visit("near", 0, 50), visit("far", 0, 20)], [10, 30], "a")
    found = solve_rounds(problem, Steps(5000), 1)  # far first: both 10 late; near first: far 20 late
    assert found.cost == pytest.approx((60 + 10 + 10 + 10) / 3)


def test_two_carers_come_at_once() -> None:
    both = visit("v", 0, LONG, "a", "b", gap=Gap(0, 0))
    problem = on_a_line([both, visit("w")], [10, 50], "a", "ab")
    found = solve_rounds(problem, Steps(5000), 1)
    begins = [stop.begins for _, stops in found.rounds.of for stop in stops if stop.visit == "v"]
    assert len(begins) == 2
    assert begins[0] == begins[1]
    assert found.cost == (100 + 20) / 3


def test_the_second_comes_after_the_first_and_not_too_late() -> None:
    both = visit("v", 0, LONG, "a", "b", gap=Gap(20, 30))
    other = visit("w", 100, LONG, "b")
    problem = on_a_line([both, other], [10, 10], "a", "b")
    found = solve_rounds(problem, Steps(5000), 1)
    when = {(stop.visit, stop.skill): stop.begins for _, stops in found.rounds.of for stop in stops}
    assert 20 <= when["v", "b"] - when["v", "a"] <= 30


def test_a_day_without_visits_has_rounds() -> None:
    assert solve_rounds(RoundProblem((), (Visitor("c", frozenset()),), ((0.0,),)), Steps(10), 1).cost == 0


def lowest_cost(problem: RoundProblem) -> float:
    """The best of all plans of a very small day, of visits by one carer only."""
    skills = [visit.tasks[0].skill for visit in problem.visits]
    able = [[at for at, who in enumerate(problem.visitors) if skill in who.skills] for skill in skills]
    lowest = float("inf")
    for carers in product(*able):
        for order in permutations(range(len(problem.visits))):
            rounds: list[list[Stop]] = [[] for _ in problem.visitors]
            at = [(0, 0.0) for _ in problem.visitors]
            for v in order:
                place, free = at[carers[v]]
                each = problem.visits[v]
                begins = max(each.opens, free + problem.minutes[place][v + 1])
                rounds[carers[v]].append(Stop(each.id, skills[v], begins))
                at[carers[v]] = v + 1, begins + 10
            named = zip(problem.visitors, rounds, strict=True)
            lowest = min(lowest, cost(problem, Rounds(tuple((who.id, tuple(stops)) for who, stops in named))))
    return lowest


@pytest.mark.parametrize("seed", range(6))
def test_the_best_of_all_rounds_of_a_small_day_is_found(seed: int) -> None:
    problem = random_day(seed, 5, 3)
    singles = RoundProblem(
        tuple(visit(each.id, each.opens, each.closes, each.tasks[0].skill) for each in problem.visits),
        problem.visitors,
        problem.minutes,
    )
    assert solve_rounds(singles, Steps(50_000), seed).cost == pytest.approx(lowest_cost(singles))


@settings(deadline=None, max_examples=60)
@given(SEEDS, st.integers(1, 14))
def test_no_rounds_break_a_rule_and_their_cost_is_what_was_counted(seed: int, visits: int) -> None:
    problem = random_day(seed, visits, 4)
    trace: list[RoundProgress] = []
    found = solve_rounds(problem, Steps(10_000), seed, tell=trace.append)
    assert broken_rules(problem, found.rounds) == []
    assert found.cost == cost(problem, found.rounds)
    assert found.cost == pytest.approx(trace[-1].cost)
    assert all(later.cost <= earlier.cost for earlier, later in pairwise(trace))


@settings(deadline=None, max_examples=10)
@given(SEEDS)
def test_the_same_seed_and_steps_give_the_same_rounds(seed: int) -> None:
    problem = random_day(seed, 12, 4)
    assert solve_rounds(problem, Steps(10_000), seed) == solve_rounds(problem, Steps(10_000), seed)


@pytest.mark.parametrize(
    ("stops", "fault"),
    [
        ({"c0": []}, "exactly once"),
        ({"c0": [("v", "a", 5.0)], "c1": [("v", "b", 5.0)]}, "before she can be there"),
        ({"c0": [("v", "a", 10.0)], "c1": [("v", "b", 10.0)]}, "before its window"),
        ({"c0": [("v", "a", 20.0)], "c1": [("v", "b", 21.0)]}, "wrong time after"),
        ({"c1": [("v", "a", 20.0), ("v", "b", 30.0)]}, "one carer for both"),
        ({"c0": [("v", "b", 20.0)], "c1": [("v", "a", 20.0)]}, "cannot do b"),
    ],
)
def test_rounds_that_break_a_rule_are_found_out(stops: dict, fault: str) -> None:
    problem = on_a_line([visit("v", 15, LONG, "a", "b", gap=Gap(0, 0))], [10], "a", "ab")
    rounds = Rounds(tuple((who, tuple(Stop(*each) for each in those)) for who, those in stops.items()))
    assert any(fault in each for each in broken_rules(problem, rounds))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ([visit("v", 5, 4)], "time_window"),
        ([visit("v"), visit("v")], "patients"),
        ([visit("v", 0, 9, "x")], "required_caregivers"),
        ([visit("v", 0, 9, "a", "a", gap=Gap(0, 0))], "required_caregivers"),
        ([visit("v", 0, 9, "a", "b")], "synchronization"),
        ([visit("v", 0, 9, "a", "b", gap=Gap(3, 2))], "synchronization.distance"),
    ],
)
def test_a_day_that_cannot_be_is_not_built(wrong: list[Visit], field: str) -> None:
    with pytest.raises(ImpossibleFact) as refused:
        on_a_line(wrong, [1.0] * len(wrong), "a", "ab")
    assert field in refused.value.field
