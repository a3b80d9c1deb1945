"""Links between persons. None is ever deleted: one that ended, or was undone, says when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import User

from .persons import Person


class ParentChildLink(models.Model):
    """Somebody is the parent of a child from one instant, until another if that came."""

    class Kind(models.TextChoices):
        BIRTH_MOTHER = "birth_mother"
        PARTNER = "partner"
        FOSTER = "foster"
        ADOPTION = "adoption"

    id = models.UUIDField(primary_key=True, editable=False)
    parent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_to_children")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="links_to_parents")
    kind = models.CharField(max_length=20, choices=Kind)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["parent", "child", "kind"], condition=Q(until=None), name="one_current_link_of_a_kind"
            ),
            UniqueConstraint(
                fields=["child"],
                condition=Q(kind="birth_mother", until=None),
                name="one_birth_mother_at_a_time",
            ),
            CheckConstraint(condition=~Q(parent=F("child")), name="nobody_is_her_own_parent"),
            CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="link_ends_after_it_begins"
            ),
            CheckConstraint(
                condition=Q(kind__in=["birth_mother", "partner", "foster", "adoption"]),
                name="link_kind_is_known",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="parent_links_are_kept", operation=Delete),
            ReadOnly(name="only_the_end_of_a_parent_link", exclude=["until"]),
        ]

    def __str__(self) -> str:
        return f"parent link {self.pk}"


class PersonMerge(models.Model):
    """Two rows turned out to be one person: whoever meets `merged` reads `kept`, until the merge is undone."""

    id = models.UUIDField(primary_key=True, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merged_into_one_person"),
            CheckConstraint(condition=~Q(kept=F("merged")), name="nobody_merges_with_herself"),
            CheckConstraint(condition=~Q(reason=""), name="merge_has_a_reason"),
            CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_by_somebody",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="merges_are_kept", operation=Delete),
            ReadOnly(name="only_the_undoing_of_a_merge", exclude=["undone_by", "undone_at"]),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"
