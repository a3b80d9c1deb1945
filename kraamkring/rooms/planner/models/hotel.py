"""A maternity-care hotel in a shortage: what it would mean, as a worker found it, and families that are asked to go."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode

MOST_BEDS = 50  # more than any such place has
LONGEST_DAY = 24  # hours
STATES = ("asked", "yes", "no", "agreed", "withdrawn")
OPEN = ("asked", "yes", "agreed")  # there is one of these of a family at a time


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


class HotelStay(models.Model):
    """A family is asked whether it would go to the place of a question, on these days in a row. state: what was said
    last; `agreed`: the family said yes and who plans gave it a bed, so that these are no days at home."""

    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.ForeignKey(HotelQuestion, on_delete=models.PROTECT, related_name="stays")
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=9, choices=[(each, each) for each in STATES])
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["episode"], condition=Q(state__in=OPEN), name="one_open_hotelstay_of_a_family"
            ),
            UniqueConstraint(fields=["id", "episode"], name="hotelstay_of_its_episode"),
            CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="hotelstay_ends_later"),
            CheckConstraint(condition=Q(state__in=STATES), name="hotelstay_state_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["episode", "-asked_at"], name="hotelstays_of_a_family")]
        triggers: ClassVar = [
            Protect(name="hotel_stays_are_kept", operation=Delete),
            ReadOnly(name="what_was_asked_of_a_family_stays", exclude=["state"]),
        ]

    def __str__(self) -> str:
        return f"stay in a hotel {self.pk}"


class HotelStep(models.Model):
    """What was said about a stay, step by step. by_telephone: who plans wrote down what the family told her."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(HotelStay, on_delete=models.PROTECT, related_name="steps", db_constraint=False)
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=9, choices=[(each, each) for each in STATES])
    by_telephone = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["stay", "number"], name="hotelstep_once"),
            CompositeKey(
                name="hotelstep_of_a_stay_of_its_episode",
                fields=["stay", "episode"],
                to="planner.HotelStay",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(condition=Q(what__in=STATES), name="hotelstep_is_known"),
        ]

    def __str__(self) -> str:
        return f"step of a stay {self.pk}"
