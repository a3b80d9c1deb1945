"""Reads of network meetings, for a flow that was admitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import memberships_in_force
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import AgendaPoint, MeetingAnswer, MeetingDecision, NetworkMeeting, PlanItem
from .models.meetings import AboutMeeting
from .models.versions import latest

M = TypeVar("M", bound=AboutMeeting)


@dataclass
class Sitting:
    """A meeting as it stands, with everything about it. answers: the last word of each, by person. decisions: each with
    the point of the plan as it stands now."""

    meeting: NetworkMeeting
    agenda: list[AgendaPoint] = field(default_factory=list)
    answers: dict[UUID, MeetingAnswer] = field(default_factory=dict)
    decisions: list[tuple[MeetingDecision, PlanItem]] = field(default_factory=list)


def meetings_of(episode: PregnancyEpisode) -> list[Sitting]:
    """Every meeting of a pregnancy, the latest first: five queries."""
    found = {row.item: Sitting(row) for row in latest(NetworkMeeting, episode.pk)}
    if found:
        for point in _rows(AgendaPoint, episode).select_related("by"):
            found[point.meeting].agenda.append(point)
        for answer in _rows(MeetingAnswer, episode).select_related("by"):
            found[answer.meeting].answers[answer.by_id] = answer
        points = {row.item: row for row in latest(PlanItem, episode.pk)}
        for decision in _rows(MeetingDecision, episode).select_related("by", "who"):
            found[decision.meeting].decisions.append((decision, points[decision.point]))
    return sorted(found.values(), key=lambda each: (each.meeting.start, each.meeting.item), reverse=True)


def meeting_with(item: UUID) -> NetworkMeeting | None:
    """The version that holds of one, to find its pregnancy by; the flow admits, or says it is not there."""
    rows = NetworkMeeting.objects.filter(item=item).select_related("episode")
    return rows.order_by("-version").first()


def meetings_for(user: User, now: datetime, since: datetime, until: datetime) -> QuerySet[NetworkMeeting]:
    """The version that holds of every meeting between two moments of the networks that she belongs to, those called off
    too. The flow asks whether she may still see each."""
    hers = memberships_in_force(now).filter(user=user).values("episode")
    later = NetworkMeeting.objects.filter(item=OuterRef("item"), version__gt=OuterRef("version"))
    found = NetworkMeeting.objects.filter(~Exists(later), episode__in=hers, start__gte=since, start__lt=until)
    return found.select_related("episode").order_by("start", "item")


def _rows(model: type[M], episode: PregnancyEpisode) -> QuerySet[M]:
    return model._default_manager.filter(episode=episode).order_by("at", "id")
