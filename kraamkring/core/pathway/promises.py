"""What derivation yields: promises, and the pathway they make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from ..kernel.windows import Window
from . import cards
from .cards import Card, Edition, PromiseRule, Protocol
from .course import Basis
from .phrases import Phrase
from .view import Contradiction

WEIGHT: Mapping[Basis, int] = {"recorded": 0, "planned": 1, "awaited": 2, "expected": 3}


class Promise(NamedTuple):
    """One thing that ought to happen.

    key: `activity/subject/event/ordinal`, the same through corrections, moves and editions.
    basis: what the window rests on: recorded facts, a planned discharge, or an expectation.
    withdrawn: why it no longer must happen, or None. contradicted: facts that shape it were recorded differently.
    rule: what of the edition calls for it. beyond_scope: the source speaks of an uncomplicated birth; this was none.
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
    rule: PromiseRule
    withdrawn: Phrase | None = None
    contradicted: bool = False
    beyond_scope: bool = False


class Pathway(NamedTuple):
    """All promises to one family, by key order of time, and what was recorded contradictorily."""

    promises: tuple[Promise, ...]
    contradictions: tuple[Contradiction, ...]
