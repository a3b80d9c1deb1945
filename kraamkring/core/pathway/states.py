"""Promises, what was done about them, and a moment in; the state of each out. This is where the care gap is computed.

For each promise the first that applies: done, waived, withdrawn, gap, arranged, at risk, open.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from ..facts.coherence import standing
from ..facts.model import PregnancyFacts, Waiver
from .evidence import Agreed, Deed, arrangements, deeds, matched
from .phrases import Phrase
from .promises import Pathway, Promise

SILENT = ("awaited", "expected")  # nobody has written down what this rests on

State = Literal["done", "waived", "withdrawn", "gap", "arranged", "at_risk", "open"]


class Activity(NamedTuple):
    """A promise and its state at a moment.

    late: done after its window closed. gap: (from, until), kept in the history when it was done late; until None
    while it lasts. at_risk_from: when the time to arrange it runs out, None for what rests on an expectation.
    """

    promise: Promise
    state: State
    said: tuple[Phrase, ...]
    late: bool = False
    done_at: datetime | None = None
    gap: tuple[datetime, datetime | None] | None = None
    at_risk_from: datetime | None = None
    arranged_for: datetime | None = None


class _Known(NamedTuple):
    """What was done, agreed, decided and tried up to now."""

    done: dict[str, Deed]
    agreed: Agreed
    waivers: list[Waiver]
    refused: dict[tuple[str, str], datetime]
    unusable: dict[tuple[str, str], datetime]


def assess(pathway: Pathway, facts: PregnancyFacts, now: datetime) -> tuple[Activity, ...]:
    """The state of every promise at `now`. Facts shape the windows whenever they lie; what was done counts from
    its own moment on."""
    zone = pathway.promises[0].protocol.zone if pathway.promises else UTC
    done = matched(pathway.promises, deeds(facts, now, zone))
    known = _Known(
        done=done,
        agreed=arrangements((p for p in pathway.promises if p.key not in done), facts, now),
        waivers=[waiver for waiver in standing(facts.waivers, facts.retracted) if waiver.at <= now],
        refused=_tried(facts, now, "refused"),
        unusable=_tried(facts, now, "unusable"),
    )
    return tuple(_settled(p, known) or _unsettled(p, known, now) for p in pathway.promises)


def _settled(promise: Promise, known: _Known) -> Activity | None:
    """Done, waived or withdrawn; None if it is none of these."""
    zone = promise.protocol.zone
    deed = known.done.get(promise.key)
    if deed is not None:
        return _done(promise, deed)
    for waiver in known.waivers:
        if _waives(waiver, promise):
            why = Phrase("waived", by=waiver.by, at=waiver.at, why=waiver.why, zone=zone)
            return Activity(promise, "waived", (why,))
    refused_at = known.refused.get(_sought(promise))
    if refused_at is not None:
        return Activity(promise, "waived", (Phrase("refused", at=refused_at, zone=zone), *_remarks(promise)))
    return Activity(promise, "withdrawn", (promise.withdrawn,)) if promise.withdrawn is not None else None


def _done(promise: Promise, deed: Deed) -> Activity:
    window, zone, said = promise.window, promise.protocol.zone, _remarks(promise)
    if not deed.told:
        return Activity(promise, "done", (Phrase("done_some_time"), *said))
    if window.closed_at(deed.at):
        late = Phrase("done_late", at=deed.at, latest=window.latest, zone=zone)
        return Activity(promise, "done", (late, *said), True, deed.at, (window.latest, deed.at))
    return Activity(promise, "done", (Phrase("done", at=deed.at, zone=zone), *said), done_at=deed.at)


def _unsettled(promise: Promise, known: _Known, now: datetime) -> Activity:
    """Gap, arranged, at risk or open; or a proposal whose days are over."""
    window, zone = promise.window, promise.protocol.zone
    closed = window.closed_at(now)
    arranged_for = known.agreed.arranged.get(promise.key)
    said = (*_mishaps(promise, known), *_remarks(promise))
    if promise.obligation == "proposed" and closed and arranged_for is None:
        return Activity(promise, "withdrawn", (Phrase("not_adopted"),))
    if closed and promise.basis == "recorded":
        missed = Phrase("gap", latest=window.latest, zone=zone)
        return Activity(promise, "gap", (missed, *said), gap=(window.latest, None))
    risk = _at_risk_from(promise)
    if arranged_for is not None:
        phrase = Phrase("arranged", start=arranged_for, zone=zone)
        return Activity(promise, "arranged", (phrase, *said), at_risk_from=risk, arranged_for=arranged_for)
    if risk is None or now < risk:
        return Activity(promise, "open", said, at_risk_from=risk)
    silent = promise.basis in SILENT
    why = Phrase("not_heard") if silent else Phrase("at_risk", latest=window.latest, zone=zone)
    return Activity(promise, "at_risk", (why, *said), at_risk_from=risk)


def _sought(promise: Promise) -> tuple[str, str]:
    return promise.card.done_by.screening or "", promise.subject


def _mishaps(promise: Promise, known: _Known) -> tuple[Phrase, ...]:
    """A test that could not be used; an appointment that lies outside the window."""
    zone, said = promise.protocol.zone, []
    if _sought(promise) in known.unusable:
        said.append(Phrase("unusable", at=known.unusable[_sought(promise)], zone=zone))
    if promise.key in known.agreed.outside and promise.key not in known.agreed.arranged:
        said.append(Phrase("outside", start=known.agreed.outside[promise.key], zone=zone))
    return tuple(said)


def _at_risk_from(promise: Promise) -> datetime | None:
    """When the time to arrange it runs out; for what rests on an expectation, when that has been overtaken."""
    if promise.obligation == "proposed":
        return None
    if promise.basis == "expected":
        return promise.window.latest + timedelta(days=promise.protocol.bounds.birth_overdue_days)
    if promise.basis == "awaited":
        return promise.window.latest
    return promise.window.latest - promise.lead


def _remarks(promise: Promise) -> tuple[Phrase, ...]:
    remarks = []
    if promise.beyond_scope:
        remarks.append(Phrase("beyond_scope"))
    if promise.contradicted:
        remarks.append(Phrase("contradicted"))
    return tuple(remarks)


def _waives(waiver: Waiver, promise: Promise) -> bool:
    return (
        waiver.activity == promise.card.activity
        and waiver.who in (None, promise.subject)
        and waiver.ordinal in (None, promise.ordinal)
    )


def _tried(facts: PregnancyFacts, now: datetime, outcome: str) -> dict[tuple[str, str], datetime]:
    """The last time each screening of each newborn ended so."""
    tried: dict[tuple[str, str], datetime] = {}
    for screening in standing(facts.screenings, facts.retracted):
        if screening.outcome == outcome and screening.at <= now:
            key = (screening.screening, screening.newborn)
            tried[key] = max(screening.at, tried.get(key, screening.at))
    return tried
