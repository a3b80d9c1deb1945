"""Somebody opens a form to write in the record: for which children, and in which parts she may write."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.access import Module
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person, slots_of

from . import transaction
from .admitting import admit, refused
from .see_record import PARTS


class SeenForm(NamedTuple):
    """What a form must know of a family. slots: its newborns, born or expected. writes: where the actor may write."""

    episode: PregnancyEpisode
    mother: Person
    slots: tuple[str, ...]
    writes: frozenset[Module]


@transaction.atomic
def see_form(*, episode_id: UUID, by: User, now: datetime) -> SeenForm:
    """What a form must know. Raises NotAllowed to whoever may write in no part of the record."""
    admitted = admit(by, episode_id, now)
    asked = {module: admitted.may(module, "write") for module in PARTS}
    opened = [decision for decision in asked.values() if decision.allowed]
    if not opened:
        readers = (decision for decision in asked.values() if decision.why == "role_does_not_write")
        raise refused(PARTS[0], next(readers, asked[PARTS[0]]))
    admitted._replace(ground=opened[0].noted or admitted.ground).note_look("record:form")
    return SeenForm(
        admitted.episode,
        one_person(admitted.episode.mother),
        slots_of(admitted.episode),
        frozenset(module for module, decision in asked.items() if decision.allowed),
    )
