"""A pregnancy from booking on, and the subjects in it: the mother, and newborns before and after birth."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kraamkring.rooms.accounts.models import Organisation, User

from .persons import Person


class PregnancyEpisode(models.Model):
    """One pregnancy of a mother; her earlier ones are reached through her. region: where the family lives at
    booking (`be-vlg`), None if not known. zone: the time zone of the place of care (`Europe/Brussels`)."""

    id = models.UUIDField(primary_key=True, editable=False)
    mother = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pregnancies")
    region = models.CharField(max_length=20, null=True)
    booked_on = models.DateField()
    zone = models.CharField(max_length=40)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(zone=""), name="episode_has_a_zone"),
            CheckConstraint(condition=~Q(region=""), name="episode_region_is_a_code"),
        ]

    def __str__(self) -> str:
        return f"pregnancy {self.pk}"


class Subject(models.Model):
    """Whom a pregnancy is about, by slot: `mother`, or `newborn-1` to `newborn-9`, who is a person once born."""

    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="subjects")
    slot = models.CharField(max_length=9)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="subjects")

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["episode", "slot"], name="one_subject_per_slot"),
            UniqueConstraint(fields=["id", "episode"], name="subject_of_its_episode"),
            UniqueConstraint(fields=["episode", "person"], name="one_slot_per_person"),
            CheckConstraint(
                condition=Q(slot__regex=r"^(mother|newborn-[1-9])$"), name="slot_is_mother_or_newborn"
            ),
            CheckConstraint(
                condition=~Q(slot="mother") | Q(person__isnull=False), name="the_mother_is_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"subject {self.pk}"
