"""Reads of plan, appointments and activities, scoped to an actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Model, OuterRef, QuerySet, Subquery

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import related_to
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Activity, Appointment, PlanComment, PlanItem, PostnatalPlan
from .models.versions import latest, latest_of_each

M = TypeVar("M", bound=Model)


def activities_of(actor: User | None, episode: PregnancyEpisode) -> QuerySet[Activity]:
    """Every activity of a pregnancy that the actor may see, withdrawn ones too, in the order of their windows."""
    visible = Activity.objects.filter(episode=episode, episode__in=related_to(actor))
    return visible.select_related("subject").order_by("earliest", "latest", "key")


def appointments_of(actor: User | None, episode: PregnancyEpisode) -> QuerySet[Appointment]:
    """The version that holds of every appointment."""
    return _seen(latest(Appointment, episode.pk), actor)


def items_of(actor: User | None, episode: PregnancyEpisode) -> QuerySet[PlanItem]:
    """The version that holds of every point of the plan."""
    return _seen(latest(PlanItem, episode.pk), actor)


def dialogue_about(actor: User | None, item: PlanItem) -> QuerySet[PlanComment]:
    """Everything that was said about a point, in any of its versions, in the order it was said."""
    said = PlanComment.objects.filter(episode=item.episode_id, about__item=item.item)
    return _seen(said, actor).order_by("at", "id")


def plan_of(actor: User | None, episode: PregnancyEpisode) -> PostnatalPlan | None:
    """The version of the plan that holds, None before the first."""
    return _seen(latest(PostnatalPlan, episode.pk), actor).first()


def appointments_of_each(
    actor: User | None, episodes: Collection[PregnancyEpisode]
) -> dict[UUID, list[Appointment]]:
    """The appointments of several pregnancies by the id of each: one query."""
    found: dict[UUID, list[Appointment]] = defaultdict(list)
    for row in _seen(latest_of_each(Appointment, [e.pk for e in episodes]), actor):
        found[row.episode_id].append(row)
    return found


def plan_of_each(actor: User | None, episodes: Collection[PregnancyEpisode]) -> dict[UUID, PostnatalPlan]:
    """The plans of several pregnancies by the id of each that has one: one query."""
    plans = _seen(latest_of_each(PostnatalPlan, [e.pk for e in episodes]), actor)
    return {plan.episode_id: plan for plan in plans}


def soonest_first(episodes: QuerySet[PregnancyEpisode], since: datetime) -> QuerySet[PregnancyEpisode]:
    """The pregnancies in the order of their first window that closes after `since`; those without one come last."""
    windows = Activity.objects.filter(episode=OuterRef("pk"), withdrawn__isnull=True, latest__gte=since)
    closes = Subquery(windows.order_by("latest").values("latest")[:1])
    return episodes.annotate(closes=closes).order_by(F("closes").asc(nulls_last=True), "pk")


def _seen(rows: QuerySet[M], actor: User | None) -> QuerySet[M]:
    return rows.filter(episode__in=related_to(actor))


def appointment_seen_by(actor: User | None, item: UUID, version: int) -> Appointment | None:
    """One version of an appointment that the actor may see, or None."""
    versions = Appointment.objects.filter(item=item, version=version)
    return _seen(versions, actor).select_related("episode").first()
