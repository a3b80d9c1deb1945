"""What every act of a program that writes has in common: whether its key may, whom it means, what it is answered."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange.scopes import Act
from kraamkring.core.kernel.errors import NotAllowed, Refusal
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.exchange.queries import resource
from kraamkring.rooms.people.queries import episodes_about, slots_with

from .reach import Asker, NothingThere, reach_of


class Changed(Refusal):
    """What was to be changed is another version by now."""


class Sent(NamedTuple):
    """The resource as it stands now. made: whether this was new."""

    row: Resource
    made: bool


def may(asker: Asker, act: Act) -> None:
    if not asker.scopes.allow("Observation", act):
        raise NotAllowed("", "this key reads only", "Ask for one that writes")


def whom(person: UUID, asker: Asker, now: datetime) -> tuple[UUID, str]:
    """The pregnancy in which this person is written about, and in which slot: the last one that is open to who asks."""
    reach = reach_of(asker, now, episodes_about([person]))
    for episode_id, slot in slots_with(person):
        if episode_id in reach.opened:
            return episode_id, slot
    raise NothingThere("subject")


def stands_as(id: UUID) -> Resource:
    row = resource("Observation", id)
    if row is None:
        raise NothingThere
    return row
