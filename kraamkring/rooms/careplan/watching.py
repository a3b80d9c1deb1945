"""Reads of what the house keeps watch over: how each family stands, its alarms, and whom to remind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Alarm, AlarmStep, Appointment, OpenAlarm, Reminder, Urgency, Watch
from .models.versions import latest

Place = tuple[datetime, UUID]
_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_AT = Coalesce(
    "presses_at", Value(_FIRST)
)  # so that those for whom nothing presses have a place in the order too


def most_urgent_first(episodes: QuerySet[PregnancyEpisode]) -> QuerySet[Watch]:
    """How these pregnancies stand: gaps first, then what is at risk, each by when; then those that need nobody, by
    when their next window closes."""
    rows = Watch.objects.filter(episode__in=episodes).select_related("episode__mother__stands_for")
    return rows.order_by("urgency", "presses_at", "episode")


def that_need_somebody(episodes: QuerySet[PregnancyEpisode], now: datetime) -> QuerySet[Watch]:
    """Of these, the ones with a gap, something at risk, or a record that cannot be read; and those in which something
    turned that the sweep has not looked at yet, so that a worker that stands still hides nobody."""
    return most_urgent_first(episodes).filter(Q(urgency__lt=Urgency.NONE) | Q(due_at__lte=now))


def watched_over(now: datetime, *, after: Watch | None, most: int) -> list[Watch]:
    """The next families that need somebody, whoever registered them, most urgent first: for who runs the house."""
    rows = that_need_somebody(PregnancyEpisode.objects.all(), now).annotate(at=_AT)
    if after is not None:
        place = (after.urgency, after.presses_at or _FIRST, after.pk)
        same = Q(urgency=place[0])
        rows = rows.filter(
            Q(urgency__gt=place[0])
            | (same & Q(at__gt=place[1]))
            | (same & Q(at=place[1], episode__gt=place[2]))
        )
    return list(rows.order_by("urgency", "at", "episode")[:most])


def due(now: datetime, *, after: Place | None, most: int) -> list[Place]:
    """The next families, by (due_at, id), in which something turns or is to be done by `now`."""
    rows = Watch.objects.filter(due_at__lte=now)
    if after is not None:
        rows = rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], episode__gt=after[1]))
    return list(rows.order_by("due_at", "episode").values_list("due_at", "episode_id")[:most])


def still_due(episode: PregnancyEpisode, now: datetime) -> bool:
    """True if nobody else has done by now what this family was due for."""
    return Watch.objects.filter(episode=episode, due_at__lte=now).exists()


def open_alarms(episode: PregnancyEpisode) -> list[OpenAlarm]:
    """The alarms of this pregnancy that did not end, each with `alarm` and its steps: two queries, one if none."""
    return open_alarms_of_each([episode.pk])[episode.pk]


def open_alarms_of_each(episodes: Collection[UUID]) -> dict[UUID, list[OpenAlarm]]:
    """The same of several pregnancies by the id of each."""
    steps = AlarmStep.objects.select_related("user", "member", "by").order_by("at", "id")
    rows = OpenAlarm.objects.filter(episode__in=episodes).select_related("alarm")
    found: dict[UUID, list[OpenAlarm]] = defaultdict(list)
    for row in rows.prefetch_related(Prefetch("alarm__steps", queryset=steps)).order_by("alarm"):
        found[row.episode_id].append(row)
    return found


def alarms_ever(episode: PregnancyEpisode) -> QuerySet[Alarm, Any]:
    """Every alarm of this pregnancy, with `ended_at`: None while it stands open."""
    ended = Max("steps__at", filter=Q(steps__what=AlarmStep.What.CLOSED))
    return Alarm.objects.filter(episode=episode).annotate(ended_at=ended).order_by("raised_at", "id")


def to_remind_of(episode: PregnancyEpisode, now: datetime) -> list[Appointment]:
    """The appointments that are accepted, still to come, and of which nobody was reminded yet."""
    done = Reminder.objects.filter(appointment=OuterRef("pk"))
    rows = (
        latest(Appointment, episode.pk)
        .annotate(reminded=Exists(done))
        .select_related("accepted_by", "member__user")
    )
    coming = (row for row in rows if row.start > now and row.outcome is None and row.accepted_at)
    return [row for row in coming if not row.reminded]


def told_and_not_seen(*, before: datetime, after: UUID | None, most: int) -> list[UUID]:
    """The next users, by id, who were told of an alarm that nobody has seen and that could wait."""
    rows = _waiting(before).filter(user__gt=after) if after else _waiting(before)
    return list(rows.order_by("user").values_list("user", flat=True).distinct()[:most])


def families_waiting_for(user: User, *, before: datetime) -> int:
    """In how many families something waits for this user that she was told of, and not as urgent."""
    return _waiting(before).filter(user=user).values("episode").distinct().count()


def _waiting(before: datetime) -> QuerySet[AlarmStep]:
    seen = AlarmStep.objects.filter(alarm=OuterRef("alarm"), what=AlarmStep.What.ACKNOWLEDGED)
    told = AlarmStep.objects.filter(
        what=AlarmStep.What.TOLD, user__isnull=False, urgent=False, at__lt=before, alarm__open__isnull=False
    )
    return told.exclude(Exists(seen))
