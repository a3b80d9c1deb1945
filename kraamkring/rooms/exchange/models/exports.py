"""Exports that programs asked for: what goes into which file, by name; the text stays where it stands."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import User

from .programs import Program


class Export(models.Model):
    """Somebody's program asked for all that is open to her. client, program: which program, so that another key of the
    same finds it; scope, patient: of the key it was asked with. types: only these, empty for all; since: only what
    changed after; request: the address that was asked. as_of: when it was looked; done_at, failed_at: how it went;
    until: how long it is kept; ended_at: it was cancelled, or is over."""

    class Level(models.TextChoices):
        SYSTEM = "system"
        PATIENT = "patient"

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=100)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+", null=True)
    scope = models.TextField()
    patient = models.UUIDField(null=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    types = ArrayField(models.CharField(max_length=40), default=list)
    since = models.DateTimeField(null=True)
    request = models.TextField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    as_of = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(client="") & ~Q(scope=""), name="export_says_who_and_what_for"),
            CheckConstraint(condition=Q(until__gt=F("asked_at")), name="export_is_kept_a_while"),
            CheckConstraint(
                condition=Q(done_at=None) | Q(failed_at=None, as_of__isnull=False),
                name="export_went_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"


class ExportPart(models.Model):
    """Some lines of one file: which version of which resource. file: from 1 on, of each type; place: of the part in
    its file."""

    id = models.UUIDField(primary_key=True, editable=False)
    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="+", db_index=False)
    type = models.CharField(max_length=40)
    file = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    resources = ArrayField(models.UUIDField())
    versions = ArrayField(models.PositiveIntegerField())

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["export", "type", "file", "place"], name="export_part_once"),
            CheckConstraint(
                condition=Q(resources__len__gte=1),
                name="export_part_names_some",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} of {self.export_id}"
