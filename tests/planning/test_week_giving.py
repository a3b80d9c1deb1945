"""What would have to give, what binds, and who carries what: weeks worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.fair_play import Asked, by_organisation, ledger
from kraamkring.core.planning.week.giving import CarerDay, binding, what_would_give
from kraamkring.core.planning.week.objective import Part
from tests.planning.weeks import carer, family, plan, shifts, week


def test_with_a_carer_who_is_off_two_families_would_get_their_full_hours() -> None:
    """bea has six hours in all on day 0, three for each of two families of four hours; cas is off."""
    problem = week(
        [family("an", (0,), 4), family("bo", (0,), 4)],
        [carer("bea", 5, contract=0), carer("cas", 9, days_off=frozenset({0}))],
    )
    told = plan(shifts("an", "bea", 3, 0), shifts("bo", "bea", 3, 0))
    answer = what_would_give(problem, told, "an", Steps(250), 1)
    (best,) = answer.carer_days
    assert best == CarerDay("cas", 0, ("an", "bo"), 2, 0)
    both = what_would_give(
        replace(
            problem,
            carers=(carer("bea", 5, contract=0), carer("cas", 9, contract=0, days_off=frozenset({0}))),
        ),
        plan(),
        "an",
        Steps(250),
        1,
    )
    by_carer = {each.carer: each for each in both.carer_days}
    assert by_carer["cas"] == CarerDay("cas", 0, ("an", "bo"), 8, 2)


def test_what_others_would_give_is_a_plan_with_its_changes() -> None:
    problem = week([family("an", (0,), 5), family("bo", (0,), 5)], [carer("bea", 5)])
    told = plan(shifts("an", "bea", 3, 0), shifts("bo", "bea", 5, 0))
    others = what_would_give(problem, told, "an", Steps(250), 1).others
    assert others is not None
    assert others.full
    assert [(each.family, each.now.hours if each.now else 0) for each in others.changes] == [
        ("an", 5),
        ("bo", 3),
    ]
    assert others.worse == {Part.CHANGES: 1} or others.worse == {}


def test_nothing_has_to_give_where_nothing_is_missing() -> None:
    problem = week([family()], [carer("bea", 5)])
    answer = what_would_give(problem, plan(shifts("an", "bea", 5, 0, 1, 2)), "an", Steps(250), 1)
    assert (answer.carer_days, answer.others) == ((), None)
    assert binding(problem, plan(shifts("an", "bea", 5, 0, 1, 2))) == ()


def test_the_rule_that_binds_is_found() -> None:
    skilled = family("an", (0,), 4, needs=frozenset({"caesarean"}))
    off = week([family("an", (0,), 4)], [carer("bea", 5, days_off=frozenset({0}))])
    hours = week([family("an", (0,), 8)], [carer("bea", 5, contract=0)])
    tired = week([family("an", (0,), 4)], [carer("bea", 5, days_worked_before=5)])
    none = plan()
    assert [(each.rule, each.days) for each in binding(off, none)] == [("days_off", 1)]
    assert [(each.rule, each.hours) for each in binding(hours, plan(shifts("an", "bea", 3, 0)))] == [
        ("hours_of_contracts", 5)
    ]
    assert [each.rule for each in binding(tired, none)] == ["rest"]
    assert [each.rule for each in binding(week([skilled], [carer("bea", 5)]), none)] == ["skills"]
    full = week([family("an", (0,), 6), family("bo", (0,), 6)], [carer("bea", 5)])
    both = plan(shifts("an", "bea", 3, 0), shifts("bo", "bea", 3, 0))
    assert [(each.rule, each.families) for each in binding(full, both)] == [("length_of_a_day", ("an", "bo"))]


def test_the_ledger_says_what_is_asked_of_whom() -> None:
    problem = week([family("an"), family("bo", (2,), 3)], [carer("bea", 5, contract=10), carer("cas", 9)])
    told = plan(shifts("an", "bea", 5, 0, 1), shifts("an", "cas", 5, 2))
    now = plan(shifts("an", "bea", 5, 0, 1, 2), shifts("bo", "cas", 3, 2))
    bea, cas = ledger(problem, now, weekend=(1, 2), before=told)
    assert bea == Asked("bea", 3, 15, 10, 5, 30, 3, 2, 1, 1)
    assert cas == Asked("cas", 1, 3, 30, 0, 18, 1, 1, 1, 1)
    (home,) = by_organisation((bea, cas), {"bea": "De Ooievaar", "cas": "De Ooievaar"})
    assert (home.hours, home.travel_minutes, home.weekend_days) == (18, 48, 3)
    assert by_organisation((bea,), {}) == ()
