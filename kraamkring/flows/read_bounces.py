"""Letters about letters are read: from a mailbox, or handed in by a mail server."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.messages.channels.email.bounce import read_bounce

from .take_receipt import take_bounce


def read_bounces(*, letters: Iterable[bytes], now: datetime) -> int:
    """How many of these letters told something about one of ours; the others are left alone."""
    return sum(read_one(raw=raw, now=now) for raw in letters)


def read_one(*, raw: bytes, now: datetime) -> bool:
    """Whether the letter is a report about one of ours. The same report again changes nothing."""
    told = read_bounce(raw)
    if told is None:
        return False
    try:
        take_bounce(
            message_id=told.message,
            recipient=told.recipient,
            arrived=told.arrived,
            status=told.status,
            faulty=told.faulty,
            now=now,
        )
    except NotThere:
        return False
    return True
