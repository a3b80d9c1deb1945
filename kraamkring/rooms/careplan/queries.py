"""Reads of plan, appointments and activities, scoped to an actor."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import related_to
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Activity, Appointment, PlanComment, PlanItem, PostnatalPlan
from .models.versions import latest

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


def _seen(rows: QuerySet[M], actor: User | None) -> QuerySet[M]:
    return rows.filter(episode__in=related_to(actor))


def appointment_seen_by(actor: User | None, item: UUID, version: int) -> Appointment | None:
    """One version of an appointment that the actor may see, or None."""
    versions = Appointment.objects.filter(item=item, version=version)
    return _seen(versions, actor).select_related("episode").first()
