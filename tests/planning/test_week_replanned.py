"""A running plan after something happened, worked out by hand; and what holds whatever happens."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.events import (
    Born,
    CarerSick,
    Event,
    GoesHomeEarly,
    Left,
    LostDay,
    NewFamily,
    Readmitted,
    Refused,
    ReIndicated,
    StaysLonger,
)
from kraamkring.core.planning.week.model import Pin, Plan, Shift, WeekProblem
from kraamkring.core.planning.week.objective import Part, amounts, promises_first
from kraamkring.core.planning.week.promises import Change, applied, diff
from kraamkring.core.planning.week.reasons import SENTENCES, Code
from kraamkring.core.planning.week.replanning import Replanned, replan
from kraamkring.core.planning.week.solve import SearchParams, solve
from tests.examples import sample
from tests.planning.weeks import (
    WEIGHTS,
    carer,
    family,
    plan,
    random_events,
    random_week,
    shifts,
    week,
)

SEEDS = st.integers(0, 10**6)


def replanned(problem: WeekProblem, told: Plan, *events: Event, today: int = 0) -> Replanned:
    return replan(problem, told, events, today, Steps(250), 1)


def only(done: Replanned) -> list[tuple[str, int, str | None, Code]]:
    return [
        (each.family, each.day, each.now.carer if each.now else None, Code(each.reason.code))
        for each in done.changes
    ]


TOLD = plan(shifts("an", "bea", 5, 0, 1, 2))
TWO = week([family()], [carer("bea", 5), carer("cas", 9)])


def test_a_carer_who_is_ill_is_replaced_on_the_days_she_is_ill_and_no_other() -> None:
    done = replanned(TWO, TOLD, CarerSick("bea", (1,)))
    assert only(done) == [("an", 1, "cas", Code.CARER_SICK)]
    assert done.changes[0].reason.said() == "bea is ill on day 1"
    assert done.changes[0].broken
    assert done.changed_for_others == ()


def test_what_has_passed_stays_although_she_was_ill_from_then_on() -> None:
    done = replanned(TWO, TOLD, CarerSick("bea", (0, 1, 2)), today=1)
    assert only(done) == [("an", 1, "cas", Code.CARER_SICK), ("an", 2, "cas", Code.CARER_SICK)]


def test_a_child_that_comes_early_moves_the_days_and_the_same_carer_comes() -> None:
    problem = week([family(days=(3, 4, 5))], [carer("bea", 5), carer("cas", 9)])
    done = replanned(problem, plan(shifts("an", "bea", 5, 3, 4, 5)), Born("an", (1, 2, 3)), today=1)
    assert only(done) == [
        ("an", 1, "bea", Code.BORN),
        ("an", 2, "bea", Code.BORN),
        ("an", 4, None, Code.BORN),
        ("an", 5, None, Code.BORN),
    ]


def test_with_twins_there_are_more_hours_and_a_skill_is_needed() -> None:
    carers = [carer("bea", 5), carer("cas", 9, skills=frozenset({"twins"}))]
    done = replanned(week([family()], carers), TOLD, Born("an", (0, 1, 2), 6, frozenset({"twins"})), today=1)
    assert {(shift.day, shift.carer, shift.hours) for shift in done.plan.shifts} == {
        (0, "bea", 5),
        (1, "cas", 6),
        (2, "cas", 6),
    }
    assert {each.reason.code for each in done.changes} == {Code.SKILL_NEEDED}


@pytest.mark.parametrize(
    ("event", "days"),
    [
        (GoesHomeEarly("an", 1), {1, 2, 3, 4}),
        (StaysLonger("an", 3), {3, 4}),
        (Readmitted("an", (3, 4), (6, 7)), {2, 6, 7}),
        (Left("an"), set()),
        (LostDay(3), {2, 4}),
        (LostDay(3, (0.0, 0.0), 1.0), {2, 4}),
        (LostDay(3, (90.0, 0.0), 1.0), {2, 3, 4}),
    ],
)
def test_care_days_follow_what_happens(event: Event, days: set[int]) -> None:
    problem = week([family(days=(2, 3, 4))], [carer("bea", 5)])
    done = replanned(problem, plan(shifts("an", "bea", 5, 2, 3, 4)), event, today=1)
    assert {shift.day for shift in done.plan.shifts} == days
    assert all(each.reason.code not in (Code.OWN_CHANGE, Code.BETTER_AS_A_WHOLE) for each in done.changes)


def test_hours_are_indicated_anew_from_today() -> None:
    done = replanned(TWO, TOLD, ReIndicated("an", 3), today=1)
    assert [shift.hours for shift in done.plan.shifts] == [5, 3, 3]
    assert done.changes[0].reason.said() == "an was indicated 3 hours a day in place of 5"


def test_a_carer_who_is_refused_comes_no_more() -> None:
    done = replanned(TWO, TOLD, Refused("an", "bea"), today=1)
    assert [shift.carer for shift in done.plan.shifts] == ["bea", "cas", "cas"]


def test_a_promise_is_broken_when_otherwise_somebody_would_have_nobody() -> None:
    """bo needs a skill that only bea has, who with overtime has nine hours: three times the least, not four times."""
    carers = [carer("bea", 5, contract=3, skills=frozenset({"caesarean"})), carer("cas", 9)]
    problem = week([family(days=(0, 1), hours=3)], carers)
    newcomer = family("bo", (0, 1), 3, needs=frozenset({"caesarean"}))
    done = replanned(problem, plan(shifts("an", "bea", 3, 0, 1)), NewFamily(newcomer))
    (moved,) = done.changed_for_others
    assert (moved.now.carer if moved.now else None) == "cas"
    assert moved.reason.code is Code.WOULD_HAVE_HAD_NOBODY
    assert moved.reason.said().startswith("bea was needed for bo, who would have had nobody on day ")
    assert [(each.family, each.day) for each in done.changes if each != moved] == [("bo", 0), ("bo", 1)]
    assert {each.reason.code for each in done.changes} == {Code.WOULD_HAVE_HAD_NOBODY, Code.NEW_FAMILY}


def test_no_promise_is_broken_for_a_shorter_way() -> None:
    problem = week([family("an"), family("bo", place=(8.0, 0.0))], [carer("bea", 5), carer("cas", 9)])
    told = plan(shifts("an", "cas", 5, 0, 1, 2), shifts("bo", "bea", 5, 0, 1, 2))
    done = replanned(problem, told, CarerSick("bea", (2,)))
    assert {each.family for each in done.changes} == {"bo"}


def test_hours_that_were_promised_are_not_given_to_another_day() -> None:
    """Each way one day is short; it stays the one that was said."""
    problem = week([family(hours=6)], [carer("bea", 5, contract=9)])
    told = plan(shifts("an", "bea", 3, 0), shifts("an", "bea", 6, 1), shifts("an", "bea", 6, 2))
    done = replanned(problem, told, NewFamily(family("bo", (7,), place=(50.0, 0.0), needs=frozenset({"x"}))))
    assert done.plan == told
    fewer = replanned(problem, told, ReIndicated("an", 3), today=1)
    assert fewer.amounts[Part.CHANGES] == 0


def test_a_pin_that_an_event_makes_impossible_is_said() -> None:
    problem = replace(TWO, pins=(Pin("an", 0, "bea"), Pin("an", 1, "bea")))
    done = replanned(problem, TOLD, CarerSick("bea", (1,)))
    assert [(each.pin.day, each.reason.code) for each in done.released] == [(1, Code.CARER_SICK)]
    assert Shift("an", 0, "bea", 5) in done.plan.shifts


def test_a_pinned_promise_is_kept_although_another_family_goes_without() -> None:
    pins = (Pin("an", 0, "bea"), Pin("an", 1, "bea"))
    problem = replace(week([family(days=(0, 1), hours=3)], [carer("bea", 5, contract=0)]), pins=pins)
    newcomer = family("bo", (0,), 3, vulnerable=True)
    told = plan(shifts("an", "bea", 3, 0, 1))
    assert replanned(problem, told, NewFamily(newcomer)).plan == told
    free = replanned(replace(problem, pins=()), told, NewFamily(newcomer)).plan
    assert {shift.family for shift in free.shifts} == {"an", "bo"}


def test_time_that_comes_free_goes_to_whoever_was_short() -> None:
    problem = week([family("an", (0,), 5), family("bo", (0,), 5)], [carer("bea", 5)])
    done = replanned(problem, plan(shifts("an", "bea", 5, 0), shifts("bo", "bea", 3, 0)), Left("an"))
    assert only(done) == [("an", 0, None, Code.LEFT), ("bo", 0, "bea", Code.TIME_CAME_FREE)]


def test_an_event_about_nobody_is_refused() -> None:
    for event in (Left("nobody"), CarerSick("nobody", (1,)), NewFamily(family())):
        with pytest.raises(ImpossibleFact, match=r"^events\[0\]: "):
            replanned(TWO, TOLD, event)


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)


def running(seed: int, number: int) -> tuple[WeekProblem, Plan, list[Event], int]:
    """A random week under way, some of its shifts pinned, and what happens."""
    problem = random_week(seed, families=12, carers=8, days=8)
    told = solve(problem, WEIGHTS, Steps(250), seed).plan
    chance = random.Random(seed)
    today = chance.randint(0, 6)
    pins = tuple(Pin(each.family, each.day, each.carer) for each in told.shifts if chance.random() < 0.2)
    return replace(problem, pins=pins), told, random_events(seed, problem, told, today, number), today


@settings(deadline=None, max_examples=sample(2))
@given(SEEDS, st.integers(1, 3))
def test_whatever_happens_no_rule_is_broken_and_the_past_and_pins_stay(seed: int, number: int) -> None:
    problem, told, events, today = running(seed, number)
    try:
        done = replan(problem, told, events, today, Steps(250), seed)
    except ImpossibleFact:
        return  # two events that cannot both be true
    assert broken_rules(done.problem, done.plan) == []
    goal = promises_first(done.problem, SearchParams().families_a_move)
    assert done.cost == goal.cost(done.amounts) == goal.cost(amounts(done.problem, done.plan))
    now, before = set(done.plan.shifts), set(told.shifts)
    assert {each for each in now if each.day < today} == {each for each in before if each.day < today}
    gone = {each.pin for each in done.released}
    for pin in problem.pins:
        comes = [each.carer for each in now if (each.family, each.day) == (pin.family, pin.day)]
        assert pin in gone or comes == [pin.carer]
    assert gone == {pin for pin in problem.pins if pin not in done.problem.pins}
    assert applied(told, done.changes) == done.plan
    assert all(each.was != each.now for each in done.changes)
    assert all(each.reason.said() for each in done.changes)
    assert replan(problem, told, events, today, Steps(250), seed) == done


@settings(deadline=None, max_examples=sample(5))
@given(SEEDS)
def test_a_promise_to_others_is_broken_only_for_care_at_all_or_hours_of_the_vulnerable(seed: int) -> None:
    problem, told, events, today = running(seed, 1)
    done = replan(problem, told, events, today, Steps(250), seed)
    kept = diff(problem, told, done.kept, events, today)
    assert not any(each.was and each.family not in done.concerned for each in kept)


def test_a_change_says_whether_less_was_kept_than_promised() -> None:
    reason = replanned(TWO, TOLD, Left("an")).changes[0].reason
    was = Shift("an", 0, "bea", 5)
    assert Change("an", 0, was, None, reason).broken
    assert Change("an", 0, was, replace(was, hours=3), reason).broken
    assert not Change("an", 0, was, replace(was, hours=6), reason).broken
    assert not Change("an", 0, None, was, reason).broken
