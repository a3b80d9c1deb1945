"""What was proposed and promised: a run of the planner, shifts, and every step that a shift took."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode

from .carers import CarerDay

STATES = ("proposed", "accepted", "published", "done", "withdrawn")
PROMISED = ("published", "done")
OPEN = ("proposed", "accepted")


class Run(models.Model):
    """Somebody asked for a plan of so many days; what was found, once it is done. seconds or steps: how long it may
    look. keeps_promises: what was promised and is still possible stays. amounts: how much of each part of the
    objective. families, carers: how many there were. refused: why nothing was proposed, a code. binds: where hours
    are short, which rule stands between families and their hours, the one that would give most first. room: for how
    many families still to come time was kept free, and each day with its hours, kept and wanted."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField(null=True)
    steps = models.PositiveIntegerField(null=True)
    keeps_promises = models.BooleanField(default=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    families = models.PositiveIntegerField(null=True)
    carers = models.PositiveIntegerField(null=True)
    amounts = models.JSONField(null=True)
    bound = models.JSONField(null=True)
    refused = models.CharField(max_length=300, blank=True)
    binds = models.JSONField(null=True)
    room = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(days__gte=1, days__lte=16), name="run_is_of_a_period"),
            CheckConstraint(
                condition=Q(seconds=None, steps__isnull=False) | Q(seconds__isnull=False, steps=None),
                name="run_ends_by_seconds_or_by_steps",
            ),
            CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("asked_at")),
                name="run_is_done_after_it_was_asked",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "-asked_at"], name="run_asked_last")]
        triggers: ClassVar = [
            Protect(name="runs_are_kept", operation=Delete),
            ReadOnly(
                name="what_was_asked_of_a_run_stays",
                fields=[
                    "id",
                    "organisation",
                    "first_day",
                    "days",
                    "seed",
                    "seconds",
                    "steps",
                    "asked_by",
                    "asked_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"run of the planner {self.pk}"


class Shift(models.Model):
    """A carer with a family on a day: a proposal, or a promise. carer None: proposed is that nobody comes any more.
    full_hours: what the family needs that day; hours: what it gets. pinned: a person decided, and no run moves it.
    why: a code, for a proposal that changes a promise; values: whom and when that reason names, for who plans.
    appointment: what the family and the carer see of it."""

    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    carer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    hours = models.PositiveSmallIntegerField()
    full_hours = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(each, each) for each in STATES])
    pinned = models.BooleanField(default=False)
    why = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    appointment = models.UUIDField(null=True)
    claim = models.ForeignKey(
        CarerDay, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["episode", "day"], condition=Q(state__in=PROMISED), name="one_carer_a_family_day"
            ),
            UniqueConstraint(
                fields=["episode", "day"], condition=Q(state__in=OPEN), name="one_proposal_a_family_day"
            ),
            UniqueConstraint(fields=["id", "episode"], name="shift_of_its_episode"),
            CompositeKey(
                name="shift_on_a_day_of_its_organisation",
                fields=["claim", "carer", "day", "organisation"],
                to="planner.CarerDay",
                to_fields=["id", "carer", "day", "organisation"],
            ),
            CheckConstraint(condition=Q(state__in=STATES), name="shift_state_is_known"),
            CheckConstraint(
                condition=Q(carer=None, hours=0) | Q(carer__isnull=False, hours__gte=1, hours__lte=24),
                name="shift_has_hours_where_somebody_comes",
            ),
            CheckConstraint(
                condition=~Q(state__in=PROMISED)
                | Q(
                    carer__isnull=False,
                    claim__isnull=False,
                    appointment__isnull=False,
                    starts_at__isnull=False,
                    ends_at__gt=F("starts_at"),
                ),
                name="a_promise_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "day"], name="shifts_of_a_week"),
            models.Index(fields=["carer", "day"], name="shifts_of_a_carer"),
        ]
        triggers: ClassVar = [
            Protect(name="shifts_are_kept", operation=Delete),
            ReadOnly(name="a_shift_is_of_one_family_day", fields=["id", "episode", "organisation", "day"]),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class ShiftStep(models.Model):
    """What became of a shift, step by step: who promised what to whom, and when, can be read back."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class What(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        ASSIGNED = "assigned"
        PINNED = "pinned"
        UNPINNED = "unpinned"
        PUBLISHED = "published"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="steps", db_constraint=False)
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=10, choices=What)
    carer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    hours = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["shift", "number"], name="shiftstep_once"),
            CompositeKey(
                name="shiftstep_of_a_shift_of_its_episode",
                fields=["shift", "episode"],
                to="planner.Shift",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(
                    what__in=[
                        "proposed", "accepted", "assigned", "pinned", "unpinned", "published", "done", "withdrawn",
                    ]
                ),
                name="shiftstep_is_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"step of a shift {self.pk}"


class Question(models.Model):
    """Somebody asked what it would mean if this carer came to a family on a day; without a carer: what would have to
    give for its full hours. A worker works it out; answer: numbers, and whom they are about."""

    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    carer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("asked_at")), name="question_is_answered_later"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["episode", "day", "-asked_at"], name="questions_of_a_day")]
        triggers: ClassVar = [
            Protect(name="questions_are_kept", operation=Delete),
            ReadOnly(name="what_was_asked_stays", exclude=["done_at", "answer"]),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"
