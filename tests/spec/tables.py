"""Spec tables: facts in, activities out. The same files are the tests and the manual that a midwife reviews."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from kraamkring.core.facts.reading import read
from kraamkring.core.pathway import Activity, Gate, assess, derive, gates_of
from kraamkring.packs import protocols

HERE = Path(__file__).parent
HEAD = ("activity", "subject", "nr", "from", "until", "duty", "state")
GATES_HEAD = ("gate", "subject", "colour", "closes with the act", "why")


class Case(NamedTuple):
    """One table. about: the activities of which every row is given; what is not about is not said here.
    leaving: who goes home at that moment; then the table is about the gates of going home."""

    file: str
    name: str
    says: str
    source: str
    facts: dict[str, Any]
    at: datetime
    about: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    leaving: tuple[str, ...] = ()


class Chapter(NamedTuple):
    file: str
    title: str
    cases: tuple[Case, ...]


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
    )


def outcome(case: Case, protocol: str = "be-vlg") -> tuple[tuple[str, ...], ...]:
    """What the engine says about the activities that the case is about, in the notation of the tables."""
    facts = read(json.dumps(case.facts))
    if case.leaving:
        facts = replace(facts, region=facts.region or protocol)
        return tuple(_gate(gate) for gate in gates_of(facts, protocols(), case.leaving, case.at, case.at))
    pathway = derive(facts, protocols(), protocol)
    return tuple(
        _row(activity)
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
