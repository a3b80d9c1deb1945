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
    (purpose: `care`; reason: words, in an emergency), on which legal ground (of a cover: for whom, covered), and from
    where: through which door, on which of her devices, from which network (its first part only: ADR 0606). Never a
    clinical value.

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
    covered = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=20, blank=True, db_default="")
    device = models.UUIDField(null=True)
    network = models.CharField(max_length=20, blank=True, db_default="")
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
            CheckConstraint(
                condition=(Q(ground="cover") & Q(covered__isnull=False))
                | (~Q(ground="cover") & Q(covered=None)),
                name="audit_of_a_cover_says_for_whom",
            ),
            CheckConstraint(
                condition=Q(network="") | Q(network__regex=r"^[0-9.]+\.0/24$|^[0-9a-f:]*::/48$"),
                name="audit_keeps_no_whole_address",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["episode", "at"], name="audit_of_episode"),
            models.Index(fields=["person", "at"], name="audit_of_person"),
            models.Index(fields=["actor", "at"], name="audit_of_actor"),
            models.Index(fields=["transaction", "id"], name="audit_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"audit event {self.pk}"


class AuditSeal(models.Model):
    """A seal on the rows of all transactions from `since` up to, and without, `until`. hash: over the seal before and
    every row, in hexadecimal; rows: how many; spelling: which columns of a row were hashed, and how
    (`sealing.SPELLINGS`). Whoever changes, adds or removes a row behind a seal breaks it."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.BigIntegerField(unique=True)
    since = models.BigIntegerField(unique=True)
    until = models.BigIntegerField(unique=True)
    rows = models.BigIntegerField()
    hash = models.CharField(max_length=64, unique=True)
    spelling = models.SmallIntegerField(db_default=1)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(number__gte=1) & Q(rows__gte=1), name="audit_seal_holds_something"),
            CheckConstraint(condition=Q(until__gt=F("since")), name="audit_seal_goes_forward"),
            CheckConstraint(condition=Q(spelling__in=[1, 2]), name="audit_seal_spelling_is_known"),
            CheckConstraint(condition=Q(hash__regex=r"^[0-9a-f]{64}$"), name="audit_seal_hash_is_sha_256"),
        ]

    def __str__(self) -> str:
        return f"audit seal {self.number}"
