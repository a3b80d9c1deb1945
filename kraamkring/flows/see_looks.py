"""Somebody asks who looked: the mother, or who builds her network. This look leaves a row too."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.audit.queries import events_about
from kraamkring.rooms.network.models import BreakGlass
from kraamkring.rooms.network.queries import emergencies_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import admit

LOOKS_ON_A_PAGE = 50


class SeenLooks(NamedTuple):
    """A page of who looked, wrote, or was refused, newest first. more: whether an older page follows. emergencies: who
    opened the record without being asked, newest first, on the first page."""

    episode: PregnancyEpisode
    mother: Person
    events: tuple[AuditEvent, ...]
    more: bool
    emergencies: tuple[BreakGlass, ...] = ()


@transaction.atomic
def see_looks(
    *, episode_id: UUID, by: User, now: datetime, page: int = 1, purpose: str = CARE, reason: str = ""
) -> SeenLooks:
    """Who looked at this record, before this look. Raises NotAllowed to whoever may not see the network."""
    admitted = admit(by, episode_id, now, "network", purpose=purpose)
    first = (page - 1) * LOOKS_ON_A_PAGE
    found = list(events_about(admitted.episode)[first : first + LOOKS_ON_A_PAGE + 1])
    admitted.note_look("looks", purpose=purpose, reason=reason)
    return SeenLooks(
        admitted.episode,
        one_person(admitted.episode.mother),
        tuple(found[:LOOKS_ON_A_PAGE]),
        more=len(found) > LOOKS_ON_A_PAGE,
        emergencies=tuple(emergencies_of(admitted.episode)) if page == 1 else (),
    )
