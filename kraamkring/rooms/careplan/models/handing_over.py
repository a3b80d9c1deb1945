"""One professional hands a family over to others of its network: what is told (SBAR), to whom, and who has read it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kraamkring.core.access import MODULES
from kraamkring.rooms.accounts.models import Language, User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode


class HandOver(models.Model):
    """What was told in four parts, once; it is never changed, a new one follows. about: slots (mother, newborn-1 ...);
    modules: the parts of the record that its words belong to, which whoever reads it must see.

    how: in writing, or on the telephone; read_back: on the telephone, whoever listened said it again. urgent: it cannot
    wait until quiet hours are over. language: in which it was written.
    """

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class How(models.TextChoices):
        WRITTEN = "written"
        CALL = "call"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    about = ArrayField(models.CharField(max_length=9))
    modules = ArrayField(models.CharField(max_length=20))
    urgent = models.BooleanField()
    read_back = models.BooleanField(null=True)
    situation = models.TextField()
    background = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    recommendation = models.TextField()
    language = models.CharField(max_length=2, choices=Language)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode"], name="handover_of_its_episode"),
            CheckConstraint(condition=Q(about__len__gte=1), name="handover_is_about_somebody"),
            CheckConstraint(
                condition=Q(modules__len__gte=1, modules__contained_by=list(MODULES)),
                name="handover_stands_in_modules",
            ),
            CheckConstraint(
                condition=Q(situation__regex=r"\S", recommendation__regex=r"\S"),
                name="handover_says_something",
            ),
            CheckConstraint(
                condition=Q(how="written", read_back=None) | Q(how="call", read_back__isnull=False),
                name="a_call_says_whether_it_was_read_back",
            ),
            CheckConstraint(condition=~Q(role=""), name="handover_by_somebody_in_a_role"),
        ]
        indexes: ClassVar = [models.Index(fields=["by", "at"], name="handovers_by_whom")]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class HandOverTo(models.Model):
    """To whom: a place in the network of the same pregnancy."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    hand_over = models.ForeignKey(
        HandOver, on_delete=models.PROTECT, related_name="to", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["hand_over", "member"], name="handed_over_once_to_each"),
            CompositeKey(
                name="handed_over_in_its_episode",
                fields=["hand_over", "episode"],
                to="careplan.HandOver",
                to_fields=["id", "episode"],
            ),
            CompositeKey(
                name="handed_over_to_a_member_of_its_episode",
                fields=["member", "episode"],
                to="network.Membership",
                to_fields=["id", "episode"],
            ),
        ]

    def __str__(self) -> str:
        return f"hand-over to {self.pk}"


class HandOverStep(models.Model):
    """What became of it: somebody says that she has read it and goes on from here, or asks or answers something."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class What(models.TextChoices):
        READ = "read"
        SAID = "said"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    hand_over = models.ForeignKey(
        HandOver, on_delete=models.PROTECT, related_name="steps", db_constraint=False
    )
    what = models.CharField(max_length=10, choices=What)
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CompositeKey(
                name="handover_step_in_its_episode",
                fields=["hand_over", "episode"],
                to="careplan.HandOver",
                to_fields=["id", "episode"],
            ),
            UniqueConstraint(
                fields=["hand_over", "by"], condition=Q(what="read"), name="handover_read_once_by_each"
            ),
            CheckConstraint(
                condition=Q(what="read", words="") | Q(what="said", words__regex=r"\S"),
                name="handover_step_is_read_or_words",
            ),
        ]

    def __str__(self) -> str:
        return f"hand-over step {self.pk}"
