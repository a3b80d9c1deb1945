"""Leave over thousands of births: never under the minimum, and nothing that happens to a family takes days away."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.entitlements.answer import Leave
from kraamkring.core.entitlements.case import BirthCase, MaternityRestCase, PregnancyLeaveCase, Spell
from kraamkring.packs.leave import leave_schemes

DUE = date(2026, 10, 14)
MINIMUM = {1: 16 * 7, 2: 20 * 7}  # UWV, in days
births = st.integers(-110, 21).map(lambda days: DUE + timedelta(days=days))
children = st.integers(1, 4)
stays = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=3)
sick = st.lists(st.tuples(st.integers(-80, 5), st.integers(0, 30)), max_size=3)


def spell(first: date, days: int) -> Spell:
    return Spell(**{"from": first, "until": first + timedelta(days=days)})  # type: ignore[arg-type]


def leave(case: BirthCase) -> Leave:
    kind = leave_schemes()["nl" if isinstance(case, PregnancyLeaveCase) else "be"]
    return kind.work_out(case)


@st.composite
def dutch(draw: st.DrawFn) -> PregnancyLeaveCase:
    born, count = draw(births), draw(children)
    before = draw(st.integers(8, 10) if count > 1 else st.integers(4, 6))
    return PregnancyLeaveCase(
        due_on=DUE, born_on=born, children=count, weeks_before=before,
        hospital=tuple(spell(born + timedelta(days=after), days) for after, days in draw(stays)),
        sick=tuple(spell(DUE + timedelta(days=start), days) for start, days in draw(sick)),
    )  # fmt: skip


@st.composite
def belgian(draw: st.DrawFn) -> MaternityRestCase:
    born, count = draw(births), draw(children)
    status = draw(st.sampled_from(["employee", "self-employed"]))
    before = draw(st.integers(1, 3 if status == "self-employed" else 6))
    return MaternityRestCase(
        due_on=DUE, born_on=born, children=count, weeks_before=before, status=status,
        extra_weeks=draw(st.booleans()) if count > 1 else None, worked_on_day_of_birth=draw(st.booleans()),
        hospital=tuple(spell(born + timedelta(days=after), days) for after, days in draw(stays)),
    )  # fmt: skip


@given(dutch())
def test_dutch_leave_is_never_under_the_minimum(case: PregnancyLeaveCase) -> None:
    found = leave(case)
    if found.entitled:
        after = sum(part.days for part in found.parts if part.name not in ("sick_days", "pregnancy_leave"))
        assert found.days >= MINIMUM[min(case.children, 2)]
        assert after >= 10 * 7


@given(st.one_of(dutch(), belgian()), st.integers(1, 20))
def test_a_later_birth_never_shortens_the_whole(case: BirthCase, later: int) -> None:
    assert case.born_on
    born = min(case.born_on + timedelta(days=later), DUE + timedelta(days=30))
    early, late = replace(case, hospital=()), replace(case, hospital=(), born_on=born)
    assert leave(late).days >= leave(early).days


@given(st.one_of(dutch(), belgian()), st.integers(1, 100))
def test_a_longer_first_stay_in_hospital_never_shortens_leave(case: BirthCase, longer: int) -> None:
    first = replace(case, hospital=(), hospital_days=longer)
    assert leave(replace(first, hospital_days=longer + 7)).days >= leave(first).days
    assert leave(first).days >= leave(replace(case, hospital=())).days


@given(dutch(), st.tuples(st.integers(0, 200), st.integers(0, 200)))
def test_another_stay_in_hospital_never_shortens_dutch_leave(
    case: PregnancyLeaveCase, stay: tuple[int, int]
) -> None:
    assert case.born_on
    more = (*case.hospital, spell(case.born_on + timedelta(days=stay[0]), stay[1]))
    assert leave(replace(case, hospital=more)).days >= leave(case).days


@given(st.one_of(dutch(), belgian()))
def test_more_children_never_shorten_leave(case: BirthCase) -> None:
    one = replace(
        case, children=1, weeks_before=None, **({"extra_weeks": None} if hasattr(case, "extra_weeks") else {})
    )
    assert leave(replace(one, children=2)).days >= leave(one).days
    assert leave(replace(one, children=3)).days == leave(replace(one, children=2)).days


@given(st.one_of(dutch(), belgian()))
def test_parts_follow_one_another_without_a_gap_or_a_day_twice(case: BirthCase) -> None:
    found = leave(case)
    parts = [part for part in found.parts if part.days and part.name != "sick_days"]
    for part in parts:
        assert part.first
        assert part.last
        assert (part.last - part.first).days + 1 == part.days
    for one, next_one in pairwise(parts):
        gap = (next_one.first - one.last).days  # type: ignore[operator]
        assert gap == 1 or (gap == 2 and getattr(case, "worked_on_day_of_birth", False))


@given(st.one_of(dutch(), belgian()))
def test_every_number_of_days_has_its_reason(case: BirthCase) -> None:
    found = leave(case)
    assert found.why
    for each in (*found.parts, *found.offers, *found.deadlines):
        assert each.why
