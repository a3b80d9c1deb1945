"""Facts and protocol in, promises out: everything that ought to happen, in which window, and why it no longer must.

The same facts always give the same promises, in whatever order they were entered. A promise that facts have undone
stays, withdrawn, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from ..facts.coherence import standing
from ..facts.model import Birth, PregnancyFacts
from ..kernel import gestation
from ..kernel.errors import ImpossibleFact
from ..kernel.moments import DAY, HOUR, local_day, start_of_day
from ..kernel.windows import Window
from . import cards
from .cards import Card, Edition, Protocol
from .course import Basis, Course, Happening
from .earlier import earlier_versions
from .phrases import Phrase
from .view import Contradiction, View, before_anything, views

WEIGHT: Mapping[Basis, int] = {"recorded": 0, "planned": 1, "awaited": 2, "expected": 3}


class Promise(NamedTuple):
    """One thing that ought to happen.

    key: `activity/subject/event/ordinal`, the same through corrections, moves and editions.
    basis: what the window rests on: recorded facts, a planned discharge, or an expectation.
    withdrawn: why it no longer must happen, or None. contradicted: facts that shape it were recorded differently.
    beyond_scope: the source speaks of an uncomplicated birth, and this was none.
    """

    key: str
    card: Card
    edition: Edition
    protocol: Protocol
    ordinal: int
    subject: str
    event: str
    window: Window
    basis: Basis
    obligation: cards.Obligation
    lead: timedelta
    withdrawn: Phrase | None = None
    contradicted: bool = False
    beyond_scope: bool = False


class Pathway(NamedTuple):
    """All promises to one family, by key order of time, and what was recorded contradictorily."""

    promises: tuple[Promise, ...]
    contradictions: tuple[Contradiction, ...]


def derive(facts: PregnancyFacts, protocols: Mapping[str, Protocol], region: str | None = None) -> Pathway:
    """Everything that the protocol in force promises to this family.

    protocols: by region. region: where the family lives, if the facts do not say.
    Raises ImpossibleFact for a region without a protocol, and past 64 possible truths.
    """
    truths, contradictions = views(facts)
    regions = _regions(facts, protocols, region)
    promises = _in(regions, facts, truths[0])
    for view in truths[1:]:
        promises = _stricter(promises, _in(regions, facts, view))
    undone: dict[str, Promise] = {}
    for earlier in earlier_versions(facts):
        for view in views(earlier)[0]:
            _keep_undone(undone, _in(regions, earlier, view))
    promises = undone | promises
    return Pathway(tuple(sorted(promises.values(), key=_in_time)), tuple(contradictions))


def _in_time(promise: Promise) -> tuple[datetime, datetime, str]:
    return promise.window.earliest, promise.window.latest, promise.key


Regions = list[tuple[date | None, Protocol]]


def _regions(facts: PregnancyFacts, protocols: Mapping[str, Protocol], region: str | None) -> Regions:
    """Where the family lives, from when: the first without a date."""
    lived: list[tuple[date | None, str, str]] = [(None, facts.region or region or "", "region")]
    moves = standing(facts.moves, facts.retracted)
    for index, move in enumerate(sorted(moves, key=lambda move: (move.on, move.to))):
        lived.append((move.on, move.to, f"moves[{index}].to"))
    found: Regions = []
    for since, name, field in lived:
        if name not in protocols:
            raise ImpossibleFact(
                field,
                "there is no protocol for this region",
                f"There is one for {', '.join(sorted(protocols))}",
            )
        found.append((since, protocols[name]))
    return found


def _in(regions: Regions, facts: PregnancyFacts, view: View) -> dict[str, Promise]:
    """The promises of one view. After a move the new region answers for what is still open on that day."""
    since, protocol = regions[0]
    promises = _of(Course(facts, view, protocol))
    for since, protocol in regions[1:]:
        assert since is not None  # noqa: S101
        moved_at = start_of_day(since, protocol.zone)
        after = _of(Course(facts, view, protocol))
        for key, promise in promises.items():
            if promise.basis == "recorded" and promise.window.closed_at(moved_at):
                after[key] = promise
            elif key not in after:
                gone = promise.withdrawn or Phrase("moved", on=since, region=protocol.name)
                after[key] = promise._replace(withdrawn=gone)
        promises = after
    return promises


CAN_BE_EXPECTED = frozenset({"booking", "birth", "homecoming"})


def _of(course: Course) -> dict[str, Promise]:
    """The promises of one course under one protocol. What was expected and is not called for is withdrawn."""
    promises: dict[str, Promise] = {}
    expected: Course | None = None
    beyond = _beyond_uncomplicated(course)
    whom = {"mother": ("mother",), "each newborn": course.slots, "everyone": ("mother", *course.slots)}
    for card in course.protocol.cards:
        for subject in whom[card.for_]:
            missing = None if course.events(card.event, subject) else ""
            for promise, failed in _instances(card, course, subject, beyond):
                if promise is not None:
                    promises[promise.key] = promise
                else:
                    missing = failed
            if missing is None or card.event not in CAN_BE_EXPECTED:
                continue
            expected = expected or Course(course.facts, before_anything(course.view), course.protocol)
            for promise, _ in _instances(card, expected, subject, False):
                if promise is not None and promise.key not in promises:
                    promises[promise.key] = promise._replace(withdrawn=_why_gone(course, subject, missing))
    return promises


def _why_gone(course: Course, subject: str, failed: str) -> Phrase:
    """Why something that was expected is not called for."""
    lost = course.lost_at(subject)
    if lost is not None and not course.view.births.get(subject):
        return Phrase("lost", at=lost, zone=course.zone)
    if not failed:
        return Phrase("no_longer_due")
    if failed == "living_children":
        return Phrase("after_loss")
    return Phrase("not_called_for", fact=failed, value=course.fact(subject, failed))


def _instances(
    card: Card, course: Course, subject: str, beyond: bool
) -> Iterator[tuple[Promise | None, str]]:
    """Each promise of a card that is called for; or None and the name of the condition that failed, if one did."""
    for event in course.events(card.event, subject):
        edition = card.edition_on(course.day_of(event))
        if edition is None:
            yield None, ""
            continue
        for rule in edition.promises:
            failed = rule.condition(course.lookup(subject)) if rule.when else None
            if failed is not None:
                yield None, failed
                continue
            made = _window(rule.window, course, subject, event)
            if made is None:
                yield None, ""
                continue
            window, basis, time_left = made
            strict = rule.requirement
            yield (
                Promise(
                    key=f"{card.activity}/{subject}/{event.token}/{rule.ordinal}",
                    card=card,
                    edition=edition,
                    protocol=course.protocol,
                    ordinal=rule.ordinal,
                    subject=subject,
                    event=event.token,
                    window=window,
                    basis=basis,
                    obligation="required"
                    if strict and strict(course.lookup(subject)) is None
                    else rule.obligation,
                    lead=rule.lead,
                    withdrawn=_undone(card, course, subject, event, window, basis)
                    if time_left
                    else Phrase("no_time_left"),
                    beyond_scope=beyond and card.scope is not None,
                ),
                "",
            )


def _window(
    spec: cards.Window, course: Course, subject: str, event: Happening
) -> tuple[Window, Basis, bool] | None:
    """The window as instants, the weakest thing it rests on, and whether any time is left in it. None if an event it
    needs cannot happen."""
    last_counts = True
    if isinstance(spec, cards.GestationalAge):
        first, aim, last = (
            start_of_day(gestation.date_at(course.view.due, days), course.zone) for days in spec.days
        )
        basis: Basis = "recorded"
        last_counts = False
    else:
        anchor = event if spec.after == event.name else course.first(spec.after, subject)
        if anchor is None:
            return None
        basis = anchor.basis
        if isinstance(spec, cards.ElapsedHours):
            first, aim, last = (
                anchor.at + hours * HOUR for hours in (spec.earliest, spec.target, spec.latest)
            )
        elif isinstance(spec, cards.LocalDays):
            day, zone = course.day_of(anchor), course.zone
            first = start_of_day(day + timedelta(days=spec.earliest), zone)
            aim = start_of_day(day + timedelta(days=spec.target), zone)
            last = start_of_day(day + timedelta(days=spec.latest + 1), zone)
            last_counts = False
        else:
            end = event if spec.before == event.name else course.first(spec.before, subject)
            if end is None:
                return None
            first, aim, last = anchor.at, end.at, end.at
            basis = max(basis, end.basis, key=WEIGHT.__getitem__)
    bound = spec.not_before
    if bound is not None:
        other = event if bound.event == event.name else course.first(bound.event, subject)
        if other is None:
            return None
        floor = (
            start_of_day(course.day_of(other) + bound.days * DAY, course.zone)
            if bound.days is not None
            else other.at + (bound.hours or 0) * HOUR
        )
        if floor > last or (floor == last and not last_counts):
            return Window(first, aim, last, last_counts), basis, False
        if floor > first:
            first, aim = floor, max(aim, floor)
            basis = max(basis, other.basis, key=WEIGHT.__getitem__)
    return Window(first, max(first, min(aim, last)), last, last_counts), basis, last > first or last_counts


def _undone(
    card: Card, course: Course, subject: str, event: Happening, window: Window, basis: Basis
) -> Phrase | None:
    """Why a promise that is called for need not be kept any more, or None."""
    gone = course.gone_at(subject)
    if gone is not None and event.name != "loss" and not window.closed_at(gone):
        return Phrase("mother_died" if subject == "mother" else "child_gone", at=gone, zone=course.zone)
    if event.name == "booking" and window.closed_at(course.booked_at):
        return Phrase("before_booking", on=course.facts.booked_on)
    for name in card.ends_with:
        end = course.first(name, subject)
        if end is not None and end.basis == "recorded" and not window.closed_at(end.at):
            return Phrase(f"ended_by_{name}", at=end.at, zone=course.zone)
    if card.event == "booking":
        lost = course.lost_at(subject)
        if lost is not None and not window.closed_at(lost):
            return Phrase("lost", at=lost, zone=course.zone)
    if card.pauses_in_hospital and basis == "recorded":
        for since, until in course.in_hospital(subject):
            if not window.closed_at(since) and (until is None or window.closed_at(until)):
                return Phrase("in_hospital", at=since, zone=course.zone)
    return None


def _beyond_uncomplicated(course: Course) -> bool:
    """True if it is known that this was not the single, vaginal, term birth of a child over 2500 g without
    complications that KCE 232As (1.1.2) speaks of. After a loss nothing is said of it."""
    facts, births = course.facts, course.view.births.values()
    if any(birth.outcome == "stillborn" for birth in births):
        return False
    if facts.course == "complicated" or facts.mother_condition == "concern" or len(course.slots) > 1:
        return True
    return any(_out_of_the_ordinary(birth, course) for birth in births)


def _out_of_the_ordinary(birth: Birth, course: Course) -> bool:
    days = gestation.gestation_days(course.view.due, local_day(birth.born_at, course.zone))
    light = birth.weight_g is not None and birth.weight_g <= LIGHT_G
    return birth.mode != "vaginal" or birth.condition == "concern" or light or not TERM[0] <= days <= TERM[1]


LIGHT_G = 2500
TERM = (37 * 7, 42 * 7)


def _stricter(one: dict[str, Promise], other: dict[str, Promise]) -> dict[str, Promise]:
    """Of two possible truths, per promise the stricter: promised before withdrawn, the window that closes first."""
    merged = dict(one)
    for key, theirs in other.items():
        mine = merged.get(key)
        if mine is None:
            merged[key] = theirs._replace(contradicted=True)
        elif mine != theirs:
            merged[key] = min(mine, theirs, key=_strictness)._replace(contradicted=True)
    for key in one.keys() - other.keys():
        merged[key] = merged[key]._replace(contradicted=True)
    return merged


def _strictness(promise: Promise) -> tuple[object, ...]:
    """Smaller is stricter. The last parts only make the choice the same whatever the order of entry."""
    window, gone = promise.window, promise.withdrawn
    return (
        gone is not None,
        WEIGHT[promise.basis],
        window.latest,
        window.earliest,
        window.target,
        promise.obligation != "required",
        str(promise.edition.valid_from),
        (gone.code, sorted(map(str, gone.filling.items()))) if gone else (),
    )


def _keep_undone(undone: dict[str, Promise], earlier: Mapping[str, Promise]) -> None:
    """What was called for before facts changed, as withdrawn: it stays, if it is not called for now."""
    for key, promise in earlier.items():
        gone = promise._replace(withdrawn=promise.withdrawn or Phrase("corrected"))
        undone[key] = min(undone.get(key, gone), gone, key=_strictness)
