"""What the kinds of things that a device sends have in common: how they come in, and how their words are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kraamkring.rooms.accounts.models import User

Body = Mapping[str, Any]


class Unreadable(ValueError):
    """The body is not what this kind consists of: it waits for a person, with its words."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An item on its way into the record. said_at: when it was said, as well as our clock can tell; it may be later
    than now by a little. received_at: when it came, if it was taken up later. author: whose device it is.
    attributed_to: her name, where somebody else takes it up."""

    id: UUID
    sequence: int
    device: UUID
    family: UUID
    said_at: datetime
    received_at: datetime | None
    author: User
    attributed_to: str


def moment(body: Body, item: Taken, now: datetime) -> datetime:
    """When it was true: as she said, or else when she wrote it down; never later than now. Raises Unreadable."""
    said = body.get("at")
    if not said:
        return min(item.said_at, now)
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError as wrong:
        raise Unreadable("at") from wrong
    if at.tzinfo is None:
        raise Unreadable("at")
    return min(at, now)


def text_of(body: Body, name: str) -> str:
    """A text of the body, empty if it is not there. Raises Unreadable for what is no text."""
    said = body.get(name, "")
    if not isinstance(said, str):
        raise Unreadable(name)
    return said


def id_of(body: Body, name: str) -> UUID | None:
    """An id of the body, None if it is not there. Raises Unreadable for what is none."""
    said = text_of(body, name)
    try:
        return UUID(said) if said else None
    except ValueError as wrong:
        raise Unreadable(name) from wrong
