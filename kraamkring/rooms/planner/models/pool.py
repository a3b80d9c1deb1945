"""Who is on call for births: what was agreed with a carer, a search for a roster, and each time somebody is on call;
and which organisations share them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Before, Delete, Insert, Protect, ReadOnly, Trigger, Update

from kraamkring.rooms.accounts.models import Organisation, User

MOST_ON_CALL_HOURS = 336  # a fortnight has no more
STANDS = ("proposed", "promised")
HER_OWN = """
IF NEW.promised_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.promised_by_id IS DISTINCT FROM OLD.promised_by_id)
    THEN by_whom = NEW.promised_by_id; END IF;
IF TG_OP = 'UPDATE' THEN
    IF OLD.state = 'promised' AND NEW.state = 'withdrawn' THEN by_whom = NEW.withdrawn_by_id; END IF;
END IF;
IF by_whom IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM accounts_user WHERE id = by_whom AND organisation_id = NEW.organisation_id
) THEN RAISE EXCEPTION 'a carer is promised by her own organisation'; END IF;
RETURN NEW;
"""


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


class SharedPool(models.Model):
    """Organisations that share births: its members say which."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"pool {self.pk}"


class PoolMember(models.Model):
    """An organisation was asked to share births; accepted: it does, until it left. left without accepted: it said
    no."""

    id = models.UUIDField(primary_key=True, editable=False)
    pool = models.ForeignKey(SharedPool, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(accepted_at__isnull=False, left_at=None),
                name="an_organisation_is_in_one_pool",
            ),
            UniqueConstraint(
                fields=["pool", "organisation"], condition=Q(left_at=None), name="asked_once_into_a_pool"
            ),
            CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__gte=F("invited_at"), accepted_by__isnull=False),
                name="a_person_accepted_a_pool",
            ),
            CheckConstraint(
                condition=Q(left_at=None, left_by=None)
                | Q(left_at__gte=F("invited_at"), left_by__isnull=False),
                name="a_person_left_a_pool",
            ),
        ]
        triggers: ClassVar = [
            Protect(name="pool_members_are_kept", operation=Delete),
            ReadOnly(
                name="who_was_asked_into_a_pool_stays",
                fields=["id", "pool", "organisation", "invited_by", "invited_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"member of a pool {self.pk}"


class PoolRun(models.Model):
    """Somebody asked for a roster of so many days. share: of the births registered here, how many in a hundred call
    for a carer; more_a_week: births that come without being registered, as history says. pool: for which
    organisations together; None for its own alone. hours: of the roster that was found, hour by hour, births expected,
    how many on call, the share in time. missed, evenly: births without a carer in time with it, and with the same
    carers spread evenly. reach: groups of places, each with the carers who are there in time and the births expected a
    day, from which the board is reckoned anew."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    pool = models.ForeignKey(SharedPool, null=True, on_delete=models.PROTECT, related_name="+")
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
    reach = models.JSONField(null=True)

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
                exclude=["done_at", "carers", "hours", "missed", "evenly", "reach"],
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
            Trigger(
                name="each_promises_her_own_carers",
                when=Before,
                operation=Insert | Update,
                declare=[("by_whom", "uuid")],
                func=HER_OWN,
            ),
        ]

    def __str__(self) -> str:
        return f"on call {self.pk}"
