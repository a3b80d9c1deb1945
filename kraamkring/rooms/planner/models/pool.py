"""Who is on call for births: what was agreed with a carer, a search for a roster, and each time somebody is on call."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import Organisation, User

MOST_ON_CALL_HOURS = 336  # a fortnight has no more
STANDS = ("proposed", "promised")


class OnCallTerms(models.Model):
    """A carer can be on call for births of her organisation so many hours a fortnight; nights, weekends: whether she
    wants them, takes them, or never. The highest number holds; none, or 0 hours: she is not in the pool."""

    append_only: ClassVar[bool] = True

    class Wish(models.TextChoices):
        WANTED = "wanted"
        ANY = "any"
        NEVER = "never"

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    carer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    hours_a_fortnight = models.PositiveSmallIntegerField()
    nights = models.CharField(max_length=6, choices=Wish)
    weekends = models.CharField(max_length=6, choices=Wish)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["organisation", "carer", "number"], name="oncallterms_version_once"),
            CheckConstraint(
                condition=Q(hours_a_fortnight__lte=MOST_ON_CALL_HOURS),
                name="oncallterms_fit_into_a_fortnight",
            ),
            CheckConstraint(
                condition=Q(nights__in=["wanted", "any", "never"], weekends__in=["wanted", "any", "never"]),
                name="oncallterms_wishes_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"terms of being on call {self.pk}"


class PoolRun(models.Model):
    """Somebody asked for a roster of so many days. share: of the births registered here, how many in a hundred call
    for a carer; more_a_week: births that come without being registered, as history says. hours: of the roster that was
    found, hour by hour, births expected, how many on call, the share in time. missed, evenly: births without a carer
    in time with it, and with the same carers spread evenly."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()
    more_a_week = models.PositiveSmallIntegerField()
    seconds = models.PositiveSmallIntegerField(null=True)
    steps = models.PositiveIntegerField(null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    carers = models.PositiveIntegerField(null=True)
    hours = models.JSONField(null=True)
    missed = models.FloatField(null=True)
    evenly = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(days__gte=1, days__lte=14), name="poolrun_is_of_a_fortnight"),
            CheckConstraint(condition=Q(share__lte=100), name="poolrun_share_is_of_a_hundred"),
            CheckConstraint(
                condition=Q(seconds=None, steps__isnull=False) | Q(seconds__isnull=False, steps=None),
                name="poolrun_ends_by_seconds_or_by_steps",
            ),
            CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("asked_at")), name="poolrun_is_done_later"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-asked_at"], name="poolrun_asked_last")]
        triggers: ClassVar = [
            Protect(name="pool_runs_are_kept", operation=Delete),
            ReadOnly(
                name="what_was_asked_of_a_roster_stays",
                exclude=["done_at", "carers", "hours", "missed", "evenly"],
            ),
        ]

    def __str__(self) -> str:
        return f"search for a roster {self.pk}"


class Duty(models.Model):
    """A carer is on call for births: proposed by a run, or promised by a person. goes: promised, and the last roster
    would take it back."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    carer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    night = models.BooleanField()
    weekend = models.BooleanField()
    state = models.CharField(max_length=10, choices=[(each, each) for each in (*STANDS, "withdrawn")])
    goes = models.BooleanField(default=False)
    run = models.ForeignKey(PoolRun, on_delete=models.PROTECT, related_name="+")
    promised_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["carer", "from_at"], condition=Q(state__in=STANDS), name="a_carer_is_on_call_once"
            ),
            CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="duty_ends_later"),
            CheckConstraint(condition=Q(state__in=(*STANDS, "withdrawn")), name="duty_state_is_known"),
            CheckConstraint(
                condition=~Q(state="promised") | Q(promised_by__isnull=False, promised_at__isnull=False),
                name="a_person_promised_a_duty",
            ),
            CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="a_person_took_a_duty_back",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "from_at"], name="duties_of_a_fortnight"),
            models.Index(fields=["carer", "from_at"], name="duties_of_a_carer"),
        ]
        triggers: ClassVar = [
            Protect(name="duties_are_kept", operation=Delete),
            ReadOnly(
                name="a_duty_is_of_one_carer_and_hour",
                fields=["id", "organisation", "carer", "from_at", "until_at", "run"],
            ),
        ]

    def __str__(self) -> str:
        return f"on call {self.pk}"
