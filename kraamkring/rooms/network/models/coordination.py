"""The task of perinatal care coordinator: one person at a time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode

from .members import Membership


class Coordination(models.Model):
    """A member coordinates from one instant, until another if that came. Handing over, or another intensity, ends
    this row and begins the next."""

    of_episode: ClassVar[bool] = True

    class Intensity(models.TextChoices):
        LIGHT = "light"
        USUAL = "usual"
        INTENSIVE = "intensive"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="coordinations", db_constraint=False
    )
    intensity = models.CharField(max_length=10, choices=Intensity)
    since = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["episode"], condition=Q(until=None), name="one_coordinator_at_a_time"),
            CompositeKey(
                name="coordinator_is_a_member_of_this_episode",
                fields=["membership", "episode"],
                to="network.Membership",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(intensity__in=["light", "usual", "intensive"]), name="intensity_is_known"
            ),
            CheckConstraint(
                condition=Q(until=None, ended_by=None) | Q(until__gte=F("since"), ended_by__isnull=False),
                name="coordination_ended_by_somebody_later",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="coordinations_are_kept", operation=Delete),
            ReadOnly(name="only_the_end_of_a_coordination", exclude=["until", "ended_by"]),
        ]

    def __str__(self) -> str:
        return f"coordination {self.pk}"
