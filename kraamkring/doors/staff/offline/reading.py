"""What a device sent, read from JSON. What cannot be read of one item waits for a person; it stops no other."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows.receive import Item

MOST_ITEMS = 100  # in one request; a device sends the rest in the next
MOST_WAITING = 500  # asked about in one request; our choice
MOST_BYTES = 4 * 1024 * 1024
HIGHEST_COUNT = 2**53 - 1  # the highest whole number of JavaScript
NOBODY = UUID(int=0)
UNREADABLE = "unreadable"  # a kind that nobody takes: such an item waits


class Sent(NamedTuple):
    """One delivery of a device. owner: whose device it says it is. leave: it is left at the server though nobody is
    signed in. waiting: what the device shows as waiting for a person."""

    device: UUID
    owner: UUID
    name: str
    sent_at: datetime
    leave: bool
    items: tuple[Item, ...]
    waiting: tuple[UUID, ...]


def sent(raw: bytes) -> Sent:
    """The delivery. Raises Refusal where it is none, or too much at once."""
    if len(raw) > MOST_BYTES:
        raise Refusal("", "this is too much at once", "Send it in parts")
    try:
        said = json.loads(raw, parse_constant=_no_number)
        device, owner, sent_at = UUID(said["device"]), UUID(said["user"]), _instant(said["sent_at"])
        items = said["items"]
        if not isinstance(items, list):
            raise TypeError
        counted = [(UUID(each["id"]), _count(each["sequence"]), each) for each in items]
        waiting = tuple(UUID(each) for each in said.get("waiting", [])[:MOST_WAITING])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise Refusal("", "this is not what a device of ours sends", "Load the page again") from wrong
    if len(counted) > MOST_ITEMS:
        raise Refusal("", "these are too many at once", "Send them in parts")
    read = tuple(_item(id, sequence, each, sent_at) for id, sequence, each in counted)
    name, leave = clean(str(said.get("name") or "")), said.get("leave") is True
    return Sent(device, owner, name, sent_at, leave, read, waiting)


def _item(id: UUID, sequence: int, said: dict[str, Any], sent_at: datetime) -> Item:
    try:
        family, said_at = UUID(said["family"]), _instant(said["said_at"])
        kind, body = said["kind"], said["body"]
        if not (isinstance(kind, str) and 0 < len(kind) <= 40 and isinstance(body, dict)):
            raise TypeError
    except (ValueError, TypeError, KeyError, AttributeError):
        return Item(
            id=id,
            sequence=sequence,
            family=NOBODY,
            kind=UNREADABLE,
            said_at=sent_at,
            body={"sent": clean(said)},
        )
    return Item(id=id, sequence=sequence, family=family, kind=clean(kind), said_at=said_at, body=clean(body))


def _instant(said: Any) -> datetime:
    at = datetime.fromisoformat(said)
    if at.tzinfo is None or not 2000 <= at.year < 2200:
        raise ValueError(said)
    return at


def _count(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 1 <= said <= HIGHEST_COUNT:
        raise ValueError(said)
    return said


def _no_number(said: str) -> float:
    raise ValueError(said)


def clean(said: Any) -> Any:
    """The same, with a mark in place of characters that PostgreSQL cannot hold: the rest is not lost by them."""
    if isinstance(said, str):
        return said.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    if isinstance(said, dict):
        return {clean(name): clean(value) for name, value in said.items()}
    return [clean(each) for each in said] if isinstance(said, list) else said
