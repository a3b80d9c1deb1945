"""The entries of the maternity record: typed, signed, append-only; a correction is a new version beside the old."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Func, GeneratedField, Q, TextField, UniqueConstraint, Value
from django.db.models.lookups import Exact

from kraamkring.core.access import MODULES
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.composite_keys import CompositeKey
from kraamkring.rooms.people.models import PersonIdentifier, PregnancyEpisode, Subject

TEXT = TextField()
SCHEMA_VERSION = 1  # of the payloads; raise it when core.facts changes a fact that was written before


class Entry(models.Model):
    """One fact that somebody wrote down (kinds.KINDS), or that came from a device, an import or the mother herself.

    subject: whom it is about, None for several or for the pregnancy as a whole (the payload names them).
    payload: the fact as JSON, without its author, times and numbers. identifier: the number it gives somebody.
    author, role: who wrote it, in which role; attributed_to: whom an import names. effective_at: when it was true.
    recorded_at: when it was written down; received_at: when it arrived here (later for what was written offline).
    corrects, version, reason: version n + 1 replaces version n of the same kind and pregnancy, for a reason.
    replaced_version ties a correction to the version before it, so that corrections can never form a circle.
    device_id, device_sequence: the device's own order, so that a replay is recognised.
    """

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    class Source(models.TextChoices):
        PERSON = "person"
        DEVICE = "device"
        IMPORT = "import"
        SELF_REPORT = "self_report"

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey(
        Subject, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)
    identifier = models.ForeignKey(PersonIdentifier, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    attributed_to = models.TextField(blank=True)
    source = models.CharField(max_length=12, choices=Source)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by", db_constraint=False
    )
    version = models.PositiveSmallIntegerField(default=1)
    replaced_version = GeneratedField(
        expression=F("version") - 1, output_field=models.SmallIntegerField(), db_persist=True
    )
    reason = models.TextField(blank=True)
    device_id = models.UUIDField(null=True)
    device_sequence = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode", "kind", "version"], name="entry_version"),
            CompositeKey(
                name="correction_follows_the_version_before",
                fields=["corrects", "episode", "kind", "replaced_version"],
                to="record.Entry",
                to_fields=["id", "episode", "kind", "version"],
            ),
            CompositeKey(
                name="entry_subject_in_its_episode",
                fields=["subject", "episode"],
                to="people.Subject",
                to_fields=["id", "episode"],
            ),
            CheckConstraint(
                condition=Q(corrects=None, version=1) | Q(corrects__isnull=False, version__gt=1),
                name="a_correction_is_a_later_version",
            ),
            CheckConstraint(
                condition=Q(corrects=None) | Q(reason__regex=r"\S"), name="a_correction_has_a_reason"
            ),
            CheckConstraint(
                condition=Exact(Func("payload", function="jsonb_typeof", output_field=TEXT), Value("object")),
                name="payload_is_an_object",
            ),
            CheckConstraint(condition=Q(schema_version__gte=1), name="payload_schema_is_numbered"),
            CheckConstraint(
                condition=Q(device_id=None, device_sequence=None)
                | Q(device_id__isnull=False, device_sequence__isnull=False, device_sequence__gte=0),
                name="device_with_its_sequence",
            ),
            UniqueConstraint(fields=["device_id", "device_sequence"], name="device_sequence_once"),
            CheckConstraint(condition=~Q(kind="") & ~Q(role=""), name="entry_is_complete"),
            CheckConstraint(
                condition=Q(source__in=["person", "device", "import", "self_report"]),
                name="entry_source_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["episode", "recorded_at", "id"], name="entries_in_order")]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class TakenOver(models.Model):
    """What an import brought along and nobody here understands: kept as it was, beside the record, and part of no
    pathway.

    module: who may read it, as for an entry. slot: whom it is about, empty for several or nobody. source: what it is
    called there. title, said, at: what it is about, what it says and when, in the words of the source, as far as these
    could be told. content: every element that became no entry, a JSON list of path and value. The id follows from the
    source and the content, so that the same comes in once.
    """

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    module = models.CharField(max_length=20)
    slot = models.CharField(max_length=9, blank=True)
    kind = models.CharField(max_length=64)
    source = models.TextField()
    title = models.TextField(blank=True)
    said = models.TextField(blank=True)
    at = models.CharField(max_length=40, blank=True)
    content = models.TextField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(condition=Q(module__in=list(MODULES)), name="taken_over_stands_in_a_module"),
            CheckConstraint(condition=~Q(source="") & ~Q(content=""), name="taken_over_is_complete"),
            CheckConstraint(
                condition=Q(slot="") | Q(slot__regex=r"^(mother|newborn-[1-9])$"),
                name="taken_over_slot_is_mother_or_newborn",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["episode", "-at", "id"], name="taken_over_newest_first"),
        ]

    def __str__(self) -> str:
        return f"taken over {self.pk}"


class Observation(models.Model):
    """One thing that was measured or seen of one person (packs.observations), append-only like an entry.

    slot: of whom. what: the observable. module: who may read it, as for an entry. value: as JSON; None takes back what
    it corrects. at: when it was so; claimed_at: what a device said instead, where that cannot have been (its clock runs
    wrong): then `at` is when it arrived. corrects, version, reason: as of an entry; reason says also why a value is far
    from what is usual. recorded_at: when it was written down, by the device's clock; received_at: by ours. device_id,
    device_sequence: the device's own order. visit: the visit it was part of.
    """

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+", db_index=False)
    slot = models.CharField(max_length=9)
    what = models.CharField(max_length=40)
    module = models.CharField(max_length=20)
    value = models.JSONField(null=True)
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    source = models.CharField(max_length=12, choices=Entry.Source)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by", db_constraint=False
    )
    version = models.PositiveSmallIntegerField(default=1)
    replaced_version = GeneratedField(
        expression=F("version") - 1, output_field=models.SmallIntegerField(), db_persist=True
    )
    reason = models.TextField(blank=True)
    device_id = models.UUIDField(null=True)
    device_sequence = models.BigIntegerField(null=True)
    visit = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode", "slot", "what", "version"], name="observation_version"),
            CompositeKey(
                name="observation_follows_the_version_before",
                fields=["corrects", "episode", "slot", "what", "replaced_version"],
                to="record.Observation",
                to_fields=["id", "episode", "slot", "what", "version"],
            ),
            CheckConstraint(
                condition=Q(corrects=None, version=1) | Q(corrects__isnull=False, version__gt=1),
                name="a_corrected_observation_is_a_later_version",
            ),
            CheckConstraint(
                condition=Q(corrects=None) | Q(reason__regex=r"\S"),
                name="a_corrected_observation_has_a_reason",
            ),
            CheckConstraint(
                condition=Q(value__isnull=False) | Q(corrects__isnull=False),
                name="only_what_was_written_is_taken_back",
            ),
            CheckConstraint(condition=Q(module__in=list(MODULES)), name="observation_stands_in_a_module"),
            CheckConstraint(
                condition=Q(slot__regex=r"^(mother|newborn-[1-9])$"),
                name="observation_slot_is_mother_or_newborn",
            ),
            CheckConstraint(condition=~Q(what="") & ~Q(role=""), name="observation_is_complete"),
            CheckConstraint(
                condition=Q(source__in=["person", "device", "import", "self_report"]),
                name="observation_source_is_known",
            ),
            CheckConstraint(
                condition=Q(device_id=None, device_sequence=None)
                | Q(device_id__isnull=False, device_sequence__isnull=False, device_sequence__gte=0),
                name="observing_device_with_its_sequence",
            ),
            CheckConstraint(
                condition=Q(claimed_at=None) | Q(device_id__isnull=False),
                name="only_a_device_claims_a_time",
            ),
            UniqueConstraint(fields=["device_id", "device_sequence"], name="observing_device_sequence_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["episode", "slot", "what", "-at", "id"], name="observations_newest_first"),
        ]

    def __str__(self) -> str:
        return f"observation {self.pk}"


class Paper(models.Model):
    """A letter that was photographed or handed over as a file, drawn anew (record.redrawing), append-only.

    slot: of whom. module: who may read it. title: what it is, in words. content: a JPEG or a PDF of ours; empty in a
    row that takes another back, for a reason. digest: of what was sent, so that sending it again is known. device_id,
    device_sequence, recorded_at, received_at: as of an entry. visit: the visit it was part of.
    """

    append_only: ClassVar[bool] = True
    of_episode: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, editable=False)
    episode = models.ForeignKey(PregnancyEpisode, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=9)
    module = models.CharField(max_length=20)
    title = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=20, blank=True)
    content = models.BinaryField()
    pages = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    takes_back = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="taken_back_by", db_constraint=False
    )
    reason = models.TextField(blank=True)
    device_id = models.UUIDField(null=True)
    device_sequence = models.BigIntegerField(null=True)
    visit = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["id", "episode", "slot"], name="paper_of_its_episode"),
            CompositeKey(
                name="paper_taken_back_in_its_episode",
                fields=["takes_back", "episode", "slot"],
                to="record.Paper",
                to_fields=["id", "episode", "slot"],
            ),
            CheckConstraint(
                condition=Q(
                    takes_back=None,
                    media_type__in=["image/jpeg", "application/pdf"],
                    pages__gte=1,
                    title__regex=r"\S",
                )
                | Q(takes_back__isnull=False, media_type="", pages=0, reason__regex=r"\S"),
                name="paper_is_there_or_taken_back_for_a_reason",
            ),
            CheckConstraint(condition=Q(module__in=list(MODULES)), name="paper_stands_in_a_module"),
            CheckConstraint(
                condition=Q(slot__regex=r"^(mother|newborn-[1-9])$"), name="paper_slot_is_mother_or_newborn"
            ),
            UniqueConstraint(fields=["device_id", "device_sequence"], name="paper_device_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}"
