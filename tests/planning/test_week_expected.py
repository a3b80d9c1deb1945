"""Room for families still to come: worked out by hand, and what holds for every week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.events import Born, CarerSick, Left, after
from kraamkring.core.planning.week.expecting import begins_of, care_from, parted, with_room
from kraamkring.core.planning.week.living import drawn, lived
from kraamkring.core.planning.week.model import Expected, Plan, WeekProblem
from kraamkring.core.planning.week.objective import Part, amounts, in_order, promises_first
from kraamkring.core.planning.week.replanning import replan
from kraamkring.core.planning.week.solve import solve
from kraamkring.packs.planning import gestation_of_births
from tests.examples import sample
from tests.planning.weeks import carer, family, plan, random_week, shifts, week

SEEDS = st.integers(0, 10**6)


def expected(name: str = "una", *begins: float, care_days: int = 3, **more: object) -> Expected:
    return Expected(family(name, (), **more), begins, care_days)


def found(problem: WeekProblem) -> tuple[Plan, Plan]:
    """The plan and the room of a search in the order of the product."""
    roomy = with_room(problem)
    return parted(problem, solve(roomy, in_order(roomy, 5), Steps(500), 1).plan)


def test_a_birth_that_is_certain_keeps_the_time_of_a_carer_and_promises_it_to_nobody() -> None:
    problem = week([family(days=(0,))], [carer("bea", 5)], expected=(expected("una", 0.0, 1.0, care_days=2),))
    promised, room = found(problem)
    assert promised == plan(shifts("an", "bea", 5, 0))
    assert [(each.day, each.carer, each.hours) for each in room.shifts] == [(1, "bea", 5), (2, "bea", 5)]


def test_who_is_there_has_somebody_before_room_is_kept_for_who_may_come() -> None:
    """bea can go to two families on day 1; who is there gets her, also if una would go first and lives next door."""
    una = expected("una", 0.0, 1.0, care_days=1, hours=3, vulnerable=True)
    both = [
        family(days=(1,), hours=3, place=(60.0, 0.0)),
        family("bo", days=(1,), hours=3, place=(60.0, 0.0)),
    ]
    promised, room = found(week(both, [carer("bea", 5)], expected=(una,)))
    assert promised == plan(shifts("an", "bea", 3, 1), shifts("bo", "bea", 3, 1))
    assert room == Plan()


def test_hours_above_the_least_wait_for_who_may_come() -> None:
    una = expected("una", 1.0, care_days=1, hours=6)
    problem = week([family(days=(0,), hours=6)], [carer("bea", 5)], expected=(una,))
    promised, room = found(problem)
    assert promised == plan(shifts("an", "bea", 3, 0))
    assert [each.hours for each in room.shifts] == [3]
    assert found(replace(problem, expected=()))[0] == plan(shifts("an", "bea", 6, 0))


def test_no_hours_of_a_vulnerable_family_wait() -> None:
    una = expected("una", 1.0, care_days=1, hours=6, vulnerable=True)
    problem = week([family(days=(0,), hours=6, vulnerable=True)], [carer("bea", 5)], expected=(una,))
    assert found(problem) == (plan(shifts("an", "bea", 6, 0)), Plan())


def test_shadows_are_as_many_as_births_are_expected_on_the_days_and_for_the_skills_they_are() -> None:
    many = tuple(
        Expected(
            family(f"e{at}", (), place=(at % 7, at % 11), needs=frozenset({"arabic"} if at < 20 else ())),
            (0.1, 0.0, 0.05, 0.05),
            3,
        )
        for at in range(40)
    )
    roomy = with_room(week([], [carer()], days=4, expected=many))
    by_day = [sum(each.days[0] == day for each in roomy.families) for day in range(4)]
    assert by_day == [4, 0, 2, 2]
    assert sum("arabic" in each.needs for each in roomy.families if each.days[0] == 0) == 2
    assert all(each.to_come for each in roomy.families)
    half = with_room(week([], [carer()], days=4, expected=many), share=0.5)
    assert len(half.families) == 4


def test_a_week_that_expects_nobody_is_the_same_week() -> None:
    problem = week([family()], [carer()])
    assert with_room(problem) is problem


def test_care_of_a_planned_birth_begins_on_its_day_and_others_follow_the_table() -> None:
    tables = gestation_of_births().tables()
    monday = date(2026, 11, 23)
    planned = begins_of(date(2026, 12, 4), tables, monday, 8, planned=date(2026, 11, 25), home_after_days=2)
    assert planned[4] == pytest.approx(1, abs=0.1)
    assert sum(planned) == pytest.approx(1)
    late = begins_of(date(2026, 11, 20), tables, monday, 8)
    early = begins_of(date(2027, 1, 15), tables, monday, 8)
    assert sum(late) > 0.5 > sum(early)
    assert len(late) == len(early) == 8


def test_an_expected_family_whose_child_comes_is_there_from_then_on() -> None:
    problem = week([family()], [carer("bea", 5), carer("cas", 9)], expected=(expected("una", 0.2, 0.2, 0.2),))
    told = plan(shifts("an", "bea", 5, 0, 1, 2))
    done = replan(problem, told, [Born("una", (1, 2))], 1, Steps(250), 1)
    assert [(each.family, each.day, each.reason.said()) for each in done.changes] == [
        ("una", 1, "The birth moved the care days of una"),
        ("una", 2, "The birth moved the care days of una"),
    ]
    assert done.problem.expected == ()
    assert after(problem, told, [Left("una")], 1).expected == ()
    waited = after(problem, told, [], 2).expected[0].begins
    assert waited == pytest.approx((0, 0, 0.2 / 0.6))


def test_a_day_that_comes_free_is_kept_for_who_may_come_and_no_promise_is_broken_for_it() -> None:
    """bo leaves; without una an would get its full hours. bea is promised to an on both days: una gets the rest."""
    problem = week(
        [family(days=(1, 2), hours=6), family("bo", (1,), 5)],
        [carer("bea", 5)],
        expected=(expected("una", 0.0, 1.0, care_days=1, hours=5),),
    )
    told = plan(shifts("an", "bea", 3, 1), shifts("an", "bea", 6, 2), shifts("bo", "bea", 5, 1))
    with_una = replan(problem, told, [Left("bo")], 1, Steps(250), 1)
    assert [(each.day, each.hours) for each in with_una.room.shifts] == [(1, 5)]
    assert {(each.family, each.day, each.hours) for each in with_una.plan.shifts} == {
        ("an", 1, 3),
        ("an", 2, 6),
    }
    assert replan(problem, told, [Left("bo")], 1, Steps(0), 1).room == with_una.room
    without = replan(replace(problem, expected=()), told, [Left("bo")], 1, Steps(250), 1)
    assert ("an", 1, 6) in {(each.family, each.day, each.hours) for each in without.plan.shifts}
    assert without.room == Plan()


def test_a_period_lived_through_takes_in_whoever_comes() -> None:
    problem = week(
        [family(days=(0, 1))],
        [carer("bea", 5), carer("cas", 9)],
        expected=(expected("una", 0.0, 1.0, care_days=2), expected("vera", 0.0, 0.0)),
    )
    births = drawn(problem, 1)
    assert [(day, each.id, each.days) for day, each in births] == [(1, "una", (1, 2))]
    went = lived(problem, plan(shifts("an", "bea", 5, 0, 1)), births, lambda: Steps(250), 1)
    assert (went.births, went.broken, went.lost) == (1, 0, 0)
    assert {each.family for each in went.plan.shifts} == {"an", "una"}
    assert went.amounts[Part.UNSERVED] == 0


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (expected("una", 0.6, 0.6), "together they are at most 1"),
        (expected("una", -0.1), "one chance for each day"),
        (expected("una", 0.5, care_days=0), "care lasts from 1 to 10 days"),
        (expected("una", 0.5, hours=9), "hours a day go from 3 to 8"),
        (expected("an", 0.5), "an id stands there twice"),
    ],
)
def test_who_is_expected_must_be_possible(one: Expected, says: str) -> None:
    with pytest.raises(ImpossibleFact, match=says):
        week([family()], [carer()], expected=(one,))


def somebody_expected(problem: WeekProblem) -> WeekProblem:
    """Some of the families of this week are not there yet."""
    there, later = problem.families[::2], problem.families[1::2]
    return replace(
        problem,
        families=there,
        expected=tuple(
            Expected(replace(each, days=()), tuple(0.9 / problem.days for _ in range(problem.days)), 3)
            for each in later
        ),
    )


@settings(deadline=None, max_examples=sample(4))
@given(SEEDS)
def test_with_room_no_rule_is_broken_and_the_cost_is_what_is_counted(seed: int) -> None:
    problem = somebody_expected(random_week(seed, families=10, carers=5, days=5))
    roomy = with_room(problem)
    goal = in_order(roomy, 5)
    result = solve(roomy, goal, Steps(500), seed)
    promised, room = parted(problem, result.plan)
    assert broken_rules(roomy, result.plan) == []
    assert broken_rules(problem, promised) == []
    assert {*promised.shifts, *room.shifts} == {*result.plan.shifts}
    assert result.cost == goal.cost(amounts(roomy, result.plan))


@settings(deadline=None, max_examples=sample(4))
@given(SEEDS)
def test_births_are_drawn_from_the_chances_and_no_rule_is_broken_as_they_come(seed: int) -> None:
    problem = somebody_expected(random_week(seed, families=10, carers=5, days=5))
    births = drawn(problem, seed)
    assert births == drawn(problem, seed)
    assert {each.id for _, each in births} <= {one.care.id for one in problem.expected}
    told, _ = found(problem)
    today = seed % problem.days
    done = replan(problem, told, [CarerSick(problem.carers[0].id, (today,))], today, Steps(250), seed)
    assert broken_rules(done.problem, done.plan) == []
    assert done.cost == promises_first(with_room(done.problem), 5).cost(
        amounts(with_room(done.problem), Plan(tuple(sorted({*done.plan.shifts, *done.room.shifts}))))
    )
    assert care_from(problem.expected[0], 4, problem.days) == replace(problem.expected[0].care, days=(4,))
