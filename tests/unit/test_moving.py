"""A move between the communities, worked out by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kraamkring.core.facts import model
from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.pathway import Activity, assess, derive
from kraamkring.packs import protocols

BORN = datetime(2026, 10, 15, 4, tzinfo=UTC)
HEARING = "hearing-test/newborn-1/birth/1"
FAMILY = PregnancyFacts(
    booked_on=date(2026, 3, 2),
    due_dates=(model.DueDate(due_on=date(2026, 10, 14), set_on=date(2026, 3, 2)),),
    births=(
        model.Birth(newborn="newborn-1", born_at=BORN, outcome="live", place="hospital", mode="vaginal"),
    ),
    discharges=(model.Discharge(who=("mother", "newborn-1"), at=datetime(2026, 10, 17, 10, tzinfo=UTC)),),
)


def moved(start: str, on: date, to: str, heard: datetime | None = None) -> PregnancyFacts:
    tests = (
        (model.Screening(screening="hearing", newborn="newborn-1", at=heard, outcome="done"),)
        if heard
        else ()
    )
    return replace(FAMILY, region=start, moves=(model.Move(on=on, to=to),), screenings=tests)


def look(facts: PregnancyFacts, now: datetime, key: str = HEARING) -> Activity:
    return next(each for each in assess(derive(facts, protocols()), facts, now) if each.promise.key == key)


@pytest.mark.parametrize("start", ["be-wal", "be-bru", "be-dg"])
def test_a_hearing_test_in_the_maternity_is_not_asked_again_in_ghent(start: str) -> None:
    facts = moved(start, date(2026, 10, 20), "be-vlg", heard=datetime(2026, 10, 16, 9, tzinfo=UTC))
    heard = look(facts, datetime(2026, 11, 20, tzinfo=UTC))
    assert (heard.state, heard.promise.protocol.name) == ("done", start)


def test_what_was_not_done_is_due_as_the_new_region_says() -> None:
    facts = moved("be-bru", date(2026, 10, 20), "be-vlg")
    due = look(facts, datetime(2026, 10, 25, tzinfo=UTC))
    assert (due.state, due.promise.protocol.name) == ("open", "be-vlg")
    assert due.promise.window.earliest == datetime(2026, 10, 28, 23, tzinfo=UTC)


def test_nobody_is_blamed_for_days_before_the_family_came() -> None:
    """In Wallonia the test is done before going home, on 17 October; this family came on the 20th, with the test
    still due in Flanders. The days of Flanders then hold."""
    facts = moved("be-vlg", date(2026, 10, 20), "be-wal")
    due = look(facts, datetime(2026, 10, 25, tzinfo=UTC))
    assert (due.state, due.promise.protocol.name) == ("open", "be-vlg")
    assert due.promise.window.latest == datetime(2026, 11, 14, 23, tzinfo=UTC)


def test_a_gap_of_before_the_move_stays_one() -> None:
    facts = moved("be-wal", date(2026, 10, 20), "be-vlg")
    missed = look(facts, datetime(2026, 10, 25, tzinfo=UTC))
    assert (missed.state, missed.promise.protocol.name) == ("gap", "be-wal")


@pytest.mark.parametrize(("on", "state"), [(date(2026, 10, 22), "withdrawn"), (date(2026, 12, 11), "gap")])
def test_what_the_new_region_does_not_promise_is_withdrawn_and_says_so(on: date, state: str) -> None:
    facts = moved("be-vlg", on, "be-dg")
    visit = look(facts, datetime(2026, 12, 30, tzinfo=UTC), "youth-second-visit/newborn-1/birth/1")
    assert visit.state == state
    if state == "withdrawn":
        assert [phrase.say("de") for phrase in visit.said] == [
            "Die Familie ist am 22-10-2026 umgezogen (Deutschsprachige Gemeinschaft); das Protokoll dort verspricht "
            "dies nicht."
        ]


def test_what_a_new_region_promised_in_days_gone_by_is_no_gap() -> None:
    facts = moved("be-dg", date(2026, 12, 20), "be-vlg")
    visit = look(facts, datetime(2026, 12, 30, tzinfo=UTC), "youth-second-visit/newborn-1/birth/1")
    assert [phrase.code for phrase in visit.said] == ["before_move"]
    assert visit.state == "withdrawn"


def test_a_family_that_comes_back_has_its_first_protocol_again() -> None:
    facts = moved("be-vlg", date(2026, 10, 18), "be-wal")
    facts = replace(facts, moves=(*facts.moves, model.Move(on=date(2026, 10, 19), to="be-vlg")))
    due = look(facts, datetime(2026, 10, 25, tzinfo=UTC))
    assert (due.state, due.promise.protocol.name) == ("open", "be-vlg")
