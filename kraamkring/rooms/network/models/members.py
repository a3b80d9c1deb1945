"""A place in the network, and what became of it: rows that are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.core.access import MODULES
from kraamkring.rooms.accounts.models import Language, User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode


class Membership(models.Model):
    """An invitation into the network of one pregnancy, as it was made. role: of core.facts, never `coordinator`
    (that is a task, see Coordination). user: who signs in, None for somebody known by name and address only.

    modules: what was agreed that this member sees (core.access), None for what the role sees by default.
    since, until: from when to when she may see it, once accepted. number: the professional number, if known.
    address, language: where and in which language somebody without an account is told; language empty if not asked.
    """

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    organisation_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, blank=True)
    number = models.CharField(max_length=20, blank=True)
    modules = ArrayField(models.CharField(max_length=20), null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode"], name="membership_of_its_episode"),
            CheckConstraint(condition=~Q(role="") & ~Q(role="coordinator"), name="member_has_a_role"),
            CheckConstraint(condition=Q(name__regex=r"\S"), name="member_has_a_name"),
            CheckConstraint(
                condition=Q(language="") | Q(language__in=Language.values), name="member_language_is_ours"
            ),
            CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="membership_ends_after_it_begins"
            ),
            CheckConstraint(
                condition=Q(modules=None) | Q(modules__contained_by=list(MODULES)),
                name="member_modules_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class MembershipStep(models.Model):
    """What became of an invitation: accepted, at most once; and one end: declined, left (herself) or removed."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class What(models.TextChoices):
        ACCEPTED = "accepted"
        DECLINED = "declined"
        LEFT = "left"
        REMOVED = "removed"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="steps", db_constraint=False
    )
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            CompositeKey(
                name="step_in_the_episode_of_its_membership",
                fields=["membership", "episode"],
                to="network.Membership",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(what__in=["accepted", "declined", "left", "removed"]), name="step_is_known"
            ),
            UniqueConstraint(fields=["membership"], condition=Q(what="accepted"), name="accepted_once"),
            UniqueConstraint(fields=["membership"], condition=~Q(what="accepted"), name="ended_once"),
        ]

    def __str__(self) -> str:
        return f"membership step {self.pk}"
