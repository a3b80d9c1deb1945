"""The next turn of a family is exact: until then nothing changes by the clock alone, and then something does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.facts import model
from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.pathway import Activity, assess, derive
from kraamkring.core.pathway.needs import needing
from kraamkring.core.pathway.outlook import JUST_AFTER, Outlook, outlook
from kraamkring.core.pathway.phases import Milestones
from kraamkring.packs import protocol, protocols
from tests.examples import sample
from tests.properties.histories import Entry, entered, histories

HOUR = timedelta(hours=1)
MOST_TURNS = 1000
FEWER = settings(max_examples=sample(2))  # each derives a family several times


@st.composite
def families(draw: st.DrawFn) -> PregnancyFacts:
    """A family with more to come: appointments of every kind, waivers, members who join and leave."""
    start, told = draw(histories())
    facts = entered(start, [*told, *draw(st.lists(_further(start), max_size=6))])[-1]
    return facts


def _further(start: PregnancyFacts) -> st.SearchStrategy[Entry]:
    due = start.due_dates[0].due_on
    noon = datetime(due.year, due.month, due.day, 12, tzinfo=UTC)
    moments = st.integers(-200 * 24, 90 * 24).map(lambda hours: noon + hours * HOUR)
    days = st.integers(-200, 90).map(lambda n: due + timedelta(days=n))
    care = st.sampled_from(["prenatal", "home_visit", "blood_spot", "hearing", "paediatric_check"])
    roles = st.sampled_from(["midwife", "ward_midwife", "paediatrician", "coordinator"])
    appointments = st.builds(
        lambda care, at, role, outcome: model.Appointment(
            care=care, start=at, end=at + HOUR, role=role, accepted=True, outcome=outcome
        ),
        care,
        moments,
        roles,
        st.sampled_from([None, None, "held", "missed", "cancelled"]),
    )
    activities = st.sampled_from(["prenatal-contact", "first-home-visit", "blood-spot", "birth-plan"])
    waivers = st.builds(
        lambda activity, at: model.Waiver(activity=activity, by="midwife", why="her choice", at=at),
        activities,
        moments,
    )
    members = st.builds(
        lambda role, day, length: model.Member(
            role=role, accepted_on=day, until=day + timedelta(days=length) if length else None
        ),
        st.sampled_from(["coordinator", "midwife", "youth_health"]),
        days,
        st.integers(0, 60),
    )
    return st.one_of(
        appointments.map(lambda fact: ("appointments", fact)),
        waivers.map(lambda fact: ("waivers", fact)),
        members.map(lambda fact: ("network", fact)),
    )


def _anyhow(facts: PregnancyFacts, hours: int) -> datetime:
    due = facts.due_dates[0].due_on
    return datetime(due.year, due.month, due.day, 9, 30, tzinfo=UTC) + hours * HOUR


def _look(facts: PregnancyFacts, now: datetime) -> Outlook:
    return outlook(derive(facts, protocols()), facts, protocol("be-vlg"), now)


Seen = tuple[tuple[Activity, ...], list[Activity]]


def _seen(facts: PregnancyFacts, moment: datetime) -> Seen:
    """What is judged at a moment, worked out without the outlook."""
    activities = assess(derive(facts, protocols()), facts, moment)
    return activities, needing(activities, Milestones.of(facts, protocol("be-vlg")), moment)


@given(families(), st.integers(-200 * 24, 90 * 24), st.lists(st.floats(0, 1), max_size=5))
@FEWER
def test_nothing_changes_before_the_turn_and_something_does_at_it(
    facts: PregnancyFacts, hours: int, fractions: list[float]
) -> None:
    now = _anyhow(facts, hours)
    look = _look(facts, now)
    held = _seen(facts, now)
    assert (look.activities, list(look.needs)) == held
    until = look.turns_at or now + 3000 * 24 * HOUR
    assert now < until
    for moment in (until - JUST_AFTER, *(now + (until - JUST_AFTER - now) * part for part in fractions)):
        assert _seen(facts, moment) == held
    if look.turns_at:
        assert _seen(facts, look.turns_at) != held


@given(families(), st.integers(-200 * 24, 90 * 24), st.integers(0, 90 * 24))
@FEWER
def test_going_from_turn_to_turn_misses_nothing(facts: PregnancyFacts, hours: int, later: int) -> None:
    now = _anyhow(facts, hours)
    end, steps = now + later * HOUR, 0
    look = _look(facts, now)
    while look.turns_at is not None and look.turns_at <= end:
        look, steps = _look(facts, look.turns_at), steps + 1
        assert steps < MOST_TURNS
    assert (look.activities, list(look.needs)) == _seen(facts, end)


@given(families(), st.integers(-200 * 24, 90 * 24))
def test_after_the_last_turn_it_stays_so_for_ever(facts: PregnancyFacts, hours: int) -> None:
    look = _look(facts, _anyhow(facts, hours + 3000 * 24))
    if look.turns_at is None:
        assert _look(facts, _anyhow(facts, hours + 9000 * 24)).activities == look.activities


@given(families(), st.integers(-200 * 24, 90 * 24))
def test_the_most_urgent_need_says_what_presses(facts: PregnancyFacts, hours: int) -> None:
    look = _look(facts, _anyhow(facts, hours))
    states = [activity.state for activity in look.needs]
    assert look.worst == ("gap" if "gap" in states else "at_risk" if states else "none")
    if states:
        same = [a.promise.window.latest for a in look.needs if a.state == look.worst]
        assert look.presses_at == min(same)


def test_the_instant_that_still_counts_is_no_gap_and_the_next_one_is() -> None:
    """Home on Friday at 18:00 after 36 hours: the first visit counts until Saturday 18:00:00 itself."""
    born_at = datetime(2026, 10, 15, 4, tzinfo=UTC)
    home_at = datetime(2026, 10, 16, 16, tzinfo=UTC)
    facts = PregnancyFacts(
        booked_on=home_at.date() - timedelta(days=200),
        due_dates=(model.DueDate(due_on=home_at.date(), set_on=home_at.date() - timedelta(days=200)),),
        region="be-vlg",
        births=(
            model.Birth(
                newborn="newborn-1", born_at=born_at, outcome="live", place="hospital", mode="vaginal"
            ),
        ),
        discharges=(model.Discharge(who=("mother", "newborn-1"), at=home_at),),
    )
    key = "first-home-visit/mother/homecoming/1"

    def state(moment: datetime) -> str:
        return next(a.state for a in _look(facts, moment).activities if a.promise.key == key)

    closes = home_at + 24 * HOUR
    assert state(closes) == "at_risk"
    assert _look(facts, closes).turns_at == closes + JUST_AFTER
    assert state(closes + JUST_AFTER) == "gap"
    visit = model.Appointment(
        care="home_visit", start=home_at + 2 * HOUR, end=home_at + 3 * HOUR, role="midwife", accepted=True
    )
    facts = replace(facts, appointments=(visit,))
    assert state(visit.end - JUST_AFTER) == "arranged"
    assert state(visit.end) == "at_risk"  # past its end without an outcome it arranges nothing


def test_a_coordinator_who_leaves_opens_a_gap_on_that_day_and_a_phase_that_ends_takes_its_gaps_along() -> (
    None
):
    due = date(2026, 10, 16)
    booked = due - timedelta(days=200)
    member = model.Member(role="coordinator", accepted_on=booked, until=date(2026, 9, 1))
    facts = PregnancyFacts(
        booked_on=booked,
        due_dates=(model.DueDate(due_on=due, set_on=booked),),
        region="be-vlg",
        network=(member,),
    )
    august = datetime(2026, 8, 20, 12, tzinfo=UTC)
    leaves = datetime(2026, 8, 31, 22, tzinfo=UTC)  # the first of September in Brussels
    turns = _turns(facts, august, leaves + 24 * HOUR)
    assert leaves in turns
    born_at = datetime(2026, 10, 15, 4, tzinfo=UTC)
    birth = model.Birth(newborn="newborn-1", born_at=born_at, outcome="live", place="home", mode="vaginal")
    born = replace(facts, births=(birth,))
    ends = datetime(2026, 10, 25, 23, tzinfo=UTC)  # day 10 ends as the clocks go back: midnight is 23:00 UTC
    before, after = _look(born, ends - JUST_AFTER), _look(born, ends)
    assert before.turns_at == ends
    assert {a.promise.key for a in before.needs} - {a.promise.key for a in after.needs}


def _turns(facts: PregnancyFacts, now: datetime, end: datetime) -> list[datetime]:
    found, look = [], _look(facts, now)
    while look.turns_at is not None and look.turns_at <= end:
        found.append(look.turns_at)
        look = _look(facts, look.turns_at)
    return found
