"""What a maternity-care hotel would mean in a shortage: asked by who plans, worked out by a worker."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import Organisation, User

MOST_BEDS = 50  # more than any such place has
LONGEST_DAY = 24  # hours


class HotelQuestion(models.Model):
    """So many beds in a place, for so many days from the first, with so many hours of care for a family on each.
    families: pregnancies whose mothers may be asked, as the planner ticked them. answer: what was found, once it is
    done. Nothing else follows from it."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.CharField(max_length=80)
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    beds = models.PositiveSmallIntegerField()
    hours_a_day = models.PositiveSmallIntegerField()
    families = models.JSONField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(days__gte=1, days__lte=14), name="hotelquestion_is_of_a_fortnight"),
            CheckConstraint(
                condition=Q(beds__gte=1, beds__lte=MOST_BEDS), name="hotelquestion_beds_are_possible"
            ),
            CheckConstraint(
                condition=Q(hours_a_day__gte=1, hours_a_day__lte=LONGEST_DAY),
                name="hotelquestion_hours_are_of_a_day",
            ),
            CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("asked_at")),
                name="hotelquestion_is_answered_later",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-asked_at"], name="hotelquestion_asked_last")
        ]
        triggers: ClassVar = [
            Protect(name="hotel_questions_are_kept", operation=Delete),
            ReadOnly(name="what_was_asked_of_a_hotel_stays", exclude=["done_at", "answer"]),
        ]

    def __str__(self) -> str:
        return f"question about a hotel {self.pk}"
