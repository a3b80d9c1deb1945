"""From facts to days of care, from rows to the problem of a week, and who could come: without a database."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kraamkring.core.kraamzorg.care_days import Known, care_days
from kraamkring.core.planning.week.model import Carer, Plan
from kraamkring.core.planning.week.model import Shift as PlannedShift
from kraamkring.core.planning.week.offers import offers
from kraamkring.packs.planning import practice, week_rules
from kraamkring.rooms.planner.actions import Proposed
from kraamkring.rooms.planner.facts import Period, Rows, as_it_stands, problem_of
from kraamkring.rooms.planner.models import (
    Absence,
    CareDay,
    CareNeed,
    CareRequest,
    Contract,
    Duty,
    KeptApart,
    Shift,
)
from kraamkring.rooms.planner.on_call import resting_days
from kraamkring.rooms.planner.proposals import proposals_of

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
WEEK = Period(MONDAY, 7)
RULES = week_rules().rules(practice().least_hours)
LEEN, YARA, ZOE = UUID(int=1), UUID(int=11), UUID(int=12)
KNOWN = Known(hours=24, days=8, due_on=MONDAY + 5 * DAY, stays_days=2)


@pytest.mark.parametrize(
    ("known", "first", "expected"),
    [
        (KNOWN, MONDAY + 7 * DAY, True),
        (Known(hours=24, days=8, due_on=MONDAY, born_on=MONDAY, at_home=True, stays_days=2), MONDAY, False),
        (Known(hours=24, days=8, due_on=MONDAY, born_on=MONDAY, stays_days=2), MONDAY + 2 * DAY, True),
        (Known(hours=24, days=8, due_on=MONDAY, born_on=MONDAY, home_on=MONDAY + DAY), MONDAY + DAY, False),
    ],
)
def test_care_begins_at_home_and_what_has_not_happened_is_expected(
    known: Known, first: date, expected: bool
) -> None:
    days = care_days(known, RULES.most_hours_a_day)
    assert [each.day for each in days] == [first + number * DAY for number in range(8)]
    assert {each.hours for each in days} == {3}
    assert {each.expected for each in days} == {expected}


def test_hours_that_do_not_divide_go_to_the_first_days_and_after_an_end_there_are_none() -> None:
    assert [each.hours for each in care_days(Known(hours=26, days=8, due_on=MONDAY), 8)] == [
        4,
        4,
        3,
        3,
        3,
        3,
        3,
        3,
    ]
    assert care_days(Known(hours=24, days=8, due_on=MONDAY, over=True), 8) == ()


def rows(*shifts: Shift, away: bool = False, postcode: str = "9000") -> Rows:
    """Leen needs four hours on three days; Yara and Zoe work 24 hours, Yara goes to 90.. only."""
    request = CareRequest(id=UUID(int=2), episode_id=LEEN)
    contracts = [
        Contract(carer_id=carer, hours_a_week=24, first_day=MONDAY - DAY, postcode="9000", areas=areas)
        for carer, areas in ((YARA, ["90"]), (ZOE, []))
    ]
    absent = Absence(carer_id=YARA, kind="sick", first_day=MONDAY, last_day=MONDAY)
    return Rows(
        region="be-vlg",
        requests=[request],
        needs={LEEN: CareNeed(skills=[], goes_first=True)},
        care_days=[
            CareDay(episode_id=LEEN, day=MONDAY + number * DAY, hours=4, expected=number == 2)
            for number in range(3)
        ],
        postcodes={LEEN: postcode},
        contracts=contracts,
        absences={YARA: [absent]} if away else {},
        shifts=shifts,
    )


def shift(state: str, day: date = MONDAY, carer: UUID | None = YARA, *, pinned: bool = False) -> Shift:
    return Shift(episode_id=LEEN, day=day, carer_id=carer, hours=4, full_hours=4, state=state, pinned=pinned)


def test_what_is_expected_is_not_planned_and_who_does_not_go_there_is_kept_away() -> None:
    problem = problem_of(rows(postcode="9800"), WEEK, RULES)
    (family,) = problem.families
    assert (family.days, family.hours_a_day, family.vulnerable) == ((0, 1), 4, True)
    assert family.not_by == {str(YARA)}
    assert problem_of(rows(), WEEK, RULES).families[0].not_by == set()


def test_what_a_person_decided_is_pinned_and_what_is_promised_is_known() -> None:
    promised, decided = shift("published"), shift("accepted", carer=ZOE)
    problem = problem_of(rows(promised, decided), WEEK, RULES)
    assert [(pin.day, pin.carer) for pin in problem.pins] == [(0, str(ZOE))]
    assert [each.carer for each in problem.promised.shifts] == [str(YARA)]
    assert problem_of(rows(promised), WEEK, RULES).pins == ()
    assert len(problem_of(rows(shift("published", pinned=True)), WEEK, RULES).pins) == 1


def test_a_proposal_stands_in_the_place_of_the_promise_that_it_would_change() -> None:
    tomorrow, gone = MONDAY + DAY, UUID(int=13)
    own = [
        shift("proposed", carer=ZOE), shift("published"),  # whichever is read first
        shift("published", tomorrow), shift("proposed", tomorrow, None),  # nobody, if it is agreed
        shift("published", WEEK.last + DAY), shift("published", WEEK.last, gone),
    ]  # fmt: skip
    other = Shift(episode_id=UUID(int=3), day=MONDAY, carer_id=ZOE, hours=3, full_hours=3, state="published")
    problem = problem_of(rows(*own), WEEK, RULES)
    for lines in ([*own, other], [other, *own[::-1]]):
        mine = as_it_stands(lines, {LEEN}, problem, WEEK).shifts
        assert mine == (PlannedShift(str(LEEN), 0, str(ZOE), 4),)
        theirs = as_it_stands(lines, {LEEN, UUID(int=3)}, problem, WEEK).shifts
        assert theirs == (*mine, PlannedShift(str(UUID(int=3)), 0, str(ZOE), 3))


@pytest.mark.parametrize(
    ("first", "days", "hours"),
    [
        (0, 7, 24),  # a week: her contract
        (0, 14, 48),  # two of them
        (0, 3, 24 - 4),  # Thursday is promised too, and what is left of the week is hers
        (4, 2, 24 - 16),  # Monday to Thursday are
        (5, 3, 24 - 12),  # Tuesday to Thursday are: no seven days hold Monday and the Monday after
        (9, 2, 24),  # nothing is within seven days
    ],
)
def test_of_less_than_a_week_what_is_left_of_her_contract_in_any_seven_days(
    first: int, days: int, hours: int
) -> None:
    assert yara(first, days, (0, 1, 2, 3), each=4).contract_hours == hours


def test_what_was_promised_within_her_overtime_stays_so() -> None:
    """Thirty hours in five days of a contract of 24: nothing more, and nothing less."""
    assert yara(0, 5, (0, 1, 2, 3, 4), each=6).contract_hours == 30 - RULES.most_overtime_hours
    assert yara(0, 2, (0, 1, 2, 3, 4), each=6).contract_hours == 12 - RULES.most_overtime_hours


@pytest.mark.parametrize(("days", "most"), [(1, 6), (7, 6), (8, 6), (9, 6), (10, 7), (14, 10)])
def test_a_plan_of_two_weeks_has_working_days_in_proportion(days: int, most: int) -> None:
    assert problem_of(rows(), Period(MONDAY, days), RULES).rules.most_days == most


def test_days_in_a_row_are_counted_on_both_sides_of_what_is_planned() -> None:
    found = yara(3, 2, (0, 2, 5, 6, 8), each=4)
    assert (found.days_worked_before, found.days_worked_after) == (1, 2)


def yara(first: int, days: int, promised: tuple[int, ...], each: int) -> Carer:
    """What the planner knows of Yara in these days; so many hours are promised on those."""
    period = Period(MONDAY + first * DAY, days)
    told = [shift("published", MONDAY + day * DAY) for day in promised]
    for one in told:
        one.hours = each
    inside = [one for one in told if period.has(one.day)]
    known = replace(rows(*inside), around=[one for one in told if not period.has(one.day)])
    return problem_of(known, period, RULES).carer_by_id[str(YARA)]


def test_only_what_differs_from_a_promise_is_proposed_each_with_its_reason() -> None:
    known = rows(shift("published"), shift("published", MONDAY + DAY), away=True)
    kept = PlannedShift(str(LEEN), 1, str(YARA), 4)
    (ill,) = proposed(Plan((PlannedShift(str(LEEN), 0, str(ZOE), 4), kept)), known)
    assert (ill.day, ill.carer_id, ill.why) == (MONDAY, ZOE, "carer_sick")
    assert ill.values == {"carer": str(YARA), "day": "2026-11-23"}
    (nobody,) = proposed(Plan((kept,)), known)
    assert (nobody.carer_id, nobody.hours) == (None, 0)
    (gone,) = proposed(Plan(), rows(shift("published", MONDAY + 5 * DAY)))
    assert gone.why == "not_needed"


def proposed(plan: Plan, known: Rows) -> list[Proposed]:
    return proposals_of(plan, known, WEEK, problem_of(known, WEEK, RULES))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"needs": {LEEN: CareNeed(skills=["twins"])}}, "skill_needed"),
        ({"apart": {LEEN: [KeptApart(carer_id=YARA, whose="family")]}}, "carer_refused"),
        ({"apart": {LEEN: [KeptApart(carer_id=YARA, whose="carer")]}}, "carer_declined"),
        ({"postcodes": {LEEN: "9800"}}, "out_of_area"),
        ({"elsewhere": {YARA: {MONDAY}}}, "works_elsewhere"),
        ({"resting": {YARA: {MONDAY}}}, "carer_on_call"),
        ({"contracts": []}, "carer_gone"),
        ({"care_days": [CareDay(episode_id=LEEN, day=MONDAY, hours=6, expected=False)]}, "hours_indicated"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_of_a_promise_that_fell_the_rows_say_why(changed: dict[str, Any], why: str) -> None:
    known = replace(rows(shift("published")), **changed)
    zoe = PlannedShift(str(LEEN), 0, str(ZOE), 4)
    (found,) = proposed(Plan((zoe,)), known)
    assert found.why == why


def test_for_whom_a_carer_was_needed_is_said_with_the_day() -> None:
    """Mila would have had nobody if Yara had stayed with Leen."""
    mila = UUID(int=3)
    two = rows(shift("published"))
    known = replace(
        two,
        requests=[*two.requests, CareRequest(id=UUID(int=4), episode_id=mila)],
        needs={**two.needs, mila: CareNeed(skills=[])},
        care_days=[*two.care_days, CareDay(episode_id=mila, day=MONDAY, hours=4, expected=False)],
    )
    problem = problem_of(known, WEEK, RULES)
    promised = PlannedShift(str(LEEN), 0, str(YARA), 4)
    moved = Plan((PlannedShift(str(LEEN), 0, str(ZOE), 4), PlannedShift(str(mila), 0, str(YARA), 4)))
    found = {each.episode_id: each for each in proposals_of(moved, known, WEEK, problem, Plan((promised,)))}
    assert (found[LEEN].why, found[mila].why) == ("would_have_had_nobody", "")
    assert found[LEEN].values == {"carer": str(YARA), "other": str(mila), "other_day": "2026-11-23"}


def test_what_was_done_is_pinned_and_what_has_passed_is_nobodys_to_plan() -> None:
    known = rows(shift("done"), shift("published", MONDAY + DAY))
    problem = problem_of(known, WEEK, RULES, MONDAY + DAY)
    assert [each.day for each in problem.pins] == [0]
    assert problem.settled_before == 1
    plan = Plan(problem.promised.shifts)
    assert {str(each.against[0].code) for each in offers(problem, plan, str(LEEN), 0)} == {"has_passed"}
    assert proposed(Plan(), known)[0].day == MONDAY + DAY


def test_who_could_come_stands_first_and_of_the_others_the_rule_is_said() -> None:
    known = rows(away=True)
    first, second = offers(problem_of(known, WEEK, RULES), Plan(), str(LEEN), 0)
    assert (first.carer, first.hours, first.against) == (str(ZOE), 4, ())
    assert (second.carer, [each.code for each in second.against]) == (str(YARA), ["day_off"])


def test_the_moment_of_a_row_is_no_part_of_a_problem() -> None:
    """Two readings of the same rows are the same problem: so a run can see whether something changed meanwhile."""
    assert problem_of(rows(shift("published")), WEEK, RULES) == problem_of(
        rows(shift("published")), WEEK, RULES
    )


BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("begins", "rest", "taken"),
    [(19, 11, {MONDAY + DAY}), (7, 11, {MONDAY}), (19, 0, set()), (15, 11, {MONDAY, MONDAY + DAY})],
    ids=["a night takes the next day", "a day takes itself", "rested at once", "an evening takes both"],
)
def test_who_was_on_call_is_not_with_families_until_she_has_rested(
    begins: int, rest: int, taken: set[date]
) -> None:
    start = datetime.combine(MONDAY, time(begins), BRUSSELS)
    duty = Duty(carer_id=YARA, from_at=start, until_at=start + timedelta(hours=12))
    found = resting_days(
        [duty], WEEK.every_day(), BRUSSELS, time(8), timedelta(hours=8), timedelta(hours=rest)
    )
    assert found.get(YARA, set()) == taken


def test_on_a_day_of_rest_after_a_night_on_call_no_plan_can_use_her() -> None:
    problem = problem_of(replace(rows(), resting={YARA: {MONDAY + DAY}}), WEEK, RULES)
    assert problem.carer_by_id[str(YARA)].days_off >= {1}
    assert 1 not in problem.carer_by_id[str(ZOE)].days_off
