"""Reads of hand-overs: those of a family that the caller was admitted to, and those that still wait to be read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import memberships_in_force
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import HandOver, HandOverStep, HandOverTo


def hand_overs_of(episode: PregnancyEpisode) -> list[HandOver]:
    """Every hand-over, newest first, with to whom it went and what became of it: three queries."""
    return list(_whole(HandOver.objects.filter(episode=episode)).order_by("-at", "-id"))


def hand_over_with(id: UUID) -> HandOver | None:
    """One of them, to find its pregnancy by; the flow admits, or says it is not there."""
    return _whole(HandOver.objects.filter(pk=id)).select_related("episode").first()


def unread_by(user: User, now: datetime, episodes: QuerySet[PregnancyEpisode], most: int) -> list[HandOver]:
    """What was handed over to her place in these networks and she has not said she read, the oldest first."""
    hers = memberships_in_force(now).filter(user=user, episode__in=episodes)
    to_her = HandOverTo.objects.filter(hand_over=OuterRef("pk"), member__in=hers)
    read = HandOverStep.objects.filter(hand_over=OuterRef("pk"), by=user, what="read")
    found = HandOver.objects.filter(Exists(to_her), ~Exists(read)).exclude(by=user)
    return list(found.select_related("episode__mother", "by").order_by("-urgent", "at", "id")[:most])


def unread_of(
    user: User, before: datetime, episodes: QuerySet[PregnancyEpisode], most: int
) -> list[HandOver]:
    """What she handed over, before that instant, and nobody has said to have read, the oldest first."""
    read = HandOverStep.objects.filter(hand_over=OuterRef("pk"), what="read")
    found = HandOver.objects.filter(~Exists(read), by=user, at__lt=before, episode__in=episodes)
    return list(found.select_related("episode__mother", "by").order_by("at", "id")[:most])


def _whole(rows: QuerySet[HandOver]) -> QuerySet[HandOver]:
    to = HandOverTo.objects.select_related("member__user").order_by("member__role", "id")
    steps = HandOverStep.objects.select_related("by").order_by("at", "id")
    return rows.select_related("by").prefetch_related(Prefetch("to", to), Prefetch("steps", steps))
