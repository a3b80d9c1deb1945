"""What must hold of every protocol there is, whatever country it comes from: over random families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kraamkring.core.facts import model
from kraamkring.core.facts.model import Place, PregnancyFacts
from kraamkring.core.kernel.moments import DAY, HOUR, local_day, start_of_day
from kraamkring.core.pathway import assess, derive
from kraamkring.core.pathway.course import Course
from kraamkring.core.pathway.promises import Promise
from kraamkring.core.pathway.view import views
from kraamkring.packs import protocol, protocols
from tests.properties.histories import Entry, entered, histories

History = tuple[PregnancyFacts, list[Entry]]
EVERY_PROTOCOL = st.sampled_from(sorted(protocols()))


def facts_of(history: History, region: str) -> PregnancyFacts:
    return replace(entered(*history)[-1], region=region)


def promised(facts: PregnancyFacts) -> dict[str, Promise]:
    return {promise.key: promise for promise in derive(facts, protocols()).promises}


CONTACTS = st.builds(
    lambda kind, hours, by: (kind, hours, by),
    st.sampled_from(
        ["home_visit", "prenatal", "paediatric_check", "gynaecological_check", "youth_visit", "phone"]
    ),
    st.integers(-3000, 2000),
    st.sampled_from(["midwife", "gp", "paediatrician", "gynaecologist", "youth_health"]),
)
STEPS = st.tuples(
    st.sampled_from(
        ["alarm_signs_explained", "handed_over", "vitamin_k_given", "birth_notified", "transfer_letter_sent"]
    ),
    st.integers(0, 500),
)


def with_care(facts: PregnancyFacts, contacts: Sequence[Any], steps: Sequence[Any]) -> PregnancyFacts:
    """The same family, for whom more was done: visits, steps, and somebody who joined the network."""
    anchor = (
        facts.births[0].born_at
        if facts.births
        else start_of_day(facts.due_dates[0].due_on, protocol("be-vlg").zone)
    )
    earliest = start_of_day(facts.booked_on, protocol("be-vlg").zone)
    came = tuple(
        model.Contact(kind=kind, at=max(earliest, anchor + hours * HOUR), by=by)
        for kind, hours, by in contacts
    )
    done = tuple(model.StepDone(step=step, at=anchor + hours * HOUR, by="midwife") for step, hours in steps)
    joined = model.Member(role="midwife", accepted_on=facts.booked_on)
    return replace(
        facts,
        contacts=(*facts.contacts, *came),
        steps=(*facts.steps, *done),
        network=(*facts.network, joined),
    )


@given(EVERY_PROTOCOL, histories(), st.lists(CONTACTS, max_size=4), st.lists(STEPS, max_size=3))
def test_adding_care_never_removes_an_entitlement(
    region: str, history: History, contacts: Any, steps: Any
) -> None:
    facts = facts_of(history, region)
    before, after = promised(facts), promised(with_care(facts, contacts, steps))
    assert before.keys() <= after.keys()
    for key, promise in before.items():
        assert (after[key].withdrawn is None) == (promise.withdrawn is None)
        assert after[key].window == promise.window
        assert after[key].obligation == promise.obligation


@given(EVERY_PROTOCOL, histories(), st.lists(CONTACTS, max_size=4), st.integers(0, 300))
def test_adding_care_never_opens_a_gap(region: str, history: History, contacts: Any, days: int) -> None:
    """As many promises are kept with more care as without; a gap may close and none opens."""
    facts = facts_of(history, region)
    now = start_of_day(facts.booked_on, protocol(region).zone) + days * DAY
    more = with_care(facts, contacts, ())
    assert _count(more, now, "done") >= _count(facts, now, "done")
    assert _count(more, now, "gap") <= _count(facts, now, "gap")


def _count(facts: PregnancyFacts, now: Any, state: str) -> int:
    return sum(activity.state == state for activity in assess(derive(facts, protocols()), facts, now))


FIRST_VISITS = ("first-home-visit", "first-visit-after-home-birth", "midwife-visit")


def stayed(region: str, hours: float, booked: PregnancyFacts, place: Place = "hospital") -> PregnancyFacts:
    """A family of that region, whose only child is born on the due date and goes home after so many hours."""
    born_at = start_of_day(booked.due_dates[0].due_on, protocol(region).zone) + 10 * HOUR
    birth = model.Birth(newborn="newborn-1", born_at=born_at, outcome="live", place=place, mode="vaginal")
    home = model.Discharge(who=("mother", "newborn-1"), at=born_at + timedelta(hours=hours))
    return replace(booked, region=region, births=(birth,), discharges=() if place == "home" else (home,))


def first_visit(facts: PregnancyFacts) -> Promise | None:
    found = [
        promise
        for promise in derive(facts, protocols()).promises
        if promise.card.activity in FIRST_VISITS and promise.withdrawn is None and promise.basis == "recorded"
    ]
    return min(found, key=lambda promise: promise.window.latest, default=None)


@given(EVERY_PROTOCOL, histories(), st.floats(1, 240), st.floats(1, 240))
def test_a_longer_stay_never_gives_an_earlier_first_visit(
    region: str, history: History, one: float, other: float
) -> None:
    start, _ = history
    short, long = (first_visit(stayed(region, hours, start)) for hours in sorted((one, other)))
    if short and long:
        assert short.window.earliest <= long.window.earliest
        assert short.window.latest <= long.window.latest


@pytest.mark.parametrize("region", sorted(protocols()))
@given(histories(), st.sampled_from(["home", "hospital", "birth_centre"]), st.integers(2, 120))
def test_on_every_day_of_the_first_ten_somebody_is_answerable(
    region: str, history: History, place: Place, hours: int
) -> None:
    """From going home on: a professional whose visit, check or week of care lies open on that day, or a midwife who is
    promised to be within reach from then on. In hospital the ward answers."""
    facts = stayed(region, hours, history[0], place)
    zone, born_at = protocol(region).zone, facts.births[0].born_at
    home_at = facts.discharges[0].at if facts.discharges else born_at
    owed = [p for p in derive(facts, protocols()).promises if p.withdrawn is None and p.card.role in CARING]
    for number in range(LAST_DAY + 1):
        day = local_day(born_at, zone) + timedelta(days=number)
        begins, ends = start_of_day(day, zone), start_of_day(day + DAY, zone)
        if ends > home_at:
            assert any(_answers(promise, max(begins, home_at), ends) for promise in owed), f"day {number}"


CARING = {"midwife", "ward_midwife", "maternity_carer", "gp", "paediatrician", "youth_health"}
LAST_DAY = 10


def _answers(promise: Promise, begins: datetime, ends: datetime) -> bool:
    stays = promise.card.done_by.member is not None and promise.event != "booking"
    return promise.window.earliest < ends and (stays or promise.window.latest > begins)


@given(EVERY_PROTOCOL, histories())
def test_a_promise_keeps_to_the_edition_in_force_on_the_day_of_its_event(
    region: str, history: History
) -> None:
    facts = facts_of(history, region)
    assume(not facts.moves)
    course = Course(facts, views(facts)[0][0], protocol(region))
    days = {
        (event.token, subject): course.day_of(event)
        for subject in ("mother", *course.slots)
        for name in ("booking", "birth", "homecoming", "readmission", "return", "loss", "blood_spot_done")
        for event in course.events(name, subject)
    }
    pathway = derive(facts, protocols())
    for promise in pathway.promises:
        day = days.get((promise.event, promise.subject))
        if promise.withdrawn is None and not promise.contradicted and day is not None:
            assert promise.card.edition_on(day) == promise.edition
