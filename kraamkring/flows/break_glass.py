"""Somebody must see a record at once, and there is no time to be invited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.access import MAY_BREAK_GLASS
from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.actions import open_in_emergency
from kraamkring.rooms.network.models import BreakGlass
from kraamkring.rooms.people.queries import any_locked_episode


def break_glass(*, episode_id: UUID, reason: str, by: User, now: datetime) -> BreakGlass:
    """The record is open to the actor for reading, for four hours, but for what is shielded; the row and its reason
    stay for the mother to see. Raises Refusal without a reason, NotThere to who may not."""
    with transaction.atomic():
        allowed = by.is_active and by.profession in MAY_BREAK_GLASS
        episode = any_locked_episode(episode_id) if allowed else None
        if episode is None:
            raise NotThere("episode", "there is no such pregnancy for you", "Ask who registered it")
        return open_in_emergency(episode=episode, reason=reason, by=by, now=now)
