"""The task of perinatal care coordinator: one person at a time, who was asked and said yes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode

from .members import Membership


class Coordination(models.Model):
    """A member coordinates from one instant, until another if that came. Handing over, or another intensity, ends
    this row and begins the next."""

    of_episode: ClassVar[bool] = True

    class Intensity(models.TextChoices):
        LIGHT = "light"
        USUAL = "usual"
        INTENSIVE = "intensive"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="coordinations", db_constraint=False
    )
    intensity = models.CharField(max_length=10, choices=Intensity)
    since = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["episode"], condition=Q(until=None), name="one_coordinator_at_a_time"),
            UniqueConstraint(fields=["id", "episode"], name="coordination_of_its_episode"),
            CompositeKey(
                name="coordinator_is_a_member_of_this_episode",
                fields=["membership", "episode"],
                to="network.Membership",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(intensity__in=["light", "usual", "intensive"]), name="intensity_is_known"
            ),
            CheckConstraint(
                condition=Q(until=None, ended_by=None) | Q(until__gte=F("since"), ended_by__isnull=False),
                name="coordination_ended_by_somebody_later",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="coordinations_are_kept", operation=Delete),
            ReadOnly(name="only_the_end_of_a_coordination", exclude=["until", "ended_by"]),
        ]

    def __str__(self) -> str:
        return f"coordination {self.pk}"


class CoordinationProposal(models.Model):
    """A member is asked to coordinate: by whom, how intensively. instead_of: the coordination that held then, None
    where nobody coordinated. Until she answers, that one goes on."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="proposals", db_constraint=False
    )
    intensity = models.CharField(max_length=10, choices=Coordination.Intensity)
    instead_of = models.ForeignKey(
        Coordination, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode"], name="proposal_of_its_episode"),
            CompositeKey(
                name="who_is_asked_is_a_member_of_this_episode",
                fields=["membership", "episode"],
                to="network.Membership",
                to_fields=["id", "episode"],
            ),
            CompositeKey(
                name="proposal_replaces_one_of_this_episode",
                fields=["instead_of", "episode"],
                to="network.Coordination",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(intensity__in=["light", "usual", "intensive"]), name="proposed_intensity_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ProposalAnswer(models.Model):
    """What became of it, once: she accepted or declined; or it was withdrawn, because another was asked, another
    coordinates, or she left."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class What(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(
        CoordinationProposal, on_delete=models.PROTECT, related_name="answers", db_constraint=False
    )
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            CompositeKey(
                name="answer_in_the_episode_of_its_proposal",
                fields=["proposal", "episode"],
                to="network.CoordinationProposal",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(what__in=["accepted", "declined", "withdrawn"]), name="answer_is_known"
            ),
            UniqueConstraint(fields=["proposal"], name="proposal_answered_once"),
        ]

    def __str__(self) -> str:
        return f"proposal answer {self.pk}"
