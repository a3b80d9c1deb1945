"""Where a family is cared for at home, and how it is reached there: each change is a row more."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from kraamkring.rooms.accounts.models import User

from .pregnancies import PregnancyEpisode


class PlaceOfCare(models.Model):
    """Where the mother and her children are at home, as it was said at `written_at`; the last row holds.

    street: with the number. phone: E.164, of whoever opens the door. finding: what helps to find it ("second bell").
    Empty is "not asked".
    """

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    town = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    finding = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(street="", postcode="", town="", phone="", finding=""),
                name="place_of_care_says_something",
            ),
            CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"), name="place_phone_is_e164"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["episode", "-written_at"], name="place_of_care_that_holds")]

    def __str__(self) -> str:
        return f"place of care {self.pk}"
