"""How each family stands, kept so that one look finds who needs somebody, and what turns by the clock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, GeneratedField, Q
from django.db.models.functions import Least

from kraamkring.rooms.people.models import PregnancyEpisode


class Urgency(models.IntegerChoices):
    """What is worst in a family; the smaller, the more urgent. UNREADABLE: the record contradicts itself too much for
    anything to be worked out, so that somebody must look at the entries."""

    UNREADABLE = 0
    GAP = 1
    AT_RISK = 2
    NONE = 3


class Watch(models.Model):
    """One row for each pregnancy, written by whatever changes it and by the sweep. It is derived: the role of the
    application may edit it, and `kraamkring sweep --rebuild` makes it anew from the facts.

    presses_at: since when there is a gap, when the window of what is at risk closes; with no need, when the next
    window closes. needs: how many activities need somebody. next_turn_at: the first instant at which an activity
    turns by the clock alone. acts_at: when the house has something to do: to raise an alarm, to go a rung higher, to
    remind of an appointment. due_at: the earlier of both.
    """

    of_episode: ClassVar[bool] = True

    episode = models.OneToOneField(
        PregnancyEpisode, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    presses_at = models.DateTimeField(null=True)
    needs = models.PositiveSmallIntegerField()
    next_turn_at = models.DateTimeField(null=True)
    acts_at = models.DateTimeField(null=True)
    due_at = GeneratedField(
        expression=Least(F("next_turn_at"), F("acts_at")),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    looked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(urgency__in=Urgency.values), name="urgency_of_a_family_is_known"),
            CheckConstraint(
                condition=Q(
                    urgency__in=[Urgency.GAP, Urgency.AT_RISK], needs__gte=1, presses_at__isnull=False
                )
                | Q(urgency__in=[Urgency.NONE, Urgency.UNREADABLE], needs=0),
                name="a_need_presses",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "episode"], condition=Q(due_at__isnull=False), name="families_that_turn"
            ),
            models.Index(fields=["urgency", "presses_at", "episode"], name="families_by_urgency"),
        ]

    def __str__(self) -> str:
        return f"watch {self.pk}"
