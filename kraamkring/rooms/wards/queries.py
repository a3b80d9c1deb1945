"""Reads of this room: for the system by the message, for people by the organisation that they work for."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from .models import WardMessage


def message_by(id: UUID) -> WardMessage | None:
    """The message that came under this id before."""
    return WardMessage.objects.filter(pk=id).first()


def _open(organisation_id: UUID) -> QuerySet[WardMessage]:
    return WardMessage.objects.filter(organisation=organisation_id, outcome="waits", settlement=None)


def waiting_at(organisation_id: UUID, most: int) -> list[WardMessage]:
    """What waits for a person of this organisation, the oldest first: one query."""
    return list(_open(organisation_id).order_by("received_at", "id")[:most])


def how_many_wait(organisation_id: UUID) -> int:
    return _open(organisation_id).count()


def waiting_one(organisation_id: UUID, id: UUID) -> WardMessage | None:
    """One message of this organisation that waited, decided or not, with its settlement. Who decides holds the turn of
    the organisation."""
    rows = WardMessage.objects.filter(organisation=organisation_id, outcome="waits", pk=id)
    return rows.select_related("settlement__by").first()
