"""The postnatal plan (KCE 232As, 3.2: what it holds at least), its items, and the dialogue about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode

from .versions import Version, one_version_after_another


class PostnatalPlan(Version):
    """One version of the plan of a pregnancy (its item is the pregnancy). Empty or None: not agreed yet.

    course, stay: expected course and preferred stay (core.facts.Course, Stay). network, to_be_told: lists of
    {"role", "name", "contact"}. maternity_care: whether it is wanted; estimated_hours: a first estimate of need.
    """

    course = models.CharField(max_length=20, blank=True)
    stay = models.CharField(max_length=20, blank=True)
    paediatric_check = models.TextField(blank=True)
    youth_visit = models.TextField(blank=True)
    six_week_check = models.TextField(blank=True)
    network = models.JSONField(default=list)
    to_be_told = models.JSONField(default=list)
    maternity_care = models.BooleanField(null=True)
    estimated_hours = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            *one_version_after_another("PostnatalPlan"),
            CheckConstraint(condition=Q(item=F("episode")), name="one_plan_per_pregnancy"),
            CheckConstraint(condition=Q(stay__in=["", "short", "classic"]), name="plan_stay_is_known"),
            CheckConstraint(
                condition=Q(course__in=["", "uncomplicated", "complicated"]), name="plan_course_is_known"
            ),
        ]


class PlanItem(Version):
    """One version of a point that was agreed or is to be settled, under a topic of the plan."""

    topic = models.CharField(max_length=40)
    text = models.TextField()
    settled = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            *one_version_after_another("PlanItem"),
            UniqueConstraint(fields=["id", "episode"], name="planitem_of_its_episode"),
            CheckConstraint(condition=Q(text__regex=r"\S") & ~Q(topic=""), name="plan_item_says_something"),
        ]


class PlanComment(models.Model):
    """What somebody said about a point, as it stood then. The dialogue is never changed."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, related_name="comments", db_constraint=False
    )
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CompositeKey(
                name="comment_in_the_episode_of_its_item",
                fields=["about", "episode"],
                to="careplan.PlanItem",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(condition=Q(text__regex=r"\S"), name="plan_comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"plan comment {self.pk}"
