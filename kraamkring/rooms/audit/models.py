"""The audit log: one row for each act and each look. It is another thing than the record, and can be archived."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import Person, PregnancyEpisode


class AuditEvent(models.Model):
    """Who (actor, in which role) did what (action: read, write, refused; what: `entry:births`) to whose data, when, why
    (purpose: `care`; reason: words, in an emergency) and on which legal ground. Never a clinical value.

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
        ]

    def __str__(self) -> str:
        return f"audit event {self.pk}"
