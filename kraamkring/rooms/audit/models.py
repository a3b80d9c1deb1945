"""The audit log: one row for each act and each look. It is another thing than the record, and can be archived."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Func, Q
from django.db.models.functions import Cast

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import Person, PregnancyEpisode


def _this_transaction() -> Cast:
    """The number of the transaction that writes the row, given by PostgreSQL: no application can choose it."""
    number = Func(function="pg_current_xact_id", output_field=models.TextField())
    return Cast(Cast(number, models.TextField()), models.BigIntegerField())


class AuditEvent(models.Model):
    """Who (actor, in which role) did what (action: read, write, refused; what: `entry:births`) to whose data, when, why
    (purpose: `care`; reason: words, in an emergency) and on which legal ground. Never a clinical value.

    transaction: in which it was written; seals reckon with it.
    refused: somebody asked and was not let in; what: the page that was asked for, ground: why not (a key of
    `core.access.SENTENCES`), object_id: the id that was asked for, whose pregnancy there may not be.
    """

    append_only: ClassVar[bool] = True

    class Action(models.TextChoices):
        READ = "read"
        WRITE = "write"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    actor_role = models.CharField(max_length=40)
    action = models.CharField(max_length=10, choices=Action)
    what = models.CharField(max_length=80)
    object_id = models.UUIDField(null=True)
    episode = models.ForeignKey(PregnancyEpisode, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    ground = models.CharField(max_length=40)
    transaction = models.BigIntegerField(db_default=_this_transaction(), editable=False)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(action__in=["read", "write", "refused"]), name="audit_action_is_known"
            ),
            CheckConstraint(
                condition=~Q(what="") & ~Q(purpose="") & ~Q(ground="") & ~Q(actor_role=""),
                name="audit_is_complete",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["episode", "at"], name="audit_of_episode"),
            models.Index(fields=["person", "at"], name="audit_of_person"),
            models.Index(fields=["transaction", "id"], name="audit_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"audit event {self.pk}"


class AuditSeal(models.Model):
    """A seal on the rows of all transactions from `since` up to, and without, `until`. hash: over the seal before and
    every row, in hexadecimal; rows: how many. Whoever changes, adds or removes a row behind a seal breaks it."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.BigIntegerField(unique=True)
    since = models.BigIntegerField(unique=True)
    until = models.BigIntegerField(unique=True)
    rows = models.BigIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(number__gte=1) & Q(rows__gte=1), name="audit_seal_holds_something"),
            CheckConstraint(condition=Q(until__gt=F("since")), name="audit_seal_goes_forward"),
            CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="audit_seal_hash_is_sha_256"),
        ]

    def __str__(self) -> str:
        return f"audit seal {self.number}"
