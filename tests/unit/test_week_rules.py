"""What no plan of a week may break: each rule, just inside and just outside, with the numbers of the pack."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.planning.week.constraints import RULES as EVERY_RULE
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.model import Pin, Plan, WeekProblem
from kraamkring.packs.planning import week_rules
from tests.planning.weeks import carer, family, plan, shifts, week


def in_the_pack(problem: WeekProblem) -> WeekProblem:
    return replace(problem, rules=week_rules().rules(least_hours=3))


def allowed(problem: WeekProblem, *parts: tuple) -> bool:
    return not broken_rules(in_the_pack(problem), plan(*parts))


def test_every_rule_has_a_sentence_of_its_own() -> None:
    assert len({rule.SENTENCE for rule in EVERY_RULE}) == len(EVERY_RULE)
    assert all(rule.SENTENCE.endswith(".") for rule in EVERY_RULE)


def test_a_care_day_has_one_carer() -> None:
    problem = week([family()], [carer("bea"), carer("cas")])
    assert allowed(problem, shifts("an", "bea", 5, 0))
    assert not allowed(problem, shifts("an", "bea", 5, 0), shifts("an", "cas", 5, 0))


def test_a_day_that_is_no_care_day_has_none() -> None:
    assert not allowed(week([family(days=(0, 1))], [carer()]), shifts("an", "bea", 5, 2))


@pytest.mark.parametrize(("hours", "right"), [(2, False), (3, True), (4, False), (5, True), (6, False)])
def test_a_family_gets_its_full_hours_or_the_least(hours: int, right: bool) -> None:
    assert allowed(week([family(hours=5)], [carer()]), shifts("an", "bea", hours, 0)) is right


def test_whoever_comes_has_the_skills_and_is_accepted() -> None:
    needy = family(needs=frozenset({"caesarean"}))
    assert not allowed(week([needy], [carer()]), shifts("an", "bea", 5, 0))
    assert allowed(
        week([needy], [carer(skills=frozenset({"caesarean", "arabic"}))]), shifts("an", "bea", 5, 0)
    )
    assert not allowed(week([family(not_by=frozenset({"bea"}))], [carer()]), shifts("an", "bea", 5, 0))


def test_nobody_works_on_a_day_off() -> None:
    problem = week([family()], [carer(days_off=frozenset({1}))])
    assert allowed(problem, shifts("an", "bea", 5, 0))
    assert not allowed(problem, shifts("an", "bea", 5, 1))


def test_a_family_sees_three_carers_and_not_four() -> None:
    problem = week([family(days=(0, 1, 2, 3))], [carer(name) for name in "abcd"])
    three = [shifts("an", name, 5, day) for day, name in enumerate("abc")]
    assert allowed(problem, *three)
    assert not allowed(problem, *three, shifts("an", "d", 5, 3))


def test_a_carer_has_two_families_on_a_day_and_not_three() -> None:
    problem = week([family(name, hours=2 + 1) for name in "abc"], [carer()])
    two = [shifts(name, "bea", 3, 0) for name in "ab"]
    assert allowed(problem, *two)
    problem = replace(in_the_pack(problem), rules=replace(week_rules().rules(2), most_hours_a_day=9))
    assert not broken_rules(problem, plan(*two))
    assert broken_rules(problem, plan(*two, shifts("c", "bea", 3, 0)))


def test_a_carer_works_eight_hours_on_a_day_and_not_nine() -> None:
    problem = week([family("a", hours=5), family("b", hours=4), family("c", hours=3)], [carer()])
    assert allowed(problem, shifts("a", "bea", 5, 0), shifts("c", "bea", 3, 0))
    assert not allowed(problem, shifts("a", "bea", 5, 0), shifts("b", "bea", 4, 0))


def test_a_carer_works_six_days_of_a_period_and_not_seven() -> None:
    problem = week([family(days=tuple(range(9)), hours=3)], [carer()], days=9)
    assert allowed(problem, shifts("an", "bea", 3, 0, 1, 2, 4, 5, 6))
    assert not allowed(problem, shifts("an", "bea", 3, 0, 1, 2, 4, 5, 6, 8))


@pytest.mark.parametrize(
    ("before", "days", "right"), [(0, 5, True), (0, 6, False), (3, 2, True), (3, 3, False)]
)
def test_five_days_in_a_row_and_not_six_days_before_the_period_counted(
    before: int, days: int, right: bool
) -> None:
    problem = week([family(days=tuple(range(8)), hours=3)], [carer(days_worked_before=before)])
    assert allowed(problem, shifts("an", "bea", 3, *range(days))) is right


@pytest.mark.parametrize(
    ("after", "days", "right"),
    [(2, (5, 6, 7), True), (3, (5, 6, 7), False), (5, (0, 1, 2, 3, 4), True), (5, (7,), False)],
)
def test_five_days_in_a_row_and_not_six_days_after_the_period_counted(
    after: int, days: tuple[int, ...], right: bool
) -> None:
    problem = week([family(days=tuple(range(8)), hours=3)], [carer(days_worked_after=after)])
    assert allowed(problem, shifts("an", "bea", 3, *days)) is right


@pytest.mark.parametrize(("contract", "right"), [(9, True), (8, False)])
def test_six_hours_above_the_contract_and_not_seven(contract: int, right: bool) -> None:
    problem = week([family(hours=5)], [carer(contract=contract)])
    assert allowed(problem, shifts("an", "bea", 5, 0, 1, 2)) is right


def test_where_a_person_decided_she_comes_or_nobody() -> None:
    problem = replace(week([family()], [carer("bea"), carer("cas")]), pins=(Pin("an", 1, "cas"),))
    assert allowed(problem, shifts("an", "bea", 5, 0), shifts("an", "cas", 5, 1))
    assert allowed(problem, shifts("an", "bea", 5, 0))
    assert not allowed(problem, shifts("an", "bea", 5, 0, 1))


def test_a_plan_about_somebody_unknown_is_refused() -> None:
    with pytest.raises(ImpossibleFact, match=r"shifts\[0\]"):
        broken_rules(week([family()], [carer()]), Plan(shifts("an", "nobody", 5, 0)))


@pytest.mark.parametrize(
    ("km", "minutes"),
    [(0.0, 2), (1.0, 4), (12.0, 27), (60.0, 125)],  # 2 + 1.3 x 60 / 38 = 2 + 2.0526 a kilometre
)
def test_the_way_is_longer_than_the_straight_line_and_the_car_is_parked(km: float, minutes: int) -> None:
    problem = in_the_pack(week([family()], [carer(km=km)]))
    assert problem.minutes(problem.carers[0], problem.families[0]) == minutes


@pytest.mark.parametrize(
    "wrong",
    [
        {"families": [family(), family()]},
        {"families": [family(days=(0, 0))]},
        {"families": [family(days=(8,))]},
        {"families": [family(days=tuple(range(11)))], "days": 12},
        {"families": [family(hours=2)]},
        {"families": [family(hours=9)]},
        {"carers": [carer(), carer()]},
        {"carers": [carer(contract=-1)]},
        {"days": 0},
    ],
)
def test_a_problem_that_cannot_be_is_not_built(wrong: dict) -> None:
    with pytest.raises(ImpossibleFact):
        week(wrong.get("families", [family()]), wrong.get("carers", [carer()]), wrong.get("days", 8))
