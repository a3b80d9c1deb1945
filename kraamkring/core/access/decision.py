"""The decision: who stands in which relation to a family, what she agreed to, and what follows for one question.

Writing follows from the role alone: consent can open a module for reading, and can close it, but makes nobody a
midwife. An emergency opens for reading, for a few hours, what is not shielded; it passes by a refusal, and is told.
Whoever covers for a colleague has what both of them have, for a time: see covering.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from .purposes import PURPOSES
from .table import SHIELDED, Act, Module, may

Ground = Literal["own_record", "care_network", "registered", "organisation", "cover", "emergency"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)  # the first that allows is the one that is written down

EMERGENCY_LASTS = timedelta(hours=4)  # our choice, until a clinician has said how long

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
    "cover_narrower": "this part does not come with covering for a colleague",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Why somebody may have to do with a family. since: None while an invitation is not accepted. until: exclusive.
    modules: what was agreed for this member, None for what the role has by default. Of a cover: covered is who is
    covered for (opaque id), role the role that she has, profession that of who covers."""

    ground: Ground
    role: str
    since: datetime | None
    until: datetime | None = None
    modules: frozenset[Module] | None = None
    covered: str | None = None
    profession: str = ""


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
    """allowed: on which ground. Not allowed: why, a key of SENTENCES; the ground then is the nearest one, if any.
    covered: for whom, where the ground is a cover."""

    allowed: bool
    ground: Ground | None
    why: str
    covered: str | None = None

    @property
    def noted(self) -> str:
        """The ground as the log is told it: of a cover with for whom, `cover:<id>`; empty without one."""
        return f"{self.ground}:{self.covered}" if self.covered else self.ground or ""


def decide(asked: Asked, standing: Standing) -> Decision:
    """Whether somebody may, on which ground, or why not."""
    opened = PURPOSES.get(asked.purpose)
    if opened is None or asked.act not in opened.acts:
        return Decision(False, None, "purpose")
    relations = [each for each in standing.relations if each.ground in opened.grounds]
    if standing.relations and not relations:
        return Decision(False, None, "purpose")
    answers = [_through(relation, asked, standing) for relation in _in_order(tuple(relations))]
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
    return Decision(not why, relation.ground, why or relation.ground, relation.covered)


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
    if relation.ground == "cover":
        yield from _objections_to_cover(relation, asked, standing)
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


def _objections_to_cover(relation: Relation, asked: Asked, standing: Standing) -> Iterator[str]:
    """Why not, in another's place: what either of the two may not. A word of hers to the person who is covered closes
    for both; it opens for that person alone. What is shielded needs a word that holds for who covers."""
    to_covered = _said(asked, standing, relation.covered, relation.role)
    to_me = _said(asked, standing, standing.person, relation.profession)
    if False in (to_covered, to_me):
        yield "consent_refused"
    in_general = _said(asked, standing, None, relation.role)
    agreed = relation.modules is None or asked.module in relation.modules
    hers = bool(in_general) or (agreed and may(relation.role, asked.module, "read"))
    personally = _said_to(asked, standing, standing.person) is True
    if not personally:
        if not hers:
            yield "cover_narrower"
        if asked.module in SHIELDED and not to_me:
            yield "shielded"
        if not to_me and not may(relation.profession, asked.module, "read"):
            yield "role_does_not_read"
    if asked.act == "write" and not agreed:
        yield "cover_narrower"
    for role in (relation.role, relation.profession):
        if asked.act == "write" and not may(role, asked.module, "write"):
            yield "role_does_not_write"


def _time(relation: Relation, at: datetime) -> str | None:
    if relation.since is None:
        return "not_accepted"
    if relation.until is not None and at >= relation.until:
        return "over"
    return "not_begun" if at < relation.since else None


def _consent(relation: Relation, asked: Asked, standing: Standing) -> bool | None:
    """What she said that holds for this person in this role; None if she said nothing about it."""
    return _said(asked, standing, standing.person, relation.role)


def _said(asked: Asked, standing: Standing, person: str | None, role: str) -> bool | None:
    """What she said to this person, else to this role, else to everybody; None if she said nothing about it."""
    about = _about(asked, standing)
    for said in (
        [each for each in about if each.person is not None and each.person == person],
        [each for each in about if each.role is not None and each.role == role],
        [each for each in about if each.person is None and each.role is None],
    ):
        if said:
            return _last(said)
    return None


def _said_to(asked: Asked, standing: Standing, person: str) -> bool | None:
    """What she said to this person by name."""
    said = [each for each in _about(asked, standing) if each.person == person]
    return _last(said) if said else None


def _about(asked: Asked, standing: Standing) -> list[Consent]:
    return [said for said in standing.consents if said.module == asked.module and said.at <= asked.at]


def _last(said: list[Consent]) -> bool:
    return max(said, key=lambda each: (each.at, not each.given)).given
