"""What must always hold, whatever happens to a family and in whatever order it is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel.moments import BRUSSELS, start_of_day
from kraamkring.core.pathway import assess, derive
from kraamkring.core.pathway.cards import Card, ElapsedHours, Protocol
from kraamkring.core.pathway.promises import Pathway
from kraamkring.packs import protocols
from tests.properties.histories import Entry, entered, histories

STATES = {"done", "waived", "withdrawn", "gap", "arranged", "at_risk", "open"}
SHUFFLES = st.randoms(use_true_random=False)


def pathway(facts: PregnancyFacts, among: dict[str, Protocol] | None = None) -> Pathway:
    return derive(facts, among or protocols())


def keys(found: Pathway) -> set[str]:
    return {promise.key for promise in found.promises}


@given(histories(), SHUFFLES)
def test_the_order_of_entry_changes_nothing(
    history: tuple[PregnancyFacts, list[Entry]], random: Random
) -> None:
    start, told = history
    facts = entered(start, told)[-1]
    shuffled = facts
    for name, listed in facts.lists():
        other = list(listed)
        random.shuffle(other)
        shuffled = replace(shuffled, **{name: tuple(other)})
    assert pathway(shuffled) == pathway(facts)
    now = _now(facts)
    assert assess(pathway(shuffled), shuffled, now) == assess(pathway(facts), facts, now)


@given(histories(), SHUFFLES)
def test_entered_one_by_one_in_any_order_the_end_is_the_same(
    history: tuple[PregnancyFacts, list[Entry]], random: Random
) -> None:
    start, told = history
    first = entered(start, told)[-1]
    again = list(told)
    random.shuffle(again)
    last = entered(start, again)[-1]
    if all(set(listed) == set(getattr(last, name)) for name, listed in first.lists()):
        assert pathway(first) == pathway(last)


@given(histories(), SHUFFLES)
def test_nothing_promised_ever_vanishes(history: tuple[PregnancyFacts, list[Entry]], random: Random) -> None:
    start, told = history
    random.shuffle(told)
    before: set[str] = set()
    for facts in entered(start, told):
        now = keys(pathway(facts))
        assert before <= now
        before = now


@given(histories())
def test_every_activity_has_a_state_a_window_and_a_reason(
    history: tuple[PregnancyFacts, list[Entry]],
) -> None:
    start, told = history
    facts = entered(start, told)[-1]
    found = pathway(facts)
    assert len(keys(found)) == len(found.promises)
    for activity in assess(found, facts, _now(facts)):
        window = activity.promise.window
        assert activity.state in STATES
        assert window.earliest <= window.target <= window.latest
        assert activity.late == (activity.state == "done" and activity.gap is not None)
        assert activity.state != "withdrawn" or activity.said
        for phrase in activity.said:
            assert all(phrase.say(language) for language in ("nl", "fr", "de", "en"))


@given(histories(), st.integers(0, 500), st.integers(0, 500))
def test_a_gap_is_closed_by_care_or_a_decision_never_by_waiting(
    history: tuple[PregnancyFacts, list[Entry]], days: int, more: int
) -> None:
    start, told = history
    facts = entered(start, told)[-1]
    found, now = pathway(facts), _now(facts, days)
    later = {a.promise.key: a for a in assess(found, facts, now + timedelta(days=more))}
    for activity in assess(found, facts, now):
        if activity.state == "gap":
            after = later[activity.promise.key]
            assert after.state in ("gap", "waived") or after.late


@given(histories())
def test_a_new_edition_re_dates_and_never_orphans(history: tuple[PregnancyFacts, list[Entry]]) -> None:
    start, told = history
    facts = entered(start, told)[-1]
    old = protocols()
    new = {"be-vlg": replace(old["be-vlg"], cards=tuple(map(_with_new_edition, old["be-vlg"].cards)))}
    before, after = pathway(facts), pathway(facts, new)
    assert keys(before) == keys(after)
    editions = {promise.edition.valid_from for promise in after.promises}
    assert max(promise.edition.valid_from for promise in before.promises) <= max(editions)


@given(histories(moves_to=("be-other",)))
def test_a_move_re_dates_and_never_orphans(history: tuple[PregnancyFacts, list[Entry]]) -> None:
    start, told = history
    here = protocols()["be-vlg"]
    there = replace(here, name="be-other", cards=tuple(map(_a_day_later, here.cards[5:])))
    among = {"be-vlg": here, "be-other": there}
    facts = entered(start, told)[-1]
    stayed = pathway(replace(facts, moves=()), among)
    moved = pathway(facts, among)
    assert keys(stayed) <= keys(moved)
    moved_at = start_of_day(facts.moves[0].on, BRUSSELS)
    done = {a.promise.key for a in assess(stayed, facts, moved_at) if a.state == "done"}
    for promise in moved.promises:
        if promise.protocol.name == "be-vlg" and not promise.withdrawn and promise.key not in done:
            assert promise.window.closed_at(moved_at)


def _with_new_edition(card: Card) -> Card:
    latest = card.editions[-1]
    new = latest.model_copy(update={"valid_from": date(2026, 10, 1)})
    return _shifted(card.model_copy(update={"editions": (*card.editions, new)}), last_only=True)


def _a_day_later(card: Card) -> Card:
    return _shifted(card, last_only=False)


def _shifted(card: Card, last_only: bool) -> Card:
    """The card with its windows in hours a day later, in every edition or only the last."""
    editions = []
    for edition in card.editions:
        promises = []
        for promise in edition.promises:
            window = promise.window
            if isinstance(window, ElapsedHours) and (not last_only or edition is card.editions[-1]):
                later = {"target": window.target + 24, "latest": window.latest + 24}
                window = window.model_copy(update=later)
            promises.append(promise.model_copy(update={"window": window}))
        editions.append(edition.model_copy(update={"promises": tuple(promises)}))
    return card.model_copy(update={"editions": tuple(editions)})


def _now(facts: PregnancyFacts, days: int = 240) -> datetime:
    return start_of_day(facts.booked_on, BRUSSELS) + timedelta(days=days)
