"""Who looked: for the mother, and for those who guard the log."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from kraamkring.core.kernel.identifiers import RANDOM_BYTES, uuid7
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import AuditEvent

MOST_LOOKS = 500  # of one emergency


def events_about(episode: PregnancyEpisode) -> QuerySet[AuditEvent]:
    """Every act and look at a pregnancy, and every one that was refused, newest first: for a flow that was admitted.
    Who may read it is not known here, in a room below the network."""
    found = AuditEvent.objects.filter(episode=episode).select_related(
        "actor", "actor__organisation", "covered"
    )
    return found.order_by("-at", "-id")


def events_of_emergency(
    episode_id: UUID, actor_id: UUID, since: datetime, until: datetime
) -> list[AuditEvent]:
    """What somebody looked at while the record was open to her in an emergency, first to last."""
    hers = AuditEvent.objects.filter(episode=episode_id, actor=actor_id, at__gte=since, at__lte=until)
    return list(
        hers.filter(ground="emergency", action=AuditEvent.Action.READ).order_by("at", "id")[:MOST_LOOKS]
    )


class Sought(NamedTuple):
    """Which rows of the log: by whom, about a mother of this family name, between two instants, of which kind, and on
    which ground; empty: all. mother: a row of that person; after: the row before, newest first."""

    actor: UUID | None = None
    family_name: str = ""
    since: datetime | None = None
    until: datetime | None = None
    action: str = ""
    ground: str = ""
    mother: UUID | None = None
    after: UUID | None = None


def events_of_house(organisation: UUID, sought: Sought) -> QuerySet[AuditEvent]:
    """What was done in the pregnancies that an organisation registered, and by those who work there, newest first."""
    asked = Q(episode__organisation=organisation) | Q(actor__organisation=organisation)
    if sought.actor is not None:
        asked &= Q(actor=sought.actor)
    if sought.family_name.strip():
        named = Q(episode__mother__stands_for__family_name__iexact=" ".join(sought.family_name.split()))
        asked &= named & Q(episode__organisation=organisation)
    if sought.since is not None:
        asked &= Q(at__gte=sought.since)
    if sought.until is not None:
        asked &= Q(at__lt=sought.until)
    if sought.mother is not None:
        asked &= Q(episode__mother__stands_for__rows=sought.mother) & Q(episode__organisation=organisation)
    if sought.after is not None and (last := AuditEvent.objects.filter(pk=sought.after).first()):
        asked &= Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk)
    for name in ("action", "ground"):
        if getattr(sought, name):
            asked &= Q(**{name: getattr(sought, name)})
    related = ("actor__organisation", "covered", "episode__mother")
    return AuditEvent.objects.filter(asked).select_related(*related).order_by("-at", "-id")


def how_often(actor: User, what: str, *, since: datetime) -> int:
    """How often she did or looked at this, from that instant on."""
    return AuditEvent.objects.filter(actor=actor, what=what, at__gt=since).count()


def written_since(since: datetime) -> set[UUID]:
    """Pregnancies about which something was written from that instant on: ids sort by time, so the index finds them."""
    first = uuid7(int(since.timestamp() * 1000), bytes(RANDOM_BYTES))
    rows = AuditEvent.objects.filter(pk__gte=first, action=AuditEvent.Action.WRITE, episode__isnull=False)
    return set(rows.values_list("episode", flat=True))
