"""What may be edited is written as versions: each edit is a row more, and the highest version is what holds."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, F, GeneratedField, Q, UniqueConstraint
from django.db.models.functions import NullIf

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PregnancyEpisode


class Version(models.Model):
    """One version of something of a pregnancy. item: the lasting name of what is edited. Version n + 1 of an item
    exists once, after version n, in the same pregnancy: of two writers who saw the same version, one comes later."""

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    item = models.UUIDField()
    version = models.PositiveIntegerField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version_before = GeneratedField(
        expression=NullIf(F("version") - 1, 0), output_field=models.IntegerField(null=True), db_persist=True
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


V = TypeVar("V", bound=Version)


def one_version_after_another(table: str) -> list[BaseConstraint]:
    """The constraints of versions, for a model of this room."""
    name = table.lower()
    return [
        UniqueConstraint(fields=["item", "version"], name=f"{name}_version_once"),
        UniqueConstraint(fields=["item", "episode", "version"], name=f"{name}_version_in_episode"),
        CompositeKey(
            name=f"{name}_follows_the_version_before",
            fields=["item", "episode", "version_before"],
            to=f"careplan.{table}",
            to_fields=["item", "episode", "version"],
        ),
        CheckConstraint(condition=Q(version__gte=1), name=f"{name}_versions_from_one"),
    ]


def latest_of_each(model: type[V], episodes: Collection[UUID]) -> models.QuerySet[V]:
    """The version that holds, of every item of several pregnancies."""
    return model._default_manager.filter(episode__in=episodes).order_by("item", "-version").distinct("item")


def latest(model: type[V], episode_id: UUID) -> models.QuerySet[V]:
    """The version that holds, of every item of a pregnancy."""
    return model._default_manager.filter(episode=episode_id).order_by("item", "-version").distinct("item")
