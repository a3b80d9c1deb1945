"""Messages of wards, and what a person decided about those that wait."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Func, Q, TextField, Value
from django.db.models.lookups import Exact

from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.people.models import PregnancyEpisode

from .waiting import SENTENCES


class WardMessage(models.Model):
    """One message, as it was understood. control_id: the sender's own number for it. code: `A03`. digest: of what was
    read, so that a repeat is told from something else under the same number.

    outcome: taken (written into the record), known (it was there before), older (something later is known: the record
    stays), waits (why: a key of `waiting.SENTENCES`). told: what was read, empty once the record holds it. slot: whom
    it is about, once that is clear. at: when it happened, None where that is not clear.
    """

    append_only: ClassVar[bool] = True

    class Outcome(models.TextChoices):
        TAKEN = "taken"
        KNOWN = "known"
        OLDER = "older"
        WAITS = "waits"

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(max_length=200)
    control_id = models.CharField(max_length=200)
    code = models.CharField(max_length=3)
    digest = models.CharField(max_length=64)
    told = models.JSONField(default=dict)
    at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    episode = models.ForeignKey(PregnancyEpisode, null=True, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=9, blank=True)
    outcome = models.CharField(max_length=5, choices=Outcome)
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(outcome__in=["taken", "known", "older"], why="", episode__isnull=False)
                | Q(outcome="waits", why__in=list(SENTENCES)),
                name="ward_message_says_what_became_of_it",
            ),
            CheckConstraint(
                condition=~Q(control_id="") & Q(code__regex=r"^A[0-9]{2}$"), name="ward_message_is_named"
            ),
            CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="ward_message_digest_is_sha_256"
            ),
            CheckConstraint(
                condition=Q(slot="") | Q(slot__regex=r"^(mother|newborn-[1-9])$", episode__isnull=False),
                name="ward_message_is_about_somebody_of_it",
            ),
            CheckConstraint(
                condition=Exact(
                    Func("told", function="jsonb_typeof", output_field=TextField()), Value("object")
                ),
                name="ward_message_told_is_an_object",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "received_at", "id"],
                condition=Q(outcome="waits"),
                name="ward_messages_that_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"ward message {self.pk}"


class WardSettlement(models.Model):
    """What a person decided about a message that waits: taken up, for that pregnancy; or set aside, for a reason. The
    first decision holds."""

    append_only: ClassVar[bool] = True

    class What(models.TextChoices):
        TAKEN_UP = "taken_up"
        SET_ASIDE = "set_aside"

    id = models.UUIDField(primary_key=True, editable=False)
    message = models.OneToOneField(WardMessage, on_delete=models.PROTECT, related_name="settlement")
    what = models.CharField(max_length=9, choices=What)
    episode = models.ForeignKey(PregnancyEpisode, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(what="taken_up", episode__isnull=False)
                | Q(what="set_aside", episode=None, reason__regex=r"\S"),
                name="ward_settlement_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"ward settlement {self.pk}"
