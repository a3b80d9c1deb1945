"""Everyone around a family sits together: when, about what, who comes, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, F, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode

from .versions import Version, one_version_after_another


class NetworkMeeting(Version):
    """One version of a meeting that the coordinator calls. where: a place, or how one joins. called_off: it does not
    take place."""

    start = models.DateTimeField()
    end = models.DateTimeField()
    where = models.CharField(max_length=300)
    called_off = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            *one_version_after_another("NetworkMeeting"),
            CheckConstraint(condition=Q(start__lt=F("end")), name="meeting_ends_after_it_starts"),
            CheckConstraint(condition=Q(where__regex=r"\S"), name="meeting_is_somewhere"),
        ]


class AboutMeeting(models.Model):
    """A row about a meeting (its item), of the same pregnancy; never changed."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    meeting = models.UUIDField()
    first = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


def _of_its_meeting(table: str) -> list[BaseConstraint]:
    """Such a row points to the first version of a meeting of its own pregnancy."""
    name = table.lower()
    return [
        CheckConstraint(condition=Q(first=1), name=f"{name}_names_the_first_version"),
        CompositeKey(
            name=f"{name}_in_the_episode_of_its_meeting",
            fields=["meeting", "episode", "first"],
            to="careplan.NetworkMeeting",
            to_fields=["item", "episode", "version"],
        ),
    ]


class AgendaPoint(AboutMeeting):
    """Something to talk about."""

    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            *_of_its_meeting("AgendaPoint"),
            CheckConstraint(condition=Q(text__regex=r"\S"), name="agenda_point_says_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["meeting"], name="agenda_of_a_meeting")]


class MeetingAnswer(AboutMeeting):
    """Whether somebody comes; the last word of each holds."""

    comes = models.BooleanField()

    class Meta:
        constraints: ClassVar = [*_of_its_meeting("MeetingAnswer")]
        indexes: ClassVar = [models.Index(fields=["meeting"], name="answers_to_a_meeting")]


class MeetingDecision(AboutMeeting):
    """What was decided. point: the point of the plan that it became, where it lives on; who: the member who does it;
    until: by which day."""

    point = models.UUIDField()
    who = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            *_of_its_meeting("MeetingDecision"),
            UniqueConstraint(fields=["point"], name="one_decision_per_point"),
            CompositeKey(
                name="meetingdecision_is_a_point_of_its_plan",
                fields=["point", "episode", "first"],
                to="careplan.PlanItem",
                to_fields=["item", "episode", "version"],
            ),
            CompositeKey(
                name="meetingdecision_for_a_member_of_its_episode",
                fields=["who", "episode"],
                to="network.Membership",
                to_fields=["id", "episode"],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["meeting"], name="decisions_of_a_meeting")]
