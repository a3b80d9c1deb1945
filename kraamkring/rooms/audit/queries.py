"""Who looked: for the mother, and for those who guard the log."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.people.queries import episodes_of

from .models import AuditEvent


def events_of(actor: User, episode: PregnancyEpisode) -> QuerySet[AuditEvent]:
    """Every act and look at a pregnancy that the actor may see, newest first; of any other, none."""
    return AuditEvent.objects.filter(episode__in=episodes_of(actor), episode=episode).order_by("-at", "-id")


def how_often(actor: User, what: str, *, since: datetime) -> int:
    """How often she did or looked at this, from that instant on."""
    return AuditEvent.objects.filter(actor=actor, what=what, at__gt=since).count()
