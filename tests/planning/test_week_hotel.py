"""What a maternity-care hotel would give in a shortage: weeks worked out by hand, and what holds for every offer."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.kernel.errors import ImpossibleFact
from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.constraints import broken_rules
from kraamkring.core.planning.week.hotel import Hotel, without_stays
from kraamkring.core.planning.week.hotel_offer import COUNTS, hotel_offer
from kraamkring.core.planning.week.model import Family, Pin, Plan, WeekProblem
from kraamkring.core.planning.week.objective import Part, fewer_hours, nobody_comes
from kraamkring.core.planning.week.solve import solve
from kraamkring.packs.planning import hotel_practice
from tests.examples import sample
from tests.planning.weeks import WEIGHTS, carer, family, plan, random_week, shifts, week


def hotel(*beds: int, accepts: str = "an", hours: int = 6, longest: int = 4, carers: int = 2) -> Hotel:
    return Hotel("rest", beds, (carers,) * len(beds), 4, hours, frozenset(accepts.split()), longest)


def test_a_family_that_goes_there_gets_its_hours_and_so_does_the_one_that_gets_its_carer() -> None:
    """bea has eight hours on day 0 and both want six: three each. With one bed both have all."""
    problem = week([family("an", (0,), 6), family("bo", (0,), 6)], [carer("bea", 5)])
    told = plan(shifts("an", "bea", 3, 0), shifts("bo", "bea", 3, 0))
    offer = hotel_offer(problem, told, hotel(1, 0))
    assert offer is not None
    (stay,) = offer.stays
    assert (stay.family, stay.days, stay.hours_a_day, stay.full) == ("an", (0,), 6, ("an", "bo"))
    assert offer.gained == {Part.SHORTENED: 6}
    assert [each.said() for each in stay.why] == [
        "an would have 3 hours more there than at home",
        "bea would have time for others on 1 days",
        "bo would get its full hours",
    ]
    assert offer.why[0].said() == "With 1 beds 2 families would get their full hours"
    assert offer.plan == plan(shifts("bo", "bea", 6, 0))
    assert [(each.family, each.now.hours if each.now else None) for each in offer.changes] == [
        ("an", None),
        ("bo", 6),
    ]
    assert told == plan(shifts("an", "bea", 3, 0), shifts("bo", "bea", 3, 0))


def test_whoever_has_nobody_comes_before_hours_and_the_vulnerable_before_others() -> None:
    problem = week(
        [family("an", (0,), 6), family("bo", (0,), 6), family("cy", (0,), 6, vulnerable=True)],
        [carer("bea", 5)],
    )
    told = plan(shifts("an", "bea", 3, 0), shifts("bo", "bea", 3, 0))
    offer = hotel_offer(problem, told, hotel(1, accepts="an bo cy"))
    assert offer is not None
    assert [each.family for each in offer.stays] == ["cy"]
    assert offer.gained == {Part.UNSERVED_VULNERABLE: 1}
    assert offer.stays[0].why[0].said() == (
        "cy would have somebody on 1 days on which nobody comes to her home"
    )


def test_beds_are_of_use_only_as_far_as_carers_are_there() -> None:
    families = [family(name, (0,), 6) for name in ("an", "bo", "cy")]
    none = week(families, [])
    all_three = "an bo cy"
    assert hotel_offer(none, Plan(), hotel(3, accepts=all_three, carers=0)) is None
    one_for_two = replace(hotel(3, accepts=all_three, carers=1), families_a_carer=2)
    offer = hotel_offer(none, Plan(), one_for_two)
    assert offer is not None
    assert (offer.beds[0], offer.gained) == (2, {Part.UNSERVED: 2})


@pytest.mark.parametrize(
    ("problem", "told", "where"),
    [
        (
            week([family()], [carer("bea", 5)]),
            plan(shifts("an", "bea", 5, 0, 1, 2)),
            hotel(9, 9, 9),
        ),  # nobody is short
        (week([family("an", (0,), 5)], []), plan(), hotel(1, accepts="bo")),  # she did not say yes
        (week([family("an", (0,), 5)], []), plan(), hotel(0, 1)),  # no bed on her first day
        (
            week([family("an", (0,), 6)], [carer("bea", 5, contract=0)]),
            plan(shifts("an", "bea", 5, 0)),
            hotel(1, hours=4),
        ),  # fewer hours there than at home
        (
            replace(week([family("an", (0,), 6)], [carer("bea", 5)]), pins=(Pin("an", 0, "bea"),)),
            plan(shifts("an", "bea", 3, 0)),
            hotel(1),
        ),  # a person chose
        (replace(week([family("an", (0,), 6)], []), settled_before=1), plan(), hotel(1)),  # it has passed
    ],
)
def test_nothing_is_offered_that_nobody_needs_or_that_cannot_be(
    problem: WeekProblem, told: Plan, where: Hotel
) -> None:
    assert hotel_offer(problem, told, where) is None


def test_a_stay_is_days_in_a_row_from_the_first_and_then_she_is_at_home() -> None:
    problem = week([family("an", (1, 2, 3, 4), 6)], [carer("bea", 5, contract=9)])
    told = plan(shifts("an", "bea", 3, 1, 2, 3, 4))
    offer = hotel_offer(problem, told, hotel(1, 1, 1, 1, 1, longest=2))
    assert offer is not None
    assert offer.stays[0].days == (1, 2)
    assert {each.day for each in offer.plan.shifts} == {3, 4}
    assert without_stays(problem, offer.stays).family_by_id["an"].days == (3, 4)


def test_a_hotel_has_no_numbers_below_nothing_and_the_pack_has_its_own() -> None:
    with pytest.raises(ImpossibleFact, match="below 0"):
        hotel(-1)
    usual = hotel_practice()
    assert min(usual.families_a_carer, usual.hours_a_day, usual.longest_stay_days) > 0


def care(
    problem: WeekProblem, told: Plan, one: Family, away: dict[str, tuple[tuple[int, ...], int]]
) -> Counter[Part]:
    """What a family misses: at home and, on these days, in the hotel."""
    days, hours = away.get(one.id, ((), 0))
    given = {each.day: each.hours for each in told.shifts if each.family == one.id} | dict.fromkeys(
        days, hours
    )
    missed: Counter[Part] = Counter()
    for day in one.days:
        missed[fewer_hours(one) if given.get(day) else nobody_comes(one)] += (
            one.hours_a_day - given[day] if given.get(day) else 1
        )
    return missed


@settings(deadline=None, max_examples=sample(2))
@given(st.integers(0, 10**6))
def test_an_offer_keeps_every_rule_takes_nothing_from_anybody_and_counts_what_it_gives(seed: int) -> None:
    chance = random.Random(seed)
    problem = random_week(seed, families=8, carers=4, days=5)
    told = solve(problem, WEIGHTS, Steps(250), seed).plan
    asked = frozenset(each.id for each in problem.families if chance.random() < 0.7)
    where = Hotel(
        "rest",
        tuple(chance.randint(0, 3) for _ in range(5)),
        tuple(chance.randint(0, 1) for _ in range(5)),
        2,
        chance.choice([3, 5, 8]),
        asked,
        3,
    )
    offer = hotel_offer(problem, told, where)
    if offer is None:
        return
    home = without_stays(problem, offer.stays)
    assert broken_rules(home, offer.plan) == []
    assert {each.family for each in offer.stays} <= asked
    assert all(used <= where.room(day) for day, used in enumerate(offer.beds))
    assert all(
        len(each.days) <= 3 and each.days == tuple(range(each.days[0], each.days[-1] + 1))
        for each in offer.stays
    )
    away = {each.family: (each.days, each.hours_a_day) for each in offer.stays}
    before, after = Counter[Part](), Counter[Part]()
    for one in problem.families:
        was, now = care(problem, told, one, {}), care(problem, offer.plan, one, away)
        assert tuple(now[part] for part in COUNTS) <= tuple(was[part] for part in COUNTS)
        before.update(was)
        after.update(now)
    before.subtract(after)
    assert {part: many for part, many in before.items() if many} == {
        part: many for part, many in offer.gained.items() if many
    }
    assert {one for one in offer.full} == {
        one.id
        for one in problem.families
        if any(care(problem, told, one, {}).values())
        and not any(care(problem, offer.plan, one, away).values())
    }
    assert all(each.said() for each in offer.why)
    for reason in (each for stay in offer.stays for each in stay.why):
        assert all(many > 0 for many in dict(reason.values).values() if isinstance(many, int))
