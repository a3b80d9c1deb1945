"""Reads of plan, appointments and activities, scoped to an actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Min, Model, OuterRef, Q, QuerySet

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.asked_often import Often
from kraamkring.rooms.network.queries import related_to
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import (
    Activity,
    ActivityChange,
    Appointment,
    DischargeOverride,
    PlanComment,
    PlanItem,
    PostnatalPlan,
)
from .models.versions import latest, latest_of_each

M = TypeVar("M", bound=Model)


def activities_of(actor: User | None, episode: PregnancyEpisode) -> QuerySet[Activity]:
    """Every activity of a pregnancy that the actor may see, withdrawn ones too, in the order of their windows."""
    visible = Activity.objects.filter(episode=episode, episode__in=related_to(actor))
    return visible.select_related("subject").order_by("earliest", "latest", "key")


def activities_about(episode: PregnancyEpisode) -> list[Activity]:
    """Every activity of a pregnancy, withdrawn ones too, in the order in which they were promised, whoever asks: what
    is shown of them is decided at the gate of the flow."""
    return _PROMISED.rows(episode=episode.pk)


_PROMISED = Often(lambda episode: Activity.objects.filter(episode=episode).order_by("id"))


def changes_because_of(episode: PregnancyEpisode, entries: Collection[UUID]) -> list[ActivityChange]:
    """What these entries changed in the pathway, in the order it happened: for a flow that was admitted."""
    found = ActivityChange.objects.filter(episode=episode, because__overlap=list(entries))
    return list(found.select_related("activity").order_by("at", "id"))


def appointments_of(actor: User | None, episode: PregnancyEpisode) -> QuerySet[Appointment]:
    """The version that holds of every appointment."""
    return _seen(latest(Appointment, episode.pk), actor)


def coming_appointments(episode: PregnancyEpisode, now: datetime) -> list[Appointment]:
    """The version that holds of every appointment that is still to come, in the order of time, for a flow that was
    admitted."""
    rows = latest(Appointment, episode.pk).select_related("episode")
    return sorted(
        (row for row in rows if row.outcome is None and row.start > now), key=lambda row: (row.start, row.pk)
    )


def overrides_of(episode: PregnancyEpisode) -> list[DischargeOverride]:
    """Every discharge through red gates, newest first, for a flow that was admitted."""
    rows = DischargeOverride.objects.filter(episode=episode).select_related("by", "discharge")
    return list(rows.order_by("-at", "-id"))


def current_plan(episode: PregnancyEpisode) -> PostnatalPlan | None:
    """The version of the plan that holds, None before the first, for a flow that was admitted."""
    return latest(PostnatalPlan, episode.pk).first()


def current_items(episode: PregnancyEpisode) -> list[PlanItem]:
    """The version that holds of every point of the plan, for what the house does by itself."""
    return list(latest(PlanItem, episode.pk))


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


def appointments_about_each(episodes: Collection[PregnancyEpisode]) -> dict[UUID, list[Appointment]]:
    """The appointments of several pregnancies by the id of each, whoever asks: one query, for a flow that shows numbers
    and no record."""
    found: dict[UUID, list[Appointment]] = defaultdict(list)
    for row in latest_of_each(Appointment, [e.pk for e in episodes]):
        found[row.episode_id].append(row)
    return found


def appointments_about(episode: PregnancyEpisode) -> list[Appointment]:
    """The version that holds of every appointment, with who comes, whoever asks: one query, for what the house does by
    itself."""
    return _AGREED.rows(episode=episode.pk)


_AGREED = Often(lambda episode: latest(Appointment, episode).select_related("member"))


def plans_about_each(episodes: Collection[PregnancyEpisode]) -> dict[UUID, PostnatalPlan]:
    """The plans of several pregnancies by the id of each that has one, whoever asks: one query."""
    return {plan.episode_id: plan for plan in latest_of_each(PostnatalPlan, [e.pk for e in episodes])}


def _seen(rows: QuerySet[M], actor: User | None) -> QuerySet[M]:
    return rows.filter(episode__in=related_to(actor))


def appointment_seen_by(actor: User | None, item: UUID, version: int) -> Appointment | None:
    """One version of an appointment that the actor may see, or None."""
    versions = Appointment.objects.filter(item=item, version=version)
    return _seen(versions, actor).select_related("episode", "member__user").first()


def appointment_now(item: UUID) -> Appointment | None:
    """The version that holds of an appointment, for a flow that changes it as what it promised itself changes."""
    return (
        Appointment.objects.filter(item=item).select_related("episode", "member").order_by("-version").first()
    )


def accepted_before(appointment: Appointment) -> bool:
    """Whether this version, or one before it, was accepted: then the mother knows of it."""
    versions = Appointment.objects.filter(item=appointment.item, version__lte=appointment.version)
    return versions.filter(accepted_at__isnull=False).exists()


def appointment_of(actor: User | None, item: UUID) -> Appointment | None:
    """The version that holds of an appointment that the actor may see, or None."""
    versions = _seen(Appointment.objects.filter(item=item), actor).order_by("-version")
    return versions.select_related("episode", "member__user", "accepted_by", "written_by").first()


def waiting_for(user: User, now: datetime) -> QuerySet[Appointment]:
    """Every appointment that this person was asked to come to and has not accepted, and that is not over; the soonest
    first. The flow asks whether she is still in the network."""
    asked = _holding().filter(member__user=user, accepted_at=None, outcome=None, end__gt=now)
    return _seen(asked, user).select_related("episode__mother", "member").order_by("start", "item")


def overlapping(user: User, start: datetime, end: datetime, *, but: UUID) -> QuerySet[Appointment]:
    """What else this person is asked to, in any family, that runs into this time. To be counted, not to be shown."""
    others = _holding().filter(member__user=user, outcome=None, start__lt=end, end__gt=start)
    return others.exclude(item=but)


def calendar_of(
    user: User, own: QuerySet[PregnancyEpisode] | tuple[()], since: datetime, until: datetime
) -> QuerySet[Appointment]:
    """The version that holds of every appointment between two moments that this person comes to, or that is about one
    of her `own` pregnancies; cancelled ones too. The flow asks whether she may still see each."""
    hers = Q(member__user=user) | Q(member=None, accepted_by=user) | Q(episode__in=own)
    found = _holding().filter(hers, start__gte=since, start__lt=until)
    return _seen(found, user).select_related("episode__mother", "member").order_by("start", "item")


def plans_before(actor: User | None, episode: PregnancyEpisode) -> QuerySet[PostnatalPlan]:
    """Every version of the plan, newest first, with who wrote it."""
    versions = PostnatalPlan.objects.filter(episode=episode)
    return _seen(versions, actor).select_related("written_by").order_by("-version")


def dialogues_of(actor: User | None, episode: PregnancyEpisode) -> dict[UUID, list[PlanComment]]:
    """Everything that was said about each point, by its item, in the order it was said: one query."""
    said = _seen(PlanComment.objects.filter(episode=episode), actor).select_related("about", "by")
    found: dict[UUID, list[PlanComment]] = defaultdict(list)
    for each in said.order_by("at", "id"):
        found[each.about.item].append(each)
    return found


def _holding() -> QuerySet[Appointment]:
    """The version that holds of every appointment; to be narrowed by an index before it is read."""
    later = Appointment.objects.filter(item=OuterRef("item"), version__gt=OuterRef("version"))
    return Appointment.objects.filter(~Exists(later))


def point_seen_by(actor: User | None, item: UUID, version: int) -> PlanItem | None:
    """One version of a point of the plan that the actor may see, or None."""
    versions = PlanItem.objects.filter(item=item, version=version)
    return _seen(versions, actor).select_related("episode").first()


def activity_of(actor: User | None, activity_id: UUID) -> Activity | None:
    """One promised activity of a pregnancy that the actor may see, or None."""
    return _seen(Activity.objects.filter(pk=activity_id), actor).select_related("subject").first()


def activity_ids(episode: PregnancyEpisode) -> dict[str, UUID]:
    """The id of every activity by its key, for a flow that was admitted: one query."""
    return dict(Activity.objects.filter(episode=episode).values_list("key", "id"))


def with_care_due(
    episodes: Collection[UUID], roles: Collection[str], since: datetime, until: datetime, most: int
) -> list[UUID]:
    """Of these pregnancies the ids of those in which something is promised of one of these roles whose window touches
    this time, done or not; what closes first comes first. For a flow that judges each anew."""
    promised = Activity.objects.filter(
        episode__in=list(episodes),
        role__in=list(roles),
        withdrawn__isnull=True,
        earliest__lt=until,
        latest__gte=since,
    )
    rows = promised.values("episode").annotate(closes=Min("latest")).order_by("closes", "episode")
    return [row["episode"] for row in rows[:most]]
