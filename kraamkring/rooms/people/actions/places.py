"""Where a family is at home."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.rooms.accounts.models import User

from ..models import PlaceOfCare, PregnancyEpisode


def write_place_of_care(
    *, episode: PregnancyEpisode, id: UUID, by: User, now: datetime, **said: str
) -> PlaceOfCare:
    """One row more; the last one holds. said: street, postcode, town, phone (E.164), finding."""
    return PlaceOfCare.objects.create(id=id, episode=episode, written_by=by, written_at=now, **said)
