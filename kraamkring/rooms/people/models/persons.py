"""Persons and the numbers they are known by. Lasting facts of a person; what belongs to a pregnancy is elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from pgtrigger import Delete, Protect, ReadOnly

from kraamkring.core.finding import LONGEST_FRAGMENT
from kraamkring.rooms.accounts.models import Organisation


class Sex(models.TextChoices):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Person(models.Model):
    """A mother, a newborn, a partner. Empty is "not asked"; interpreter_needed has three answers for that reason.

    stands_for: the row that is read in place of this one, after the merges that stand; itself if it was not merged.
    Only merging and its undoing write it: it follows from `PersonMerge`, and makes finding and reading one step."""

    id = models.UUIDField(primary_key=True, editable=False)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex, default=Sex.UNKNOWN)
    language = models.CharField(max_length=10, blank=True)
    interpreter_needed = models.BooleanField(null=True)
    deceased_at = models.DateTimeField(null=True, blank=True)
    stands_for = models.ForeignKey("self", on_delete=models.PROTECT, related_name="rows")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(sex__in=Sex.values), name="person_sex_is_a_code")
        ]
        indexes: ClassVar = [models.Index(fields=["birth_date"], name="person_by_birth_date")]

    def __str__(self) -> str:
        return f"person {self.pk}"


class NameEnding(models.Model):
    """An ending of a name, folded (core.finding): whatever fragment is typed, an ending begins with it, so that one
    index finds it. Made from the names by the action that writes them; nothing is known here that is not there."""

    pk = models.CompositePrimaryKey("person_id", "ending")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    ending = models.CharField(max_length=LONGEST_FRAGMENT)

    class Meta:
        constraints: ClassVar = [CheckConstraint(condition=~Q(ending=""), name="ending_has_letters")]
        indexes: ClassVar = [
            models.Index(
                fields=["ending", "person"],
                opclasses=["varchar_pattern_ops", "uuid_ops"],
                name="person_by_fragment",
            )
        ]

    def __str__(self) -> str:
        return f"name of person {self.person_id}"


class PersonIdentifier(models.Model):
    """A number of a person: national (`ssin`, `bis`, `bsn`, `national`), `provisional` for a newborn, or `hospital`
    (then the issuer is the hospital). At most one is current per system and issuer; a replaced one stays, with
    the instant at which it ended. checked: its check digits were tested."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=20)
    issuer = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=64)
    checked = models.BooleanField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["person", "system", "issuer"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="one_current_identifier_per_system",
            ),
            CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="identifier_ends_after_it_begins",
            ),
            CheckConstraint(condition=~Q(value=""), name="identifier_has_a_value"),
            CheckConstraint(
                condition=~Q(system="hospital") | Q(issuer__isnull=False),
                name="hospital_number_names_its_hospital",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["system", "value"], name="person_by_number")]
        triggers: ClassVar = [
            Protect(name="identifiers_are_kept", operation=Delete),
            ReadOnly(name="only_the_end_of_an_identifier", exclude=["valid_to"]),
        ]

    def __str__(self) -> str:
        return f"identifier {self.pk}"
