"""Reads, scoped: a member sees nothing before accepting and nothing after leaving; an emergency ends by itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Min, Model, OuterRef, Q, QuerySet

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people import queries as people
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import (
    BreakGlass,
    Consent,
    Coordination,
    CoordinationProposal,
    Membership,
    MembershipStep,
)

What = MembershipStep.What
Row = TypeVar("Row", bound=Model)


def episodes_of(actor: User | None, now: datetime) -> QuerySet[PregnancyEpisode]:
    """The pregnancies that the actor may have to do with at `now`; none for anybody else. What of them she sees is
    decided by `core.access`."""
    joined = memberships_in_force(now).filter(user=actor)
    glass = BreakGlass.objects.filter(user=actor, at__lte=now, expires_at__gt=now)
    return _scope(actor, joined, glass)


def related_to(actor: User | None) -> QuerySet[PregnancyEpisode]:
    """The same without a clock, for rooms that are asked by a flow which has looked at it: a member who accepted and
    has not left, and whoever broke the glass, over or not."""
    joined = _with_steps().filter(accepted_at__isnull=False, ended_at=None, user=actor)
    return _scope(actor, joined, BreakGlass.objects.filter(user=actor))


def _scope(
    actor: User | None, joined: QuerySet[Membership], glass: QuerySet[BreakGlass]
) -> QuerySet[PregnancyEpisode]:
    registered = people.episodes_of(actor)
    if actor is None or not actor.is_active:
        return registered
    ids = registered.values("pk").union(joined.values("episode"), glass.values("episode"), all=True)
    return PregnancyEpisode.objects.filter(pk__in=ids)


def memberships_in_force(now: datetime) -> QuerySet[Membership]:
    """The memberships that hold at `now`: accepted, begun, not over."""
    steps = MembershipStep.objects.filter(membership=OuterRef("pk"), at__lte=now)
    accepted, ended = Exists(steps.filter(what=What.ACCEPTED)), Exists(steps.exclude(what=What.ACCEPTED))
    return Membership.objects.filter(accepted, ~ended, Q(until=None) | Q(until__gt=now), since__lte=now)


def members_of(episodes: Collection[PregnancyEpisode]) -> list[Membership]:
    """Every membership of these pregnancies that the caller was admitted to, ended ones too, with `accepted_at` and
    `ended_at`: one query."""
    found = _with_steps().filter(episode__in=[episode.pk for episode in episodes])
    return list(found.select_related("user", "invited_by").order_by("invited_at", "id"))


def own_pregnancies(user: User, now: datetime) -> list[UUID]:
    """The pregnancies in whose network somebody stands as the mother, at `now`."""
    hers = memberships_in_force(now).filter(user=user, role="mother")
    return list(hers.values_list("episode_id", flat=True))


def places_of(user: User, now: datetime, roles: Collection[str]) -> list[Membership]:
    """Where somebody stands in one of these roles at `now`, with each pregnancy; the one booked last comes first."""
    hers = memberships_in_force(now).filter(user=user, role__in=roles).select_related("episode")
    return list(hers.order_by("-episode__booked_on", "-episode__registered_at", "role", "id"))


def members_in_force(episode: PregnancyEpisode, now: datetime) -> list[Any]:
    """The members of a pregnancy whose part holds at `now`, with `accepted_at`: one query."""
    ids = memberships_in_force(now).filter(episode=episode).values("pk")
    return list(_with_steps().filter(pk__in=ids).select_related("user").order_by("role", "invited_at", "id"))


def coordinations_of(episodes: Collection[PregnancyEpisode]) -> list[Coordination]:
    """Every coordination of these pregnancies that the caller was admitted to, past ones too: one query."""
    found = Coordination.objects.filter(episode__in=[episode.pk for episode in episodes])
    return list(found.select_related("membership").order_by("since", "id"))


def coordinator_of(episode: PregnancyEpisode) -> Coordination | None:
    """Who coordinates now."""
    return Coordination.objects.select_related("membership").filter(episode=episode, until=None).first()


def proposals_of(episode: PregnancyEpisode) -> list[CoordinationProposal]:
    """Who was asked to coordinate, in order, with `answered_at` and `answered_as` (None while she has not)."""
    found = _with_answers().filter(episode=episode).select_related("asked_by")
    return list(found.order_by("asked_at", "id"))


def open_proposals_of(episode: PregnancyEpisode) -> list[CoordinationProposal]:
    """What nobody has answered yet: under the lock, one at most."""
    return list(_with_answers().filter(episode=episode, answered_as=None).select_related("membership"))


def proposal_of(proposal_id: UUID) -> CoordinationProposal | None:
    """One proposal with its answer, to find its pregnancy by; the flow admits, or says it is not there."""
    found = _with_answers().filter(pk=proposal_id)
    return found.select_related("membership", "instead_of").first()


def consents_of(episodes: Collection[PregnancyEpisode]) -> list[Consent]:
    """Everything that was agreed to or refused in these pregnancies, in the order it was said: one query."""
    found = Consent.objects.filter(episode__in=[episode.pk for episode in episodes])
    return list(found.select_related("user", "by").order_by("at", "id"))


def emergencies_of(episode: PregnancyEpisode) -> list[BreakGlass]:
    """Everyone who broke the glass, newest first."""
    return list(BreakGlass.objects.filter(episode=episode).select_related("user").order_by("-at", "-id"))


def membership_of(membership_id: UUID) -> Membership | None:
    """One membership with `accepted_at` and `ended_at`, to find its pregnancy by; the flow admits, or says it is not
    there."""
    return _with_steps().filter(pk=membership_id).select_related("episode").first()


def invitations_to(actor: User, now: datetime) -> list[Membership]:
    """What waits for her answer, oldest first, with who asks and for which organisation: one query."""
    found = _with_steps().filter(Q(until=None) | Q(until__gt=now), user=actor)
    waiting = found.filter(accepted_at=None, ended_at=None)
    return list(waiting.select_related("invited_by__organisation").order_by("invited_at", "id"))


def proposals_to(actor: User, now: datetime) -> list[CoordinationProposal]:
    """Networks that she is a member of and is asked to coordinate, oldest first: one query."""
    hers = memberships_in_force(now).filter(user=actor)
    found = _with_answers().filter(membership__in=hers, answered_as=None)
    related = ("membership", "asked_by__organisation", "episode__mother")
    return list(found.select_related(*related).order_by("asked_at", "id"))


def emergency_now(actor: User, episode_id: UUID, now: datetime) -> BreakGlass | None:
    """The emergency in which the actor opened this record and that is not over; of several, the longest."""
    hers = BreakGlass.objects.filter(episode=episode_id, user=actor, at__lte=now, expires_at__gt=now)
    return hers.order_by("expires_at").last()


def sent_before(rows: type[Row], id: UUID | None, **same: object) -> Row | None:
    """The row of an id that a form made, if it came before: then nothing is written again. same: what must be the
    same in it. Raises Refusal if the id was used for something else."""
    found = rows._default_manager.filter(pk=id).first() if id else None
    if found is not None and any(getattr(found, name) != value for name, value in same.items()):
        raise Refusal("id", "this id belongs to something else", "Open the page again")
    return found


def live_members(episode: PregnancyEpisode, *, role: str) -> QuerySet[Membership]:
    """Who was invited in that role, accepted or not, and has not declined, left or been removed."""
    return _with_steps().filter(episode=episode, role=role, ended_at=None)


def _with_steps() -> QuerySet[Any]:
    """accepted_at, ended_at: None if not."""
    return Membership.objects.annotate(
        accepted_at=Min("steps__at", filter=Q(steps__what=What.ACCEPTED)),
        ended_at=Min("steps__at", filter=~Q(steps__what=What.ACCEPTED)),
        ended_as=Min("steps__what", filter=~Q(steps__what=What.ACCEPTED)),
        ended_why=Min("steps__reason", filter=~Q(steps__what=What.ACCEPTED)),
    )


def _with_answers() -> QuerySet[Any]:
    """answered_at, answered_as: None while it is open."""
    return CoordinationProposal.objects.annotate(
        answered_at=Min("answers__at"), answered_as=Min("answers__what")
    )
