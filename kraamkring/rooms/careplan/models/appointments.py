"""Agreements in time: each change, acceptance and outcome is a version more."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.network.models import Membership

from .versions import Version, one_version_after_another


class Appointment(Version):
    """One version of an agreement that somebody gives care (core.facts ContactKind or ScreeningKind) at a time.

    member: the place in the network of the person who comes, None for somebody known by name only (`with_whom`).
    who: slots it is for, None for everyone it concerns. key: the activity it is bound to, None if it is free.
    It arranges care only once a person accepted it.
    """

    care = models.CharField(max_length=40)
    start = models.DateTimeField()
    end = models.DateTimeField()
    role = models.CharField(max_length=40)
    with_whom = models.CharField(max_length=200, blank=True)
    member = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    who = ArrayField(models.CharField(max_length=9), null=True)
    key = models.CharField(max_length=120, null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, null=True)

    class Meta:
        constraints: ClassVar = [
            *one_version_after_another("Appointment"),
            CompositeKey(
                name="appointment_with_a_member_of_its_episode",
                fields=["member", "episode"],
                to="network.Membership",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(condition=Q(start__lt=F("end")), name="appointment_ends_after_it_starts"),
            CheckConstraint(
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="accepted_by_somebody_at_some_time",
            ),
            CheckConstraint(
                condition=Q(outcome=None) | Q(outcome__in=["held", "missed", "cancelled"]),
                name="appointment_outcome_is_known",
            ),
            CheckConstraint(condition=Q(who=None) | Q(who__len__gte=1), name="appointment_is_for_somebody"),
        ]
