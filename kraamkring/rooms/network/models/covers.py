"""Somebody does a colleague's work for a time: what was asked, and what became of it. Rows are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.core.access import COVER_LASTS
from kraamkring.rooms.accounts.models import User


class Cover(models.Model):
    """by_whom is asked to do the work of covered from since until, exclusive. It holds once she has accepted, and for
    the families whom covered herself cares for at that moment. asked_by: covered, or who plans in her organisation."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    covered = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_whom = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(covered=F("by_whom")), name="nobody_covers_for_herself"),
            CheckConstraint(
                condition=Q(until__gt=F("since"), until__lte=F("since") + COVER_LASTS),
                name="cover_is_for_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["by_whom", "until"], name="covers_of_whom")]

    def __str__(self) -> str:
        return f"cover {self.pk}"


class CoverStep(models.Model):
    """What became of it: accepted, at most once; and one end: declined by who was asked, or ended before its time."""

    append_only: ClassVar[bool] = True

    class What(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, editable=False)
    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(what__in=["accepted", "declined", "ended"]), name="cover_step_is_known"
            ),
            UniqueConstraint(fields=["cover"], condition=Q(what="accepted"), name="cover_accepted_once"),
            UniqueConstraint(fields=["cover"], condition=~Q(what="accepted"), name="cover_ended_once"),
        ]

    def __str__(self) -> str:
        return f"cover step {self.pk}"
