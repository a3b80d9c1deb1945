"""Resources of FHIR as text: one row for what stands, one for each version before it, one for each key of a search."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kraamkring.core.access import MODULES, TOGETHER
from kraamkring.rooms.people.models import PregnancyEpisode


class Resource(models.Model):
    """A resource as it stands. It follows from the rows of other rooms and may be made anew at any time.

    id: its logical id, that of the row it is made from, or derived from it; unique among all types. home: the
    pregnancy, person, professional or organisation it belongs to; episode: the same, where it is a pregnancy. module:
    the part of the record it stands in, empty where a relation in force is enough. digest: of everything but version
    and time, so that what did not change is not written. text: as it is sent.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    type = models.CharField(max_length=40)
    home = models.UUIDField()
    episode = models.ForeignKey(
        PregnancyEpisode, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    module = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField()
    updated_at = models.DateTimeField()
    digest = models.UUIDField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(type="") & ~Q(text=""), name="resource_is_complete"),
            CheckConstraint(condition=Q(version__gte=1), name="resource_versions_begin_at_one"),
            CheckConstraint(
                condition=Q(episode=None) | Q(episode=F("home")), name="resource_of_an_episode_lives_there"
            ),
            CheckConstraint(
                condition=Q(module="") | Q(module__in=[*MODULES, *TOGETHER]),
                name="resource_stands_in_a_module",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["home", "type", "id"], name="resources_of_a_home")]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


class Superseded(models.Model):
    """A version of a resource that another one replaced, as it was sent while it stood."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="earlier", db_index=False)
    home = models.UUIDField()
    episode = models.ForeignKey(
        PregnancyEpisode, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    module = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField()
    updated_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["resource", "version"], name="superseded_once"),
            CheckConstraint(condition=~Q(text=""), name="superseded_is_complete"),
            CheckConstraint(
                condition=Q(episode=None) | Q(episode=F("home")), name="superseded_of_an_episode_lived_there"
            ),
            CheckConstraint(
                condition=Q(module="") | Q(module__in=[*MODULES, *TOGETHER]),
                name="superseded_stood_in_a_module",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.resource_id}"


class SearchKey(models.Model):
    """One thing by which a resource is found (core.exchange.parameters). text: a code, the id of what is referred to,
    or one word of a name; system: of a code, the type of what is referred to. since, until: of a date, until
    exclusive, open on either side. number, unit: of a quantity. home: of the resource, since every search knows where
    it may look."""

    pk = models.CompositePrimaryKey("resource_id", "place")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="keys", db_index=False)
    place = models.PositiveSmallIntegerField()
    home = models.UUIDField()
    type = models.CharField(max_length=40)
    param = models.CharField(max_length=40)
    text = models.CharField(max_length=200, null=True)
    system = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    unit = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(text__isnull=False, since=None, until=None, number=None)
                | (Q(text=None, number=None) & (Q(since__isnull=False) | Q(until__isnull=False)))
                | Q(text=None, since=None, until=None, number__isnull=False),
                name="search_key_is_one_of_three",
            ),
            CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="search_key_lasts",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["home", "type", "param", "text"],
                condition=Q(text__isnull=False),
                opclasses=["uuid_ops", "varchar_ops", "varchar_ops", "varchar_pattern_ops"],
                name="search_by_text",
            ),
            models.Index(
                fields=["home", "type", "param", "since"], condition=Q(text=None), name="search_by_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.param} of {self.resource_id}"
