"""Devices, what was received from them, and what a person decided about what waits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Func, Q, TextField, UniqueConstraint, Value
from django.db.models.lookups import Exact
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import User

from .waiting import SENTENCES, USED_TWICE


class Device(models.Model):
    """A browser on which somebody writes without signal. id: made there. name: what she would call it ("Chrome on
    Android"); nothing by which one device is told from another of its kind.

    up_to: everything it counted from 1 to here was received. ahead_ms: by how much its clock ran ahead of ours when it
    was last heard, the way through the network included. emptied_at: when it said that it destroyed its keys.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    registered_at = models.DateTimeField()
    last_heard_at = models.DateTimeField()
    up_to = models.BigIntegerField(default=0)
    ahead_ms = models.BigIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(name__regex=r"\S"), name="device_has_a_name"),
            CheckConstraint(condition=Q(up_to__gte=0), name="device_counts_from_one"),
            CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="device_revoked_by_somebody",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="devices_are_kept", operation=Delete),
            ReadOnly(name="a_device_stays_whose_it_is", fields=["id", "user", "registered_at"]),
        ]

    def __str__(self) -> str:
        return f"device {self.pk}"


class Received(models.Model):
    """One item as it came, whatever became of it. id: the item's own, made on the device; of an item that came under a
    used id, one that follows from its content. item: the id it was sent under.

    family: as the device claimed it; there may be no such family. module: which part it would stand in, empty if
    nobody can tell. said_at: when it was written down by the device's clock; ahead_ms: by how much that clock ran
    ahead when it was sent. delivered_by: who was signed in then. digest: of the content, so that a replay is told from
    something else. body: of what is in no other table: empty of what was accepted.
    why: of what waits, a key of `waiting.SENTENCES`; of what was refused, `refused`, and the sentence beside it.
    """

    append_only: ClassVar[bool] = True

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        REFUSED = "refused"
        QUARANTINED = "quarantined"

    id = models.UUIDField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", db_index=False)
    sequence = models.BigIntegerField()
    item = models.UUIDField()
    family = models.UUIDField()
    module = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    said_at = models.DateTimeField()
    ahead_ms = models.BigIntegerField()
    received_at = models.DateTimeField()
    delivered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=11, choices=Outcome)
    why = models.CharField(max_length=20, blank=True)
    field = models.CharField(max_length=80, blank=True)
    problem = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    values = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["device", "sequence"],
                condition=~Q(why__in=USED_TWICE),
                name="a_device_counts_each_number_once",
            ),
            CheckConstraint(
                condition=Q(outcome="accepted", why="")
                | Q(outcome="refused", why="refused", problem__regex=r"\S")
                | Q(outcome="quarantined", why__in=list(SENTENCES)),
                name="received_says_what_became_of_it",
            ),
            CheckConstraint(condition=Q(sequence__gte=1), name="received_is_counted_from_one"),
            CheckConstraint(condition=~Q(kind=""), name="received_is_of_a_kind"),
            CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="received_digest_is_sha_256"),
            CheckConstraint(
                condition=Exact(
                    Func("body", function="jsonb_typeof", output_field=TextField()), Value("object")
                ),
                name="received_body_is_an_object",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["device", "-received_at", "id"], name="received_newest_first"),
            models.Index(
                fields=["family", "received_at"], condition=Q(outcome="quarantined"), name="waits_of_a_family"
            ),
        ]

    def __str__(self) -> str:
        return f"received {self.pk}"


class Settlement(models.Model):
    """What a person decided about something in quarantine: it was taken up, by her and as said by its author; or it
    rests, for a reason. The first decision holds."""

    append_only: ClassVar[bool] = True

    class What(models.TextChoices):
        TAKEN_UP = "taken_up"
        RESTS = "rests"

    id = models.UUIDField(primary_key=True, editable=False)
    received = models.OneToOneField(Received, on_delete=models.PROTECT, related_name="settlement")
    what = models.CharField(max_length=8, choices=What)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(what="taken_up") | Q(what="rests", reason__regex=r"\S"),
                name="what_rests_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"settlement {self.pk}"
