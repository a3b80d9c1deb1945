"""A family that moves: what was done stays done, what is due is dated anew, nothing is lost and nothing asked twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.facts.model import Move, PregnancyFacts, Screening
from kraamkring.core.kernel.moments import BRUSSELS, start_of_day
from kraamkring.core.pathway import Activity, assess, derive
from kraamkring.packs import protocols
from tests.examples import sample
from tests.properties.histories import Entry, entered, histories

BELGIUM = ("be-vlg", "be-bru", "be-wal", "be-dg")
FEWER = settings(max_examples=sample(2))  # each derives a family several times


@st.composite
def movers(draw: st.DrawFn) -> PregnancyFacts:
    """A family with everything that is entered about it, that moves once or twice."""
    start, *then = draw(st.permutations(BELGIUM))
    family, told = draw(histories(moves_to=tuple(then[: draw(st.integers(1, 2))]), region=start))
    for birth in [fact for name, fact in told if name == "births"][-1:]:
        at = birth.born_at + timedelta(hours=draw(st.integers(1, 700)))
        heard = Screening(screening="hearing", newborn=birth.newborn, at=at, outcome="done")
        again = Move(on=at.date() + timedelta(days=draw(st.integers(0, 40))), to=then[-1])
        told = [*told, ("screenings", heard), ("moves", again)]
    return entered(family, told)[-1]


def states(facts: PregnancyFacts, now: datetime) -> Mapping[str, Activity]:
    pathway = derive(facts, protocols())
    return {activity.promise.key: activity for activity in assess(pathway, facts, now)}


@given(movers())
@FEWER
def test_what_was_done_before_a_move_is_done_after_it(facts: PregnancyFacts) -> None:
    moves = sorted(facts.moves, key=lambda move: (move.on, move.to))
    for number, move in enumerate(moves):
        moved_at = start_of_day(move.on, BRUSSELS)
        stayed = states(replace(facts, moves=tuple(moves[:number])), moved_at)
        assert _done(stayed) <= _done(states(replace(facts, moves=tuple(moves[: number + 1])), moved_at))


@given(movers())
@FEWER
def test_a_move_loses_nothing(facts: PregnancyFacts) -> None:
    stayed, moved = derive(replace(facts, moves=()), protocols()), derive(facts, protocols())
    assert {promise.key for promise in stayed.promises} <= {promise.key for promise in moved.promises}


@given(movers())
@FEWER
def test_a_move_makes_no_gap_of_days_before_it(facts: PregnancyFacts) -> None:
    moved_at = start_of_day(min(move.on for move in facts.moves), BRUSSELS)
    stayed, moved = states(replace(facts, moves=()), moved_at), states(facts, moved_at)
    assert _gaps(moved) <= _gaps(stayed)


@given(movers(), st.integers(0, 300))
def test_what_is_due_after_a_move_is_due_there_or_was_due_already(facts: PregnancyFacts, days: int) -> None:
    last = max(facts.moves, key=lambda move: (move.on, move.to))
    moved_at = start_of_day(last.on, BRUSSELS)
    for activity in states(facts, moved_at + timedelta(days=days)).values():
        promise = activity.promise
        if activity.state in ("open", "arranged", "at_risk") and promise.window.earliest >= moved_at:
            assert promise.protocol.name == last.to or "before" in promise.key


@given(histories(), st.sampled_from(BELGIUM[1:]))
def test_the_same_care_has_the_same_key_in_every_region_of_belgium(
    history: tuple[PregnancyFacts, list[Entry]], region: str
) -> None:
    start, told = history
    facts = entered(start, told)[-1]
    here, there = (
        {promise.key for promise in derive(replace(facts, region=name), protocols()).promises}
        for name in ("be-vlg", region)
    )
    of_both = {key.split("/")[0] for key in here} & {key.split("/")[0] for key in there}
    assert {key for key in here ^ there if key.split("/")[0] in of_both} == set()


def _done(found: Mapping[str, Activity]) -> set[str]:
    return {key for key, activity in found.items() if activity.state == "done"}


def _gaps(found: Mapping[str, Activity]) -> set[str]:
    return {key for key, activity in found.items() if activity.state == "gap"}
