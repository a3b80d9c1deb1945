"""What an act has written so far, for whoever must know before it ends: told by the one function that writes the log.

What follows from it and has no row of the log, as the pathway, is told by the flow that derives it. A flow that writes
without an audit row breaks a rule of the house already; so nothing that is written goes unheard.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Written(NamedTuple):
    """One row of the log about something that was written. what: as the log names it (`entry:births`). by: None for the
    house itself."""

    what: str
    by: UUID | None
    episode_id: UUID | None
    person_id: UUID | None
    object_id: UUID | None
    at: datetime


_heard: ContextVar[list[Written] | None] = ContextVar("heard", default=None)


def listens() -> bool:
    """Whether somebody hears already."""
    return _heard.get() is not None


@contextmanager
def listening() -> Iterator[list[Written]]:
    """The list grows with each thing that is written in this block, in the order of writing."""
    heard: list[Written] = []
    before = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(before)


def heard_so_far() -> list[Written]:
    """What whoever listens has heard and not taken yet; nothing, if nobody listens."""
    return _heard.get() or []


def hear(written: Written) -> None:
    """Tells it to whoever listens."""
    heard = _heard.get()
    if heard is not None:
        heard.append(written)
