"""Keeping the row of a family that says how it stands. It is derived, so it leaves no audit row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kraamkring.core.pathway.outlook import Outlook
from kraamkring.rooms.people.models import PregnancyEpisode

from ..models import Urgency, Watch

COLUMNS = ("urgency", "presses_at", "needs", "next_turn_at", "acts_at", "looked_at")
URGENCY = {"gap": Urgency.GAP, "at_risk": Urgency.AT_RISK, "none": Urgency.NONE}


def keep_watch(
    *, episode: PregnancyEpisode, look: Outlook | None, acts_at: datetime | None, now: datetime
) -> None:
    """The row, made true. look: None where the record cannot be read; then nothing turns until somebody writes. The
    caller holds the lock on the episode."""
    row = Watch(
        episode=episode,
        urgency=URGENCY[look.worst] if look else Urgency.UNREADABLE,
        presses_at=look.presses_at if look else None,
        needs=len(look.needs) if look else 0,
        next_turn_at=look.turns_at if look else None,
        acts_at=acts_at,
        looked_at=now,
    )
    Watch.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["episode"], update_fields=list(COLUMNS)
    )


def make_due(episodes: Iterable[UUID], now: datetime) -> int:
    """Every one of these families is looked at by the next sweep; how many."""
    rows = [
        Watch(episode_id=pk, urgency=Urgency.NONE, needs=0, acts_at=now, looked_at=now) for pk in episodes
    ]
    Watch.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["episode"], update_fields=["acts_at"]
    )
    return len(rows)
