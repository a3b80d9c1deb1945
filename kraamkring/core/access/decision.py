"""The decision: who stands in which relation to a family, what she agreed to, and what follows for one question.

Writing follows from the role alone: consent can open a module for reading, and can close it, but makes nobody a
midwife. An emergency opens for reading, for a few hours, what is not shielded; it passes by a refusal, and is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from .table import SHIELDED, Act, Module, may

Ground = Literal["own_record", "care_network", "registered", "organisation", "emergency"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)  # the first that allows is the one that is written down

EMERGENCY_LASTS = timedelta(hours=4)  # our choice, until a clinician has said how long
PURPOSES = frozenset({"care", "emergency"})

SENTENCES = {
    "no_relation": "there is no such pregnancy for you",
    "not_accepted": "you have not accepted this invitation yet",
    "not_begun": "your part in this network has not begun yet",
    "over": "your part in this network is over",
    "purpose": "a record is not opened for this purpose",
    "consent_refused": "she has not agreed that you see this part",
    "not_agreed": "this part was not agreed with her for you",
    "shielded": "this part is shielded",
    "role_does_not_read": "your role does not see this part",
    "role_does_not_write": "your role does not write in this part",
    "emergency_reads": "an emergency opens the record for reading only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Why somebody may have to do with a family. since: None while an invitation is not accepted. until: exclusive.
    modules: what was agreed for this member, None for what the role has by default."""

    ground: Ground
    role: str
    since: datetime | None
    until: datetime | None = None
    modules: frozenset[Module] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What she said about a module: to one person (opaque id), to a role, or to everybody. The most particular one
    holds, and of these the last; of two at the same instant, the refusal."""

    module: Module
    given: bool
    at: datetime
    person: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Somebody before a family: every relation, past ones too, and every consent."""

    person: str
    relations: tuple[Relation, ...] = ()
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question."""

    module: Module
    act: Act
    at: datetime
    purpose: str = "care"


@dataclass(frozen=True, slots=True)
class Decision:
    """allowed: on which ground. Not allowed: why, a key of SENTENCES; the ground then is the nearest one, if any."""

    allowed: bool
    ground: Ground | None
    why: str


def decide(asked: Asked, standing: Standing) -> Decision:
    """Whether somebody may, on which ground, or why not."""
    if asked.purpose not in PURPOSES:
        return Decision(False, None, "purpose")
    answers = [_through(relation, asked, standing) for relation in _in_order(standing.relations)]
    for answer in answers:
        if answer.allowed:
            return answer
    said = [answer for answer in answers if answer.why not in ("over", "not_begun", "not_accepted")]
    return next(iter(said or answers), Decision(False, None, "no_relation"))


def in_force(standing: Standing, at: datetime) -> bool:
    """True if any relation holds at that instant: otherwise the family does not exist for this person."""
    return any(_time(relation, at) is None for relation in standing.relations)


def _in_order(relations: tuple[Relation, ...]) -> list[Relation]:
    return sorted(relations, key=lambda relation: GROUNDS.index(relation.ground))


def _through(relation: Relation, asked: Asked, standing: Standing) -> Decision:
    why = next(_objections(relation, asked, standing), "")
    return Decision(not why, relation.ground, why or relation.ground)


def _objections(relation: Relation, asked: Asked, standing: Standing) -> Iterator[str]:
    """Why not, through this relation; the first is said."""
    if (early_or_late := _time(relation, asked.at)) is not None:
        yield early_or_late
    if relation.ground == "emergency":
        if asked.act != "read":
            yield "emergency_reads"
        if asked.module in SHIELDED:
            yield "shielded"
        return
    consent = None if relation.ground == "own_record" else _consent(relation, asked, standing)
    if consent is False:
        yield "consent_refused"
    if consent is None:
        if relation.modules is not None and asked.module not in relation.modules:
            yield "not_agreed"
        if relation.ground == "organisation" and asked.module in SHIELDED:
            yield "shielded"
        if not may(relation.role, asked.module, "read"):
            yield "role_does_not_read"
    if asked.act == "write" and not may(relation.role, asked.module, "write"):
        yield "role_does_not_write"


def _time(relation: Relation, at: datetime) -> str | None:
    if relation.since is None:
        return "not_accepted"
    if relation.until is not None and at >= relation.until:
        return "over"
    return "not_begun" if at < relation.since else None


def _consent(relation: Relation, asked: Asked, standing: Standing) -> bool | None:
    """What she said that holds for this person in this role; None if she said nothing about it."""
    about = [said for said in standing.consents if said.module == asked.module and said.at <= asked.at]
    for said in (
        [each for each in about if each.person == standing.person],
        [each for each in about if each.role is not None and each.role == relation.role],
        [each for each in about if each.person is None and each.role is None],
    ):
        if said:
            return max(said, key=lambda each: (each.at, not each.given)).given
    return None
