"""A roster hour by hour says the same as the search reckons in blocks."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.planning.pool.hours import covered, hour_by_hour, reach_of, worst
from kraamkring.core.planning.pool.model import Roster
from kraamkring.core.planning.pool.solve import missed_births
from kraamkring.core.planning.pool.uniform import uniform_roster
from tests.examples import sample
from tests.planning.pools import random_pool


@settings(deadline=None, max_examples=sample(10))
@given(st.integers(0, 10**6))
def test_hours_add_up_to_what_the_search_reckons(seed: int) -> None:
    problem = random_pool(seed)
    roster = uniform_roster(problem, seed)
    hours = hour_by_hour(problem, roster)
    assert sum(each.alone for each in hours) == pytest.approx(
        missed_births(problem, roster), rel=0.05, abs=0.01
    )
    assert all(0 <= each.reached <= 1 for each in hours)
    found = worst(hours, 3)
    assert [each.alone for each in found] == sorted(
        (each.alone for each in hours if each.alone), reverse=True
    )[:3]


def test_with_nobody_on_call_nobody_is_reached() -> None:
    problem = random_pool(1)
    assert {each.reached for each in hour_by_hour(problem, Roster()) if each.births} == {0.0}


@settings(deadline=None, max_examples=sample(10))
@given(st.integers(0, 10**6))
def test_who_cannot_be_there_never_makes_the_board_better(seed: int) -> None:
    """Reckoned from groups of places alone, as the board is: whoever goes leaves a hole, and births stay the same."""
    problem = random_pool(seed)
    roster, reach = uniform_roster(problem, seed), reach_of(problem)
    bare = replace(problem, carers=(), places=())
    whole = covered(bare, reach, roster.held)
    assert whole == hour_by_hour(problem, roster)
    for gone in {each.carer for each in roster.held}:
        left = covered(bare, reach, [each for each in roster.held if each.carer != gone])
        for before, after in zip(whole, left, strict=True):
            assert after.births == pytest.approx(before.births)
            assert after.on_call <= before.on_call
            assert after.reached <= before.reached + 1e-9
