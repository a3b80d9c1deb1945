"""Everything that goes out is made anew: for data that was there before the exchange, or after its mapping changed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from kraamkring.flows import transaction
from kraamkring.rooms.people.queries import any_locked_episode, ids_after

from .projecting import project_family

AT_ONCE = 200  # ids that are read together; each family is then done by itself


class Projected(NamedTuple):
    """How many families were looked at, and how many resources were different."""

    families: int
    written: int


def project_all(*, now: datetime) -> Projected:
    """Each family in a transaction of its own, locked, so that nobody writes meanwhile. Doing it twice, or ending it
    halfway and beginning again, changes nothing more."""
    families, written, after = 0, 0, None
    while ids := ids_after(after, AT_ONCE):
        for id in ids:
            with transaction.atomic():
                episode = any_locked_episode(id)
                written += project_family(episode, now) if episode else 0
            families += 1
        after = ids[-1]
    return Projected(families, written)
