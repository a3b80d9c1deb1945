"""Writing entries. What is written was built as a fact before, so that an impossible one never comes here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from kraamkring.core.access import Module
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.identifiers import KnownNumber
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PersonIdentifier, PregnancyEpisode, Subject

from .kinds import Value, effective_at, payload, slot_of, storable
from .models import Entry, TakenOver


class Device(NamedTuple):
    """The device that an entry was written on, and its own count of what it wrote."""

    id: UUID
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One thing said, and how it came. recorded_at: None for now. attributed_to: whom an import names.
    number: the national number that it gives somebody, which is kept in `people`."""

    id: UUID
    kind: str
    value: Value
    corrects: UUID | None = None
    reason: str = ""
    source: str = Entry.Source.PERSON
    recorded_at: datetime | None = None
    attributed_to: str = ""
    device: Device | None = None
    number: KnownNumber | None = None


@dataclass(frozen=True, kw_only=True)
class Foreign:
    """What an import cannot say in our facts; the fields are those of `TakenOver`."""

    source: str
    kind: str
    module: Module
    content: str
    slot: str = ""
    title: str = ""
    said: str = ""
    at: str = ""


@transaction.atomic
def keep_foreign(
    *, episode: PregnancyEpisode, foreign: Iterable[Foreign], by: User, now: datetime
) -> list[TakenOver]:
    """A row for each that is not kept yet, and one audit row for them all; what changed at its source is a row more."""
    rows = {each.pk: each for each in (_kept(episode, each, by, now) for each in foreign)}
    there = set(TakenOver.objects.filter(pk__in=rows).values_list("pk", flat=True))
    fresh = [row for id, row in rows.items() if id not in there]
    if fresh:
        TakenOver.objects.bulk_create(fresh)
        what = f"taken_over:{len(fresh)}"
        record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what=what, episode_id=episode.pk)
    return fresh


def _kept(episode: PregnancyEpisode, foreign: Foreign, by: User, now: datetime) -> TakenOver:
    digest = sha256(foreign.content.encode()).hexdigest()
    return TakenOver(
        id=uuid5(episode.pk, f"{foreign.source}\n{digest}"),
        episode=episode,
        module=foreign.module,
        slot=foreign.slot,
        kind=foreign.kind,
        source=foreign.source,
        title=foreign.title,
        said=foreign.said,
        at=foreign.at,
        content=foreign.content,
        author=by,
        recorded_at=now,
    )


@transaction.atomic
def write_entries(
    *,
    episode: PregnancyEpisode,
    statements: Sequence[Statement],
    subjects: Mapping[str, Subject],
    identifiers: Mapping[UUID, PersonIdentifier],
    by: User,
    now: datetime,
) -> list[Entry]:
    """An entry for each statement, and one audit row for them all. identifiers: the rows of the numbers, by
    statement. Raises Refusal for a correction of what is not there, of another kind, or without a reason."""
    entries: list[Entry] = []
    known = _corrected(episode, statements)
    for statement in _in_order(statements):
        entry = draft(episode, statement, by, now)
        slot = slot_of(statement.value)
        entry.subject = subjects[slot] if slot else None
        entry.identifier = identifiers.get(statement.id)
        if statement.corrects is not None:
            entry.version = _next_version(statement, known.get(statement.corrects))
        known[entry.pk] = entry
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=f"entry:{entries[0].kind}" if len(entries) == 1 else "entries",
        episode_id=episode.pk,
        object_id=entries[0].pk if len(entries) == 1 else None,
    )
    return entries


def draft(episode: PregnancyEpisode, said: Statement, by: User, now: datetime) -> Entry:
    """The entry that this statement would become, enough to read facts from; nothing is written."""
    recorded_at = said.recorded_at or now
    return Entry(
        id=said.id,
        episode=episode,
        kind=said.kind,
        payload=payload(said.kind, said.value),
        identifier=PersonIdentifier(value=said.number.value) if said.number else None,
        author=by,
        role=by.profession,
        attributed_to=storable("recorded_by", said.attributed_to),
        source=said.source,
        effective_at=effective_at(said.value, episode.zone, recorded_at),
        recorded_at=recorded_at,
        received_at=now,
        corrects_id=said.corrects,
        reason=storable("reason", said.reason),
        device_id=said.device.id if said.device else None,
        device_sequence=said.device.sequence if said.device else None,
    )


def _corrected(episode: PregnancyEpisode, statements: Iterable[Statement]) -> dict[UUID, Entry]:
    wanted = [said.corrects for said in statements if said.corrects]
    return Entry.objects.filter(episode=episode).in_bulk(wanted) if wanted else {}


def _next_version(said: Statement, corrected: Entry | None) -> int:
    if corrected is None or corrected.kind != said.kind:
        raise Refusal("corrects", "there is no such entry of this kind", "Name the one it corrects")
    if not said.reason.strip():
        raise Refusal("reason", "no reason is given", "Say in a few words why this is corrected")
    return corrected.version + 1


def _in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Each correction after what it corrects. Raises Refusal if they go round in a circle."""
    waiting = {said.id: said for said in statements}
    ordered: list[Statement] = []
    while waiting:
        ready = [said for said in waiting.values() if said.corrects not in waiting]
        if not ready:
            raise Refusal("corrects", "these corrections go round in a circle", "Leave the first one without")
        ordered += ready
        for said in ready:
            del waiting[said.id]
    return ordered


def written_before(*, episode: PregnancyEpisode, said: Statement) -> Entry | None:
    """The entry that this statement already is, when a device sends it again; None if it is new.
    Raises Refusal if the id, or the device's count, was used for something else."""
    entry = Entry.objects.filter(pk=said.id).select_related("identifier").first()
    if entry is None:
        if (
            said.device
            and Entry.objects.filter(device_id=said.device.id, device_sequence=said.device.sequence).exists()
        ):
            raise Refusal("device_sequence", "this device has used this count for another entry", "Count on")
        return None
    number = said.number.value if said.number else None
    if _content(entry) != (episode.pk, said.kind, payload(said.kind, said.value), said.corrects, number):
        raise Refusal("id", "this id belongs to another entry", "Give each entry its own")
    return entry


def _content(entry: Entry) -> tuple[object, ...]:
    number = entry.identifier.value if entry.identifier else None
    return entry.episode_id, entry.kind, entry.payload, entry.corrects_id, number
