"""What the mother agreed to, and who looked without being asked because there was no time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.core.access import EMERGENCY_LASTS, MODULES
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode


class Consent(models.Model):
    """She gave or refused one module: to a person (user), to a role, or to everybody (neither). The last word on
    the same holds. by: who wrote it down; said_by: whose word it is."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class SaidBy(models.TextChoices):
        MOTHER = "mother"
        REPRESENTATIVE = "representative"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    module = models.CharField(max_length=20)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    given = models.BooleanField()
    said_by = models.CharField(max_length=20, choices=SaidBy)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(module__in=list(MODULES)), name="consent_module_is_known"),
            CheckConstraint(condition=Q(user=None) | Q(role=""), name="consent_to_a_person_or_a_role"),
            CheckConstraint(
                condition=Q(said_by__in=["mother", "representative"]), name="consent_is_somebodys_word"
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class BreakGlass(models.Model):
    """Somebody opened a record in an emergency: why, and until when."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode"], name="emergency_of_its_episode"),
            CheckConstraint(condition=Q(reason__regex=r"\S"), name="emergency_has_a_reason"),
            CheckConstraint(
                condition=Q(expires_at__gt=F("at"), expires_at__lte=F("at") + EMERGENCY_LASTS),
                name="emergency_is_short",
            ),
        ]

    def __str__(self) -> str:
        return f"emergency {self.pk}"


class EmergencyReview(models.Model):
    """What somebody else judged afterwards, once: whether the record had to be opened. words: why, for the mother to
    read too."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified"
        NOT_JUSTIFIED = "not_justified"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    emergency = models.ForeignKey(
        BreakGlass, on_delete=models.PROTECT, related_name="reviews", db_constraint=False
    )
    outcome = models.CharField(max_length=15, choices=Outcome)
    words = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CompositeKey(
                name="review_in_the_episode_of_its_emergency",
                fields=["emergency", "episode"],
                to="network.BreakGlass",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(outcome__in=["justified", "not_justified"]), name="review_outcome_is_known"
            ),
            CheckConstraint(condition=Q(words__regex=r"\S"), name="review_says_why"),
            UniqueConstraint(fields=["emergency"], name="emergency_reviewed_once"),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
