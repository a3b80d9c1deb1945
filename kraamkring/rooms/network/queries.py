"""Reads, scoped: a member sees nothing before accepting and nothing after leaving; an emergency ends by itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Min, Model, OuterRef, Prefetch, Q, QuerySet

from kraamkring.core.access import WARD_SYSTEM
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.asked_often import Often, OftenOfOne
from kraamkring.rooms.people import queries as people
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import (
    BreakGlass,
    Consent,
    Coordination,
    CoordinationProposal,
    Cover,
    CoverStep,
    EmergencyReview,
    Membership,
    MembershipStep,
)

What = MembershipStep.What
Row = TypeVar("Row", bound=Model)
NOT_COVERED = ("mother", "partner", "buddy")  # a place that nobody else can take for a time


def episodes_of(actor: User | None, now: datetime) -> QuerySet[PregnancyEpisode]:
    """The pregnancies that the actor may have to do with at `now`; none for anybody else. What of them she sees is
    decided by `core.access`."""
    covered = covers_in_force(now).filter(by_whom=actor, covered__is_active=True)
    joined = memberships_in_force(now).filter(user=actor)
    glass = BreakGlass.objects.filter(user=actor, at__lte=now, expires_at__gt=now)
    return _scope(actor, joined, glass, covered, memberships_in_force(now))


def related_to(actor: User | None) -> QuerySet[PregnancyEpisode]:
    """The same without a clock, for rooms that are asked by a flow which has looked at it: a member who accepted and
    has not left, who covers for one, and whoever broke the glass, over or not."""
    joined = _with_steps().filter(accepted_at__isnull=False, ended_at=None)
    accepted, ended = _cover_steps()
    covered = Cover.objects.filter(accepted, ~ended, by_whom=actor)
    return _scope(actor, joined.filter(user=actor), BreakGlass.objects.filter(user=actor), covered, joined)


def _scope(
    actor: User | None,
    joined: QuerySet[Membership],
    glass: QuerySet[BreakGlass],
    covered: QuerySet[Cover],
    anybodys: QuerySet[Membership],
) -> QuerySet[PregnancyEpisode]:
    registered = people.episodes_of(actor)
    if actor is None or not actor.is_active:
        return registered
    ids = registered.values("pk").union(
        joined.values("episode"),
        glass.values("episode"),
        PregnancyEpisode.objects.filter(registered_by__in=covered.values("covered")).values("pk"),
        anybodys.filter(user__in=covered.values("covered")).exclude(role__in=NOT_COVERED).values("episode"),
        all=True,
    )
    if actor.profession == WARD_SYSTEM:
        ids = ids.union(anybodys.filter(_of_its_house(actor)).values("episode"), all=True)
    return PregnancyEpisode.objects.filter(pk__in=ids)


def _of_its_house(system: User) -> Q:
    """The places of those who work in the house that a system speaks for."""
    return Q(user__organisation=system.organisation_id, user__organisation__isnull=False) & ~Q(
        role__in=NOT_COVERED
    )


def _cover_steps(**when: Any) -> tuple[Exists, Exists]:
    steps, said = CoverStep.objects.filter(cover=OuterRef("pk"), **when), CoverStep.What.ACCEPTED
    return Exists(steps.filter(what=said)), Exists(steps.exclude(what=said))


def covers_in_force(now: datetime) -> QuerySet[Cover]:
    """The covers that hold at `now`: accepted, begun, not over."""
    accepted, ended = _cover_steps(at__lte=now)
    return Cover.objects.filter(accepted, ~ended, since__lte=now, until__gt=now)


def covers_by(actors: Collection[User]) -> list[Any]:
    """Every cover that these persons said yes to, past ones too, of who can still sign in; with `accepted_at` and
    `ended_at`: one query."""
    return _COVERS.rows([actor.pk for actor in actors])


_COVERS: OftenOfOne[Any] = OftenOfOne(
    lambda actors: (
        _covers_with_steps()
        .filter(by_whom__in=actors, accepted_at__isnull=False, covered__is_active=True)
        .select_related("covered")
        .order_by("since", "id")
    )
)


def covering_for(users: Collection[UUID], now: datetime) -> list[Cover]:
    """Who covers at `now` for one of these, and can sign in: one query."""
    found = covers_in_force(now).filter(covered__in=list(users), by_whom__is_active=True)
    return list(found.select_related("by_whom__organisation", "covered").order_by("since", "id"))


def mothers_who_meet(cover: Cover, now: datetime) -> list[Membership]:
    """The place of each mother whose record comes with a cover, and who did not meet the colleague in her own circle:
    one query. now: when it begins, or later."""
    places = memberships_in_force(now)
    hers = places.filter(user=cover.covered).exclude(role__in=NOT_COVERED).values("episode")
    knows = places.filter(user=cover.by_whom).values("episode")
    with_her = Q(episode__in=hers) | Q(episode__registered_by=cover.covered)
    found = places.filter(with_her, role="mother", user__is_active=True).exclude(
        Q(episode__in=knows) | Q(episode__registered_by=cover.by_whom)
    )
    return list(found.select_related("user", "episode").order_by("id"))


def covers_about(actor: User, after: datetime) -> list[Any]:
    """What the actor asked, was asked, or is covered by, that is not over at that instant; oldest first."""
    found = _covers_with_steps().filter(Q(covered=actor) | Q(by_whom=actor) | Q(asked_by=actor))
    related = ("covered__organisation", "by_whom__organisation", "asked_by")
    return list(found.filter(until__gt=after).select_related(*related).order_by("since", "id"))


def cover_of(cover_id: UUID) -> Any:
    """One cover with its steps; None if there is none. Whose it is, the flow asks."""
    return _covers_with_steps().select_related("covered", "by_whom", "asked_by").filter(pk=cover_id).first()


def _covers_with_steps() -> QuerySet[Any]:
    """accepted_at, ended_at: None if not; ended_as."""
    ended = ~Q(steps__what=CoverStep.What.ACCEPTED)
    return Cover.objects.annotate(
        accepted_at=Min("steps__at", filter=Q(steps__what=CoverStep.What.ACCEPTED)),
        ended_at=Min("steps__at", filter=ended),
        ended_as=Min("steps__what", filter=ended),
    )


def works_with(actor: User, now: datetime) -> list[User]:
    """Who is a member at `now` of a network that the actor is a member of, or registered; once each, by name."""
    mine = memberships_in_force(now).filter(user=actor).exclude(role__in=NOT_COVERED)
    booked = PregnancyEpisode.objects.filter(registered_by=actor)
    beside = memberships_in_force(now).filter(
        Q(episode__in=mine.values("episode")) | Q(episode__in=booked.values("pk"))
    )
    found = User.objects.filter(pk__in=beside.values("user"), is_active=True).exclude(pk=actor.pk)
    return list(found.select_related("organisation").order_by("name", "pk"))


def memberships_in_force(now: datetime) -> QuerySet[Membership]:
    """The memberships that hold at `now`: accepted, begun, not over."""
    steps = MembershipStep.objects.filter(membership=OuterRef("pk"), at__lte=now)
    accepted, ended = Exists(steps.filter(what=What.ACCEPTED)), Exists(steps.exclude(what=What.ACCEPTED))
    return Membership.objects.filter(accepted, ~ended, Q(until=None) | Q(until__gt=now), since__lte=now)


def members_of(episodes: Collection[PregnancyEpisode]) -> list[Membership]:
    """Every membership of these pregnancies that the caller was admitted to, ended ones too, with `accepted_at` and
    `ended_at`: one query."""
    return _MEMBERS.rows([episode.pk for episode in episodes])


_MEMBERS: OftenOfOne[Any] = OftenOfOne(
    lambda episodes: (
        _with_steps()
        .filter(episode__in=episodes)
        .select_related("user", "invited_by")
        .order_by("invited_at", "id")
    )
)


def own_pregnancies(user: User, now: datetime) -> QuerySet[PregnancyEpisode]:
    """The pregnancies in whose network somebody stands as the mother, at `now`; to be asked within another query."""
    hers = memberships_in_force(now).filter(user=user, role="mother")
    return PregnancyEpisode.objects.filter(pk__in=hers.values("episode"))


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
    return _TASKS.rows([episode.pk for episode in episodes])


_TASKS = OftenOfOne(
    lambda episodes: (
        Coordination.objects.filter(episode__in=episodes).select_related("membership").order_by("since", "id")
    )
)


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
    return _CONSENTS.rows([episode.pk for episode in episodes])


_CONSENTS = OftenOfOne(
    lambda episodes: (
        Consent.objects.filter(episode__in=episodes).select_related("user", "by").order_by("at", "id")
    )
)


def emergencies_by(actors: Collection[User], episodes: Collection[PregnancyEpisode]) -> list[BreakGlass]:
    """Where one of these persons opened one of these records in an emergency, over or not: one query."""
    if len(actors) == len(episodes) == 1:
        (actor,), (episode,) = actors, episodes
        return _BROKEN.rows(actor=actor.pk, episode=episode.pk)
    return list(BreakGlass.objects.filter(episode__in=episodes, user__in=actors))


_BROKEN = Often(lambda actor, episode: BreakGlass.objects.filter(episode=episode, user=actor))


def emergencies_of(episode: PregnancyEpisode) -> list[BreakGlass]:
    """Everyone who broke the glass, newest first."""
    found = BreakGlass.objects.filter(episode=episode).select_related("user__organisation")
    return list(_with_reviews(found).order_by("-at", "-id"))


def emergencies_to_review(episodes: QuerySet[PregnancyEpisode], since: datetime) -> list[BreakGlass]:
    """What was opened in an emergency in these pregnancies since then, and what waits for a review however old it is;
    with `reviews`, newest first."""
    found = BreakGlass.objects.filter(Q(at__gte=since) | Q(reviews=None), episode__in=episodes)
    related = ("user__organisation", "episode__mother", "episode__organisation", "episode__registered_by")
    return list(_with_reviews(found.select_related(*related)).order_by("-at", "-id"))


def emergency_of(emergency_id: UUID) -> BreakGlass | None:
    """One emergency with its review, to find its pregnancy by; the flow says who may."""
    related = ("user__organisation", "episode__mother", "episode__organisation", "episode__registered_by")
    found = BreakGlass.objects.filter(pk=emergency_id).select_related(*related)
    return _with_reviews(found).first()


def _with_reviews(found: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    reviews = EmergencyReview.objects.select_related("by__organisation")
    return found.prefetch_related(Prefetch("reviews", queryset=reviews))


def coordinated_by(actor: User, now: datetime) -> QuerySet[PregnancyEpisode]:
    """The pregnancies whose network the actor coordinates, as a member in force."""
    members = memberships_in_force(now).filter(user=actor)
    tasks = Coordination.objects.filter(membership__in=members, until=None)
    return PregnancyEpisode.objects.filter(pk__in=tasks.values("episode"))


def coordinators_of_each(episodes: Collection[UUID]) -> dict[UUID, Membership]:
    """Who coordinates now, by pregnancy: one query."""
    tasks = Coordination.objects.filter(episode__in=list(episodes), until=None)
    return {task.episode_id: task.membership for task in tasks.select_related("membership__user")}


def membership_of(membership_id: UUID) -> Membership | None:
    """One membership with `accepted_at` and `ended_at`, to find its pregnancy by; the flow admits, or says it is not
    there."""
    return _with_steps().filter(pk=membership_id).select_related("episode").first()


def invitations_to(actor: User, now: datetime) -> list[Membership]:
    """What waits for her answer, oldest first, with who asks and for which organisation: one query."""
    found = _invited(actor, now).select_related("invited_by__organisation")
    return list(found.order_by("invited_at", "id"))


def proposals_to(actor: User, now: datetime) -> list[CoordinationProposal]:
    """Networks that she is a member of and is asked to coordinate, oldest first: one query."""
    related = ("membership", "asked_by__organisation", "episode__mother")
    return list(_asked(actor, now).select_related(*related).order_by("asked_at", "id"))


def how_many_ask(actor: User, now: datetime) -> int:
    """How many invitations and proposals wait for her answer: one query."""
    return _invited(actor, now).values("pk").union(_asked(actor, now).values("pk"), all=True).count()


def _invited(actor: User, now: datetime) -> QuerySet[Membership]:
    found = _with_steps().filter(Q(until=None) | Q(until__gt=now), user=actor)
    return found.filter(accepted_at=None, ended_at=None)


def _asked(actor: User, now: datetime) -> QuerySet[CoordinationProposal]:
    hers = memberships_in_force(now).filter(user=actor)
    return _with_answers().filter(membership__in=hers, answered_as=None)


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
