"""Alarms: care that needs somebody now, whom the house told of it, who has seen it, and how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode

from .appointments import Appointment


class Level(models.TextChoices):
    AT_RISK = "at_risk"
    GAP = "gap"


REASONS = ["done", "arranged", "waived", "withdrawn", "became_a_gap", "not_due", "over"]


class Alarm(models.Model):
    """One activity, by its key, that became at risk or a gap. role: who answers for it. closes_at: when its window
    closes or closed, as it was seen when the alarm was raised."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    level = models.CharField(max_length=7, choices=Level)
    role = models.CharField(max_length=40)
    closes_at = models.DateTimeField()
    raised_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode"], name="alarm_of_its_episode"),
            UniqueConstraint(fields=["id", "episode", "key", "level"], name="alarm_of_its_activity"),
            CheckConstraint(condition=Q(level__in=Level.values), name="alarm_level_is_known"),
            CheckConstraint(condition=~Q(key="") & ~Q(role=""), name="alarm_is_about_something"),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class OpenAlarm(models.Model):
    """The work list: an alarm that did not end yet. At most one for each activity and level: a second one cannot be
    raised before the first has ended. climbs_at: when the next rung is told; None once it was seen, or at the top."""

    of_episode: ClassVar[bool] = True

    alarm = models.OneToOneField(
        Alarm, primary_key=True, on_delete=models.PROTECT, related_name="open", db_constraint=False
    )
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    level = models.CharField(max_length=7, choices=Level)
    climbs_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["episode", "key", "level"], name="one_open_alarm_of_a_level"),
            CompositeKey(
                name="open_alarm_is_that_alarm",
                fields=["alarm", "episode", "key", "level"],
                to="careplan.Alarm",
                to_fields=["id", "episode", "key", "level"],
            ),
        ]

    def __str__(self) -> str:
        return f"open alarm {self.pk}"


class AlarmStep(models.Model):
    """What happened with an alarm: somebody was told (on which rung; user, or a member without an account), nobody
    could be told, it was acknowledged (seen by a person), or it was closed (because: a code). by: who did that, None
    for the house itself. urgent: told at once, whatever the hour."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class What(models.TextChoices):
        TOLD = "told"
        NOBODY = "nobody"
        ACKNOWLEDGED = "acknowledged"
        CLOSED = "closed"

    class Because(models.TextChoices):
        """not_due: the window moved, there is time again. over: the phase it belongs to is over."""

        DONE = "done"
        ARRANGED = "arranged"
        WAIVED = "waived"
        WITHDRAWN = "withdrawn"
        BECAME_A_GAP = "became_a_gap"
        NOT_DUE = "not_due"
        OVER = "over"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="steps", db_constraint=False)
    what = models.CharField(max_length=12, choices=What)
    rung = models.CharField(max_length=12, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    because = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CompositeKey(
                name="step_in_the_episode_of_its_alarm",
                fields=["alarm", "episode"],
                to="careplan.Alarm",
                to_fields=["id", "episode"],
            ),
            UniqueConstraint(
                fields=["alarm", "user"], condition=Q(what="told", member=None), name="a_user_is_told_once"
            ),
            UniqueConstraint(
                fields=["alarm", "member"], condition=Q(what="told", user=None), name="a_member_is_told_once"
            ),
            UniqueConstraint(fields=["alarm"], condition=Q(what="acknowledged"), name="acknowledged_once"),
            UniqueConstraint(fields=["alarm"], condition=Q(what="closed"), name="an_alarm_ends_once"),
            CheckConstraint(
                condition=Q(what="told", because="", user__isnull=False, member=None) & ~Q(rung="")
                | Q(what="told", because="", user=None, member__isnull=False) & ~Q(rung="")
                | Q(what="nobody", rung="", because="", user=None, member=None, by=None)
                | Q(what="acknowledged", rung="", because="", user=None, member=None, by__isnull=False)
                | Q(
                    what="closed",
                    rung="",
                    user=None,
                    member=None,
                    because__in=REASONS,
                ),
                name="alarm_step_is_one_of_four",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["alarm", "at"], name="steps_of_an_alarm")]

    def __str__(self) -> str:
        return f"alarm step {self.pk}"


class Reminder(models.Model):
    """One version of an appointment of which those concerned were reminded."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="reminder")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reminder {self.pk}"
