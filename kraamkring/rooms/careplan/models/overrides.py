"""Somebody went home although something was not settled: who let them go, through which gates, and why."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.models import Entry


class DischargeOverride(models.Model):
    """A discharge through gates that were red. gates: their keys, `activity/subject`. What was not settled stays open
    in the pathway: a reason is no waiver."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    discharge = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    gates = ArrayField(models.CharField(max_length=120))
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["discharge"], name="one_override_per_discharge"),
            CheckConstraint(condition=Q(reason__regex=r"\S"), name="override_has_a_reason"),
            CheckConstraint(condition=Q(gates__len__gte=1), name="override_names_its_gates"),
        ]

    def __str__(self) -> str:
        return f"discharge override {self.pk}"
