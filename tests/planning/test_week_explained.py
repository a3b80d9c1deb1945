"""Why a plan is as it is: worked out by hand, and compared with what really happens when a person insists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.explaining import why, why_not
from kraamkring.core.planning.week.explanations import SENTENCES, Fact
from kraamkring.core.planning.week.model import Carer, Family, Pin, Plan, Shift, WeekProblem
from kraamkring.core.planning.week.objective import Part
from kraamkring.core.planning.week.offers import offers
from kraamkring.core.planning.week.solve import solve
from tests.examples import sample
from tests.planning.weeks import WEIGHTS, carer, family, plan, random_week, shifts, week

TOLD = plan(shifts("an", "bea", 5, 0, 1, 2))


def codes(problem: WeekProblem, told: Plan, day: int = 1) -> list[Fact]:
    return [Fact(each.code) for each in why(problem, told, "an", day)]


def test_who_lives_nearest_comes_on_all_days_within_her_contract() -> None:
    problem = week([family()], [carer("bea", 5), carer("cas", 9)])
    assert codes(problem, TOLD) == [Fact.COMES_ALREADY, Fact.NEAREST, Fact.WITHIN_CONTRACT]
    said = [each.said() for each in why(problem, TOLD, "an", 1)]
    assert said[1] == "Of all who may come, bea lives nearest (5 minutes)"
    assert said[2] == "bea stays within her contract (15 of 30 hours)"


def test_who_is_known_comes_from_further_away_and_who_is_nearer_is_off() -> None:
    known = family(knows=frozenset({"bea"}))
    carers = [carer("bea", 20), carer("cas", 9), carer("dina", 3, days_off=frozenset({1}))]
    assert codes(week([known], carers), TOLD) == [
        Fact.KNOWN,
        Fact.COMES_ALREADY,
        Fact.NEARER_CANNOT,
        Fact.NEARER_COSTS_MORE,
        Fact.FEW_SKILLED,
        Fact.WITHIN_CONTRACT,
    ]


def test_a_pin_and_overtime_and_short_hours_are_said() -> None:
    problem = replace(week([family()], [carer("bea", 5, contract=7)]), pins=(Pin("an", 1, "bea"),))
    told = plan(shifts("an", "bea", 5, 0), shifts("an", "bea", 3, 1))
    assert codes(problem, told) == [
        Fact.PINNED,
        Fact.COMES_ALREADY,
        Fact.NEAREST,
        Fact.SHORTENED,
        Fact.OVER_CONTRACT,
    ]
    assert codes(problem, told, 2) == [Fact.NOBODY, Fact.FEW_SKILLED]


STOPPED: list[tuple[Fact, Carer, Family]] = [
    (Fact.DAY_OFF, carer("cas", days_off=frozenset({1})), family()),
    (Fact.LACKS_SKILL, carer("cas"), family(needs=frozenset({"caesarean"}))),
    (Fact.REFUSED, carer("cas"), family(not_by=frozenset({"cas"}))),
    (Fact.ROW_TOO_LONG, carer("cas", days_worked_before=4), family()),
    (Fact.HOURS_SPENT, carer("cas", contract=0), family()),
    (Fact.NO_CARE_DAY, carer("cas"), family(days=(0,))),
]


@pytest.mark.parametrize(("fact", "her", "one"), STOPPED, ids=[str(each[0]) for each in STOPPED])
def test_what_stops_a_carer_is_said(fact: Fact, her: Carer, one: Family) -> None:
    carers = [carer("bea", 5, skills=frozenset({"caesarean"})), her]
    problem = week([one, family("bo", (0,))], carers)
    busy = plan(shifts("an", "bea", 5, 0), shifts("bo", "cas", 5, 0))
    answer = why_not(problem, busy, "an", 1, "cas")
    assert [each.code for each in answer.stopped_by] == [fact]
    assert answer.stopped_by[0].said()
    assert answer.worse is None


def test_a_full_day_stops_a_carer() -> None:
    problem = week([family("an"), family("bo", hours=6), family("co", hours=3)], [carer("cas", contract=40)])
    one = plan(shifts("bo", "cas", 6, 1))
    two = plan(shifts("bo", "cas", 3, 1), shifts("co", "cas", 3, 1))
    assert [each.code for each in why_not(problem, one, "an", 1, "cas").stopped_by] == [Fact.DAY_FULL]
    assert [each.code for each in why_not(problem, two, "an", 1, "cas").stopped_by] == [Fact.FAMILIES_ENOUGH]


def test_a_pin_and_the_past_stop_a_carer() -> None:
    problem = replace(week([family()], [carer("bea", 5), carer("cas")]), pins=(Pin("an", 1, "bea"),))
    assert [each.code for each in why_not(problem, TOLD, "an", 1, "cas").stopped_by] == [Fact.ANOTHER_PINNED]
    passed = replace(problem, pins=(), promised=TOLD, settled_before=2)
    assert [each.code for each in why_not(passed, TOLD, "an", 1, "cas").stopped_by] == [Fact.HAS_PASSED]


def test_by_how_much_the_plan_would_be_worse_is_worked_out_with_the_family_planned_anew() -> None:
    """With one more carer on day 1 it is cheapest that she comes on all three: 3 x 2 x 4 minutes more."""
    problem = week([family()], [carer("bea", 5), carer("cas", 9)])
    answer = why_not(problem, TOLD, "an", 1, "cas")
    assert answer.worse is not None
    assert {part: more for part, more in answer.worse.items() if more} == {Part.TRAVEL: 24}
    assert answer.instead == plan(shifts("an", "cas", 5, 0, 1, 2))


def test_carers_who_must_come_leave_no_room_for_a_fourth() -> None:
    days = (0, 1, 2, 3)
    carers = [carer(name, 5) for name in ("bea", "cas", "dina", "els")]
    told = plan(*(shifts("an", name, 5, day) for day, name in enumerate(("bea", "cas", "dina"))))
    problem = replace(week([family(days=days)], carers), promised=told, settled_before=3)
    assert [each.code for each in why_not(problem, told, "an", 3, "els").stopped_by] == [Fact.NOT_TOGETHER]


@settings(deadline=None, max_examples=sample(20))
@given(st.integers(0, 10**6))
def test_what_is_said_to_stop_a_carer_is_what_the_rules_say(seed: int) -> None:
    """All others stay where they are. Whom a rule stops breaks one if she is put there all the same; who is offered
    breaks none, for as many hours as were said, and not for more."""
    problem = random_week(seed, families=8, carers=6, days=6)
    told = solve(problem, WEIGHTS, Steps(250), seed).plan
    for one in problem.families:
        day = one.days[0]
        others = [each for each in told.shifts if (each.family, each.day) != (one.id, day)]
        free = replace(problem, pins=tuple(p for p in problem.pins if (p.family, p.day) != (one.id, day)))
        for choice in offers(problem, told, one.id, day):
            hers = {
                hours: broken_rules(
                    free, Plan(tuple(sorted((*others, Shift(one.id, day, choice.carer, hours)))))
                )
                for hours in (problem.rules.least_hours, one.hours_a_day)
            }
            assert bool(hers[problem.rules.least_hours]) == bool(choice.against), choice
            if not choice.against:
                assert (choice.hours == one.hours_a_day) == (not hers[one.hours_a_day]), choice


def test_every_fact_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Fact)


@settings(deadline=None, max_examples=sample(5))
@given(st.integers(0, 10**6))
def test_every_answer_is_a_plan_within_the_rules_and_no_other_family_moves(seed: int) -> None:
    problem = random_week(seed, families=8, carers=6, days=6)
    told = solve(problem, WEIGHTS, Steps(250), seed).plan
    for one in problem.families[:3]:
        for her in problem.carers:
            day = one.days[0]
            answer = why_not(problem, told, one.id, day, her.id, WEIGHTS)
            if answer.instead is None:
                assert answer.stopped_by
                continue
            assert broken_rules(problem, answer.instead) == []
            assert {
                each.carer for each in answer.instead.shifts if (each.family, each.day) == (one.id, day)
            } == {her.id}
            others = {each for each in answer.instead.shifts if each.family != one.id}
            assert others == {each for each in told.shifts if each.family != one.id}
        assert all(each.said() for day in one.days for each in why(problem, told, one.id, day))


def test_who_would_be_a_carer_too_many_is_not_offered() -> None:
    days = (0, 1, 2, 3)
    carers = [carer(name, 5) for name in ("bea", "cas", "dina", "els")]
    told = plan(*(shifts("an", name, 5, day) for day, name in enumerate(("bea", "cas", "dina"))))
    against = {each.carer: each.against for each in offers(week([family(days=days)], carers), told, "an", 3)}
    assert [each.code for each in against["els"]] == [Fact.CARERS_ENOUGH]
    assert against["bea"] == ()
