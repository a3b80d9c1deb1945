"""Carers as the planner knows them: contract, days away, competences. Rows are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import Organisation, User

MOST_HOURS_A_WEEK = (
    60  # nobody's contract is longer: the most a week of work may have in the European directive
)


class Contract(models.Model):
    """A carer works for an organisation so many hours a week, from first_day to last_day (None: without end), employed
    or freelance; the highest number holds. postcode: where she sets out from. areas: the first digits of postcodes
    she goes to; empty: everywhere."""

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        EMPLOYED = "employed"
        FREELANCE = "freelance"

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    carer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    hours_a_week = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    postcode = models.CharField(max_length=12)
    areas = models.JSONField(default=list)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["organisation", "carer", "number"], name="contract_version_once"),
            CheckConstraint(condition=Q(kind__in=["employed", "freelance"]), name="contract_kind_is_known"),
            CheckConstraint(
                condition=Q(hours_a_week__lte=MOST_HOURS_A_WEEK), name="contract_fits_into_a_week"
            ),
            CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="contract_ends_later"
            ),
            CheckConstraint(condition=~Q(postcode=""), name="contract_has_a_home_base"),
        ]

    def __str__(self) -> str:
        return f"contract {self.pk}"


class Absence(models.Model):
    """Days on which a carer does not work, both included. replaces: the row that this one corrects; taken_back: it is
    no absence any more."""

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        DAY_OFF = "day_off"
        LEAVE = "leave"
        SICK = "sick"

    id = models.UUIDField(primary_key=True, editable=False)
    carer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    first_day = models.DateField()
    last_day = models.DateField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    taken_back = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(kind__in=["day_off", "leave", "sick"]), name="absence_kind_is_known"),
            CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_later"),
            CheckConstraint(
                condition=Q(taken_back=False) | Q(replaces__isnull=False),
                name="only_what_stood_is_taken_back",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["carer", "last_day"], name="absences_of_whom")]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Competence(models.Model):
    """A carer can do something (a skill, or `language:tr`), since a day and until another if it runs out, as somebody
    saw it proved. The row written last for a skill holds. evidence: what was seen."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    carer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    skill = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)
    evidence = models.CharField(max_length=200)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(skill=""), name="competence_has_a_skill"),
            CheckConstraint(condition=Q(evidence__regex=r"\S"), name="competence_has_evidence"),
            CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="competence_ends_later"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["carer", "skill", "-written_at"], name="competence_that_holds")
        ]

    def __str__(self) -> str:
        return f"competence {self.pk}"


class CarerDay(models.Model):
    """A day of a carer belongs to one organisation, whoever else she works for. Kept by the actions that promise."""

    id = models.UUIDField(primary_key=True, editable=False)
    carer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["carer", "day"], name="a_day_of_one_organisation"),
            UniqueConstraint(fields=["id", "carer", "day", "organisation"], name="carerday_as_it_is"),
        ]

    def __str__(self) -> str:
        return f"day of a carer {self.pk}"
