"""What was said for forms because the record has no place for it, and which forms were sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Func, Q, TextField, UniqueConstraint, Value
from django.db.models.lookups import Exact

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode

SLOT = r"^(mother|newborn-[1-9])$"


class FormAnswer(models.Model):
    """What was said of one item of forms, about one subject. The last one holds; empty: taken back. role: of who said
    it, at that moment."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=9)
    item = models.CharField(max_length=40)
    value = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(slot__regex=SLOT), name="form_answer_is_about_somebody"),
            CheckConstraint(
                condition=Q(item__regex=r"^[A-Za-z0-9]+$") & ~Q(role=""), name="form_answer_is_of_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"form answer {self.pk}"


class FormSent(models.Model):
    """One sending of a form. version: 1 is the first, every later one a correction. digest: SHA-256 of what was in it;
    told: the fields themselves, by `newborn-1.apgarscore1`, so that what changed since can be said."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    told = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["episode", "form", "version"], name="form_is_sent_in_one_order"),
            CheckConstraint(
                condition=Q(version__gte=1) & Q(form__regex=r"^[a-z-]+$"), name="form_sent_is_named"
            ),
            CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="form_digest_is_sha_256"),
            CheckConstraint(
                condition=Exact(
                    Func("told", function="jsonb_typeof", output_field=TextField()), Value("object")
                ),
                name="form_told_is_an_object",
            ),
        ]

    def __str__(self) -> str:
        return f"form sent {self.pk}"
