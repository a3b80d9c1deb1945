"""Days and instants as FHIR writes them: a day without a time is a day, and no time is made up for it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from ...kernel.errors import ImpossibleFact
from ...kernel.moments import aware, plausible
from .tree import Node

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
AN_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


def day_in(text: str) -> date | None:
    """The local day that a date or an instant names; None if it names none (`2026-10`)."""
    try:
        day = date.fromisoformat(text[:10]) if A_DAY.match(text) else None
        if day is not None:
            plausible(day)
    except (ValueError, ImpossibleFact):
        return None
    return day


def instant_in(text: str) -> datetime | None:
    """The instant, in UTC; None if only a day is named, or no offset."""
    if not AN_INSTANT.fullmatch(text):
        return None
    try:
        return aware(datetime.fromisoformat(text)).astimezone(UTC)
    except (ValueError, OverflowError, ImpossibleFact):
        return None


def begin_of(node: Node, *names: str) -> Node | None:
    """The first of these elements that has a value."""
    return next((found for name in names if (found := node.one(name)) is not None and found.value), None)


def number_in(node: Node | None) -> Decimal | None:
    """The number of an element; None if it is none."""
    try:
        found = Decimal(node.value or "") if node else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None
