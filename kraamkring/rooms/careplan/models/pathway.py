"""What the protocol promises to one family, as it was derived last, and everything that changed in it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode, Subject


class Activity(models.Model):
    """One promise of core.pathway, under its lasting key `activity/subject/event/ordinal`. Never deleted: a promise
    that facts have undone is withdrawn, with the phrase that says why ({"code", "filling"}).

    last_counts: the instant `latest` itself is still in the window. basis: recorded, planned or expected.
    edition: the date from which the card's edition is in force. source: where it stands, `id where; id where`.
    """

    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    key = models.CharField(max_length=120)
    activity = models.CharField(max_length=60)
    event = models.CharField(max_length=40)
    ordinal = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=40)
    obligation = models.CharField(max_length=20)
    protocol = models.CharField(max_length=20)
    edition = models.DateField()
    source = models.TextField()
    basis = models.CharField(max_length=10)
    earliest = models.DateTimeField()
    target = models.DateTimeField()
    latest = models.DateTimeField()
    last_counts = models.BooleanField()
    contradicted = models.BooleanField()
    beyond_scope = models.BooleanField()
    withdrawn = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["episode", "key"], name="one_activity_per_key"),
            UniqueConstraint(fields=["id", "episode"], name="activity_of_its_episode"),
            CompositeKey(
                name="activity_subject_in_its_episode",
                fields=["subject", "episode"],
                to="people.Subject",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(condition=~Q(role=""), name="activity_has_an_owner"),
            CheckConstraint(
                condition=Q(withdrawn__isnull=False) | Q(earliest__lte=F("target"), target__lte=F("latest")),
                name="window_runs_from_earliest_to_latest",
            ),
        ]
        triggers: ClassVar = [Protect(name="activities_are_kept", operation=Delete)]

    def __str__(self) -> str:
        return f"activity {self.pk}"


class ActivityChange(models.Model):
    """One thing that happened to an activity: promised, changed, withdrawn, restored. before, after: only the
    columns that differ. because: the entries that called for it; by: who wrote them."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class What(models.TextChoices):
        PROMISED = "promised"
        CHANGED = "changed"
        WITHDRAWN = "withdrawn"
        RESTORED = "restored"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="changes", db_constraint=False
    )
    what = models.CharField(max_length=10, choices=What)
    before = models.JSONField()
    after = models.JSONField()
    because = ArrayField(models.UUIDField())
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CompositeKey(
                name="change_in_the_episode_of_its_activity",
                fields=["activity", "episode"],
                to="careplan.Activity",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(what__in=["promised", "changed", "withdrawn", "restored"]), name="change_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["activity", "at"], name="history_of_activity")]

    def __str__(self) -> str:
        return f"activity change {self.pk}"
