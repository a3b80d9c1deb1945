"""Who looked: for the mother, and for those who guard the log."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import AuditEvent


def events_about(episode: PregnancyEpisode) -> QuerySet[AuditEvent]:
    """Every act and look at a pregnancy, and every one that was refused, newest first: for a flow that was admitted.
    Who may read it is not known here, in a room below the network."""
    found = AuditEvent.objects.filter(episode=episode).select_related("actor", "actor__organisation")
    return found.order_by("-at", "-id")


def how_often(actor: User, what: str, *, since: datetime) -> int:
    """How often she did or looked at this, from that instant on."""
    return AuditEvent.objects.filter(actor=actor, what=what, at__gt=since).count()
