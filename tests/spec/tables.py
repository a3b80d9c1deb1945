"""Spec tables: facts in, activities out. The same files are the tests and the manual that a midwife reviews."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from kraamkring.core.facts.reading import read
from kraamkring.core.pathway import Activity, Card, Gate, assess, derive, gates_of
from kraamkring.core.pathway.cards import Edition
from kraamkring.packs import protocols

HERE = Path(__file__).parent
HEAD = ("activity", "subject", "nr", "from", "until", "duty", "state")
TIMES_HEAD = ("activity", "subject", "nr", "from", "best by", "at risk from", "until", "duty")
CARDS_HEAD = ("card", "since", "how sure", "for", "after", "answers", "may also do it", "done by", "besides")
GATES_HEAD = ("gate", "subject", "colour", "closes with the act", "why")


class Case(NamedTuple):
    """One table. about: the activities of which every row is given; what is not about is not said here.
    leaving: who goes home at that moment; then the table is about the gates of going home.
    kind: `states`; `times`, with what is aimed at and when the time to arrange it runs out; `cards`, who answers."""

    file: str
    name: str
    says: str
    source: str
    facts: dict[str, Any]
    at: datetime
    about: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    leaving: tuple[str, ...] = ()
    kind: str = "states"

    @property
    def head(self) -> tuple[str, ...]:
        if self.leaving:
            return GATES_HEAD
        return {"states": HEAD, "times": TIMES_HEAD, "cards": CARDS_HEAD}[self.kind]


class Chapter(NamedTuple):
    file: str
    title: str
    cases: tuple[Case, ...]


def told() -> list[str]:
    """The protocols that have tables."""
    return [name for name in protocols() if (HERE / name.replace("-", "_")).is_dir()]


def chapters(protocol: str) -> Iterator[Chapter]:
    """Every file of a protocol's folder, in order."""
    for path in sorted((HERE / protocol.replace("-", "_")).glob("*.toml")):
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        base = json.loads(said.get("base", "{}"))
        cases = tuple(_case(path.stem, base, case) for case in said["case"])
        yield Chapter(path.stem, said["title"], cases)


def _case(file: str, base: dict[str, Any], said: dict[str, Any]) -> Case:
    rows = tuple(
        tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        for line in said["rows"].strip().splitlines()
    )
    return Case(
        file=file,
        name=said["name"],
        says=said.get("says", ""),
        source=said["source"],
        facts={**base, **json.loads(said.get("facts", "{}"))},
        at=datetime.fromisoformat(said["at"]),
        about=tuple(said.get("about", ())),
        rows=rows,
        leaving=tuple(said.get("leaving", ())),
        kind=said.get("kind", "states"),
    )


def outcome(case: Case, protocol: str = "be-vlg") -> tuple[tuple[str, ...], ...]:
    """What the engine says about the activities that the case is about, in the notation of the tables."""
    if case.kind == "cards":
        cards = protocols()[protocol].cards
        return tuple(_of_edition(card, edition) for card in cards for edition in card.editions)
    facts = read(json.dumps(case.facts))
    if case.leaving:
        facts = replace(facts, region=facts.region or protocol)
        return tuple(_gate(gate) for gate in gates_of(facts, protocols(), case.leaving, case.at, case.at))
    pathway = derive(facts, protocols(), protocol)
    return tuple(
        (_times if case.kind == "times" else _row)(activity)
        for activity in assess(pathway, facts, case.at)
        if activity.promise.card.activity in case.about
    )


def _gate(gate: Gate) -> tuple[str, ...]:
    why = " ".join(phrase.say() for phrase in gate.said)
    return gate.card.activity, gate.subject, gate.colour, "yes" if gate.on_leaving else "no", why


def _row(activity: Activity) -> tuple[str, ...]:
    promise = activity.promise
    zone = promise.protocol.zone
    first, last = (moment.astimezone(zone) for moment in (promise.window.earliest, promise.window.latest))
    state = activity.state + (" late" if activity.late else "")
    unsure = "" if promise.basis == "recorded" else f" ({promise.basis})"
    return (
        promise.card.activity,
        promise.subject,
        str(promise.ordinal),
        f"{first:%a %d-%m-%Y %H:%M}",
        f"{last:%a %d-%m-%Y %H:%M}{unsure}",
        promise.obligation,
        state,
    )


def _times(activity: Activity) -> tuple[str, ...]:
    """When it is best done and when it becomes a risk, of what is promised."""
    promise = activity.promise
    window, zone = promise.window, promise.protocol.zone
    moments = (window.earliest, window.target, activity.at_risk_from, window.latest)
    told = [f"{moment.astimezone(zone):%a %d-%m-%Y %H:%M}" if moment else "-" for moment in moments]
    return (promise.card.activity, promise.subject, str(promise.ordinal), *told, promise.obligation)


def _of_edition(card: Card, edition: Edition) -> tuple[str, ...]:
    """Who answers for a card, from the first day of an edition on."""
    first = edition.valid_from
    assert card.edition_on(first) == edition != card.edition_on(first - timedelta(days=1))
    kind, name = card.done_by.pair
    besides = {
        "ends with " + " or ".join(card.ends_with): card.ends_with,
        "waits while in hospital": card.pauses_in_hospital,
        "early counts": card.early_counts,
        "the first one counts": card.takes_the_first,
        "beside others": card.beside_others,
        f"time {card.occurrence} of it": card.occurrence,
        f"source speaks of {card.scope}": card.scope,
    }
    return (
        card.activity,
        f"{first:%d-%m-%Y}",
        edition.certainty,
        card.for_,
        card.event,
        card.role,
        ", ".join(sorted(card.allowed - {card.role})) or "-",
        f"{kind} {name}",
        ", ".join(words for words, so in besides.items() if so) or "-",
    )
