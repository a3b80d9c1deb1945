"""Promises, what was done about them, and a moment in; the state of each out. This is where the care gap is computed.

For each promise the first that applies: done, waived, withdrawn, gap, arranged, at risk, open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from ..facts.coherence import standing
from ..facts.model import PregnancyFacts, Waiver
from .evidence import arrangements, deeds, matched
from .phrases import Phrase
from .promises import Pathway, Promise

# A birth comes up to two weeks after the due date (42+0) before anybody should ask; a homecoming is asked for at once.
GRACE: Mapping[str, timedelta] = {"awaited": timedelta(0), "expected": timedelta(days=14)}

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


def assess(pathway: Pathway, facts: PregnancyFacts, now: datetime) -> tuple[Activity, ...]:
    """The state of every promise at `now`. Facts shape the windows whenever they lie; what was done counts from
    its own moment on."""
    zone = pathway.promises[0].protocol.zone if pathway.promises else UTC
    done = matched(pathway.promises, deeds(facts, now, zone))
    arranged = arrangements((p for p in pathway.promises if p.key not in done), facts, now)
    waivers = [waiver for waiver in standing(facts.waivers, facts.retracted) if waiver.at <= now]
    refusals, unusable = _tried(facts, now, "refused"), _tried(facts, now, "unusable")
    return tuple(
        _judge(p, now, done.get(p.key), arranged.get(p.key), waivers, refusals, unusable)
        for p in pathway.promises
    )


def _judge(
    promise: Promise,
    now: datetime,
    done_at: datetime | None,
    arranged_for: datetime | None,
    waivers: list[Waiver],
    refusals: dict[tuple[str, str], datetime],
    unusable: dict[tuple[str, str], datetime],
) -> Activity:
    window, zone = promise.window, promise.protocol.zone
    said = _remarks(promise)
    if done_at is not None:
        if window.closed_at(done_at):
            phrase = Phrase("done_late", at=done_at, latest=window.latest, zone=zone)
            return Activity(promise, "done", (phrase, *said), True, done_at, (window.latest, done_at))
        return Activity(promise, "done", (Phrase("done", at=done_at, zone=zone), *said), done_at=done_at)
    for waiver in waivers:
        if _waives(waiver, promise):
            return Activity(
                promise, "waived", (Phrase("waived", by=waiver.by, at=waiver.at, why=waiver.why, zone=zone),)
            )
    sought = (promise.card.done_by.screening or "", promise.subject)
    if sought in refusals:
        return Activity(promise, "waived", (Phrase("refused", at=refusals[sought], zone=zone), *said))
    if promise.withdrawn is not None:
        return Activity(promise, "withdrawn", (promise.withdrawn,))
    if sought in unusable:
        said = (Phrase("unusable", at=unusable[sought], zone=zone), *said)
    closed = window.closed_at(now)
    if promise.obligation == "proposed" and closed and arranged_for is None:
        return Activity(promise, "withdrawn", (Phrase("not_adopted"),))
    if closed and promise.basis == "recorded":
        return Activity(
            promise, "gap", (Phrase("gap", latest=window.latest, zone=zone), *said), gap=(window.latest, None)
        )
    risk = _at_risk_from(promise)
    if arranged_for is not None:
        phrase = Phrase("arranged", start=arranged_for, zone=zone)
        return Activity(promise, "arranged", (phrase, *said), at_risk_from=risk, arranged_for=arranged_for)
    if risk is not None and now >= risk:
        if promise.basis in GRACE:
            return Activity(promise, "at_risk", (Phrase("not_heard"), *said), at_risk_from=risk)
        return Activity(
            promise, "at_risk", (Phrase("at_risk", latest=window.latest, zone=zone), *said), at_risk_from=risk
        )
    return Activity(promise, "open", said, at_risk_from=risk)


def _at_risk_from(promise: Promise) -> datetime | None:
    """When the time to arrange it runs out; for what rests on an expectation, when that has been overtaken."""
    if promise.obligation == "proposed":
        return None
    if promise.basis in GRACE:
        return promise.window.latest + GRACE[promise.basis]
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
