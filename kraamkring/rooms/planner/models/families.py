"""Families as the planner knows them: who asked whom for maternity care, what it takes, and on which days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode

MOST_HOURS, MOST_DAYS = 200, 42  # of one family: above both, in law and in every scheme


class CareRequest(models.Model):
    """A family asked an organisation for maternity care, until it is over or asked elsewhere: one at a time."""

    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["episode"], condition=Q(ended_at=None), name="care_asked_of_one_organisation"
            ),
            UniqueConstraint(fields=["id", "episode"], name="carerequest_of_its_episode"),
            CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("asked_at")), name="request_ends_later"
            ),
        ]
        triggers: ClassVar = [
            Protect(name="requests_are_kept", operation=Delete),
            ReadOnly(name="only_the_end_of_a_request", exclude=["ended_at"]),
        ]

    def __str__(self) -> str:
        return f"request for care {self.pk}"


class CareNeed(models.Model):
    """What the care of a family takes; the highest number holds. hours, days: None for what the indication says.
    skills: what a carer must be able to do. languages: which the mother speaks, beside those of the place.
    goes_first: shielded when there are too few hours, as somebody said who knows why."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        CareRequest, on_delete=models.PROTECT, related_name="needs", db_constraint=False
    )
    number = models.PositiveIntegerField()
    hours = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    skills = models.JSONField(default=list)
    goes_first = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["request", "number"], name="careneed_version_once"),
            CompositeKey(
                name="careneed_of_a_request_of_its_episode",
                fields=["request", "episode"],
                to="planner.CareRequest",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=1, hours__lte=MOST_HOURS),
                name="careneed_hours_are_possible",
            ),
            CheckConstraint(
                condition=Q(days=None) | Q(days__gte=1, days__lte=MOST_DAYS),
                name="careneed_days_are_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"need of care {self.pk}"


class KeptApart(models.Model):
    """A family and a carer who do not come together again, as one of them said; never why. replaces: the row that this
    one takes back."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class Whose(models.TextChoices):
        FAMILY = "family"
        CARER = "carer"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    carer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    whose = models.CharField(max_length=6, choices=Whose)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(whose__in=["family", "carer"]), name="apart_by_the_wish_of_one"),
        ]

    def __str__(self) -> str:
        return f"kept apart {self.pk}"


class CareDay(models.Model):
    """A day on which a family has maternity care, with its hours, as it follows from the facts now. expected: it rests
    on something that has not happened yet (a birth, going home)."""

    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    hours = models.PositiveSmallIntegerField()
    expected = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["episode", "day"], name="careday_once"),
            CheckConstraint(condition=Q(hours__gte=1, hours__lte=24), name="careday_hours_are_of_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "day"], name="caredays_of_a_week")]

    def __str__(self) -> str:
        return f"day of care {self.pk}"


class Shortening(models.Model):
    """In scarcity a person decided that a family gets fewer hours than it has a right to, and the family was told.
    order: which of the scheme's orders; the numbers are those it is told."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.CharField(max_length=40)
    indicated_hours = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(hours__lt=F("indicated_hours")), name="shortening_shortens")
        ]

    def __str__(self) -> str:
        return f"shortening {self.pk}"
