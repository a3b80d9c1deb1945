"""Programs that are told when something is new, and what they are told of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import User

from .programs import Program


class Subscription(models.Model):
    """Somebody's program is told of what fits a search. scope, patient: of the key it asked with. type, asked: the
    search. failing_since, attempts: since when, and how often, it could not be told; due_at: not before then. told: how
    many were told. ended_at: it was taken back."""

    class Status(models.TextChoices):
        REQUESTED = "requested"
        ACTIVE = "active"
        ERROR = "error"
        OFF = "off"

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=100)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+", null=True)
    scope = models.TextField()
    patient = models.UUIDField(null=True)
    type = models.CharField(max_length=40)
    asked = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    endpoint = models.CharField(max_length=500)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    status = models.CharField(max_length=9, choices=Status.choices)
    error = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(client="") & ~Q(scope="") & ~Q(endpoint="") & ~Q(type=""),
                name="subscription_says_who_and_what",
            ),
            CheckConstraint(
                condition=Q(status__in=("requested", "active")) | ~Q(error=""),
                name="subscription_off_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["type"],
                condition=Q(status__in=("requested", "active")),
                name="subscriptions_that_are_told",
            )
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Notification(models.Model):
    """A version of a resource of which a subscription may have to be told, once. number: of the event, given when it is
    first told; closed: it did not fit, or was not open, when it was to be told."""

    id = models.UUIDField(primary_key=True, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+", db_index=False)
    resource = models.UUIDField()
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    number = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    closed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["subscription", "resource", "version"], name="notification_once"),
            CheckConstraint(
                condition=Q(closed=False) | Q(settled_at__isnull=False), name="notification_closed_is_settled"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["subscription"], condition=Q(settled_at=None), name="notifications_to_be_told"
            )
        ]

    def __str__(self) -> str:
        return f"notification {self.pk}"
