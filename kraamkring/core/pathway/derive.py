"""Facts and protocol in, promises out: everything that ought to happen, in which window, and why it no longer must.

The same facts always give the same promises, in whatever order they were entered. A promise that facts have undone
stays, withdrawn, with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ..facts.coherence import standing
from ..facts.model import PregnancyFacts
from ..kernel.errors import ImpossibleFact
from ..kernel.moments import start_of_day
from .calling import beyond_uncomplicated, instances
from .cards import Protocol
from .course import Course
from .earlier import earlier_versions
from .evidence import deeds, matched
from .phrases import Phrase
from .promises import WEIGHT, Pathway, Promise
from .view import View, before_anything, some_views, views


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
        for view in some_views(earlier):
            _keep_undone(undone, _in(regions, earlier, view))
    course = Course(facts, truths[0], regions[-1][1])
    promises = {key: _said(promise, course) for key, promise in undone.items()} | promises
    return Pathway(tuple(sorted(promises.values(), key=_in_time)), tuple(contradictions))


def protocol_in_force(facts: PregnancyFacts, protocols: Mapping[str, Protocol]) -> Protocol:
    """The protocol of the region where the family lives last. Raises ImpossibleFact for a region without one."""
    return _regions(facts, protocols, None)[-1][1]


def _in_time(promise: Promise) -> tuple[datetime, datetime, str]:
    return promise.window.earliest, promise.window.latest, promise.key


Regions = list[tuple[date | None, Protocol]]


def _regions(facts: PregnancyFacts, protocols: Mapping[str, Protocol], region: str | None) -> Regions:
    """Where the family lives, from when: the first without a date."""
    lived: list[tuple[date | None, str, str]] = [(None, facts.region or region or "", "region")]
    moves = standing(facts.moves, facts.retracted)
    for move in sorted(moves, key=lambda move: (move.on, move.to)):
        lived.append((move.on, move.to, f"moves[{facts.moves.index(move)}].to"))
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
        there = _of(Course(facts, view, protocol))
        promises = _moved(promises, there, facts, since, protocol)
    return promises


def _moved(
    here: dict[str, Promise],
    there: dict[str, Promise],
    facts: PregnancyFacts,
    since: date,
    protocol: Protocol,
) -> dict[str, Promise]:
    """The promises after a move. What was done or over on that day stays as it was. What was still due is dated anew;
    where the new region's days for it were over before they came, the old ones hold. What the new region would have
    promised only in days gone by is withdrawn, and so is what it does not promise."""
    moved_at = start_of_day(since, protocol.zone)
    kept = matched(here.values(), deeds(facts, moved_at, protocol.zone))
    promises: dict[str, Promise] = {}
    for key, promise in there.items():
        if key not in here and promise.withdrawn is None and _over(promise, moved_at):
            promise = promise._replace(withdrawn=Phrase("before_move", on=since))
        promises[key] = promise
    for key, promise in here.items():
        new = there.get(key)
        if new is None:
            if not _over(promise, moved_at) and key not in kept:
                gone = promise.withdrawn or Phrase("moved", on=since, region=protocol.title)
                promise = promise._replace(withdrawn=gone)
            promises[key] = promise
        elif _over(promise, moved_at) or key in kept or (promise.withdrawn is None and _over(new, moved_at)):
            promises[key] = promise
    return promises


def _over(promise: Promise, moved_at: datetime) -> bool:
    return promise.basis == "recorded" and promise.window.closed_at(moved_at)


CAN_BE_EXPECTED = frozenset({"booking", "birth", "homecoming"})


def _of(course: Course) -> dict[str, Promise]:
    """The promises of one course under one protocol. What was expected and is not called for is withdrawn."""
    promises: dict[str, Promise] = {}
    expected: Course | None = None
    beyond = beyond_uncomplicated(course)
    whom = {"mother": ("mother",), "each newborn": course.slots, "everyone": ("mother", *course.slots)}
    for card in course.protocol.cards:
        for subject in whom[card.for_]:
            missing = None if course.events(card.event, subject) else ""
            for promise, failed in instances(card, course, subject, beyond):
                if promise is not None:
                    promises[promise.key] = promise
                else:
                    missing = failed
            if missing is None or card.event not in CAN_BE_EXPECTED:
                continue
            expected = expected or Course(course.facts, before_anything(course.view), course.protocol)
            for promise, _ in instances(card, expected, subject, False):
                if promise is not None and promise.key not in promises:
                    promises[promise.key] = promise._replace(withdrawn=_why_gone(course, subject, missing))
    return promises


def _why_gone(course: Course, subject: str, failed: str) -> Phrase:
    """Why something that was expected is not called for."""
    lost = course.lost_at(subject)
    if lost is not None and not course.view.births.get(subject):
        alone = subject in course.view.losses
        return Phrase("child_lost" if alone else "lost", at=lost, zone=course.zone)
    if not failed:
        return Phrase("no_longer_due")
    if failed == "living_children":
        return Phrase("after_loss")
    return Phrase("not_called_for", fact=failed, value=course.fact(subject, failed))


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


def _said(promise: Promise, course: Course) -> Promise:
    """What was undone by a fact that came later says by which."""
    fact = "rsv_vaccine_days_before_birth"
    if promise.withdrawn == CORRECTED and any(fact in rule.unless for rule in promise.edition.promises):
        days = course.fact(promise.subject, fact)
        if days is not None:
            return promise._replace(withdrawn=Phrase("not_called_for", fact=fact, value=days))
    return promise


CORRECTED = Phrase("corrected")


def _keep_undone(undone: dict[str, Promise], earlier: Mapping[str, Promise]) -> None:
    """What was called for before facts changed, as withdrawn: it stays, if it is not called for now."""
    for key, promise in earlier.items():
        gone = promise._replace(withdrawn=promise.withdrawn or CORRECTED)
        undone[key] = min(undone.get(key, gone), gone, key=_strictness)
