"""Observations as rows: written, corrected, and read back as what `core.observing` judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kraamkring.core import observing
from kraamkring.core.access import Module
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.facts.coherence import standing as standing_facts
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from .actions import Device
from .kinds import storable
from .models import Entry, Observation

AUDITED = "observations"
MOTHER = "mother"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One thing seen, ready to be written. value: None takes back what it corrects. claimed_at: see the table."""

    id: UUID
    who: str
    what: str
    module: Module
    value: observing.Value | None
    at: datetime
    claimed_at: datetime | None = None
    reason: str = ""
    corrects: Observation | None = None
    source: str = Entry.Source.PERSON
    recorded_at: datetime
    device: Device | None = None
    visit: UUID | None = None


@transaction.atomic
def write_observations(
    *, episode: PregnancyEpisode, seen: Sequence[Seen], role: str, by: User, now: datetime
) -> list[Observation]:
    """A row for each, and one audit row for them all."""
    rows = [_row(episode, each, role, by, now) for each in seen]
    Observation.objects.bulk_create(rows)
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=AUDITED,
        episode_id=episode.pk,
        object_id=rows[0].pk if len(rows) == 1 else None,
    )
    return rows


def _row(episode: PregnancyEpisode, seen: Seen, role: str, by: User, now: datetime) -> Observation:
    value = seen.value
    return Observation(
        id=seen.id,
        episode=episode,
        slot=seen.who,
        what=seen.what,
        module=seen.module,
        value=storable(seen.what, value) if isinstance(value, str) else value,
        at=seen.at,
        claimed_at=seen.claimed_at,
        author=by,
        role=role,
        source=seen.source,
        recorded_at=seen.recorded_at,
        received_at=now,
        corrects=seen.corrects,
        version=seen.corrects.version + 1 if seen.corrects else 1,
        reason=storable("reason", seen.reason.strip()),
        device_id=seen.device.id if seen.device else None,
        device_sequence=seen.device.sequence if seen.device else None,
        visit=seen.visit,
    )


def observations_about(
    episode: PregnancyEpisode, modules: Collection[Module], since: datetime | None = None
) -> list[Observation]:
    """Every version in these modules, for a flow that asked the gate for each: one query, the oldest first."""
    found = Observation.objects.filter(episode=episode, module__in=modules)
    if since is not None:
        found = found.filter(at__gte=since)
    return list(found.select_related("author").order_by("at", "received_at", "id"))


def every_observation_of(episode: PregnancyEpisode, since: datetime | None = None) -> list[Observation]:
    """Every version of what was observed, for what the house does by itself: one query. since: only what arrived from
    then on, with every version before of what it corrects: two queries."""
    rows = Observation.objects.filter(episode=episode)
    if since is None:
        return list(rows)
    fresh = list(rows.filter(received_at__gte=since))
    corrected = {row.what for row in fresh if row.corrects_id}
    return fresh if not corrected else list(rows.filter(Q(received_at__gte=since) | Q(what__in=corrected)))


def standing_version(first: UUID) -> Observation | None:
    """The last version of what was first written under this id, for a flow that was admitted; None where nothing was
    observed under it."""
    row = Observation.objects.filter(pk=first).first()
    while row is not None and (later := Observation.objects.filter(corrects=row).first()) is not None:
        row = later
    return row


def last_chain_of(episode: PregnancyEpisode, what: str) -> Observation | None:
    """Of what was seen last, the version that stands; what was taken back counts only where nothing else was seen. For
    what the house does by itself: one query."""
    rows = list(Observation.objects.filter(episode=episode, what=what).order_by("at", "received_at", "id"))
    replaced = {row.corrects_id for row in rows}
    stand = [row for row in rows if row.pk not in replaced]
    return max(stand, key=lambda row: (row.value is not None, row.at, row.received_at, row.pk), default=None)


def observations_named(ids: Collection[UUID]) -> dict[UUID, Observation]:
    """Rows by id, of whichever pregnancy, to see whether something was sent before: one query."""
    return Observation.objects.select_related("author").in_bulk(list(ids))


def may_be_observed(facts: PregnancyFacts, who: str, at: datetime) -> None:
    """Raises Refusal for a child that was not born alive, and for anybody after death."""
    births = [birth for birth in standing_facts(facts.births, facts.retracted) if birth.newborn == who]
    if who != MOTHER and not any(birth.outcome == "live" for birth in births):
        raise Refusal("who", "this child is not born, or did not live", "Leave it out")
    died = [death.at for death in standing_facts(facts.deaths, facts.retracted) if death.who == who]
    if died and at > min(died):
        raise Refusal(
            "at", "this lies after a death that is recorded", "Check whom it is about, and the time"
        )


def refuse_counts_used(devices: Collection[Device]) -> None:
    """Raises Refusal if one of these counts of a device stands on another row: it would hide what was typed."""
    used = Q()
    for device in devices:
        used |= Q(device_id=device.id, device_sequence=device.sequence)
    if devices and Observation.objects.filter(used).exists():
        raise Refusal("device_sequence", "this device has used this count for another entry", "Count on")


def standing(rows: Iterable[Observation]) -> list[Observation]:
    """The rows that no other corrects and that were not taken back, in the given order."""
    listed = list(rows)
    replaced = {row.corrects_id for row in listed if row.corrects_id}
    return [row for row in listed if row.pk not in replaced and row.value is not None]


def versions_before(rows: Iterable[Observation]) -> Mapping[UUID, tuple[Observation, ...]]:
    """Of each row that corrects another, what stood before, the newest first."""
    by_id = {row.pk: row for row in rows}
    found: dict[UUID, tuple[Observation, ...]] = {}
    for row in by_id.values():
        chain, step = [], row
        while step.corrects_id and (earlier := by_id.get(step.corrects_id)) is not None:
            chain.append(earlier)
            step = earlier
        if chain:
            found[row.pk] = tuple(chain)
    return found


def as_seen(rows: Iterable[Observation], zone: tzinfo) -> list[observing.Observation]:
    """Rows as facts; what was taken back is none. zone: on whose wall clock they are told and drawn."""
    return [
        observing.Observation(row.pk, row.slot, row.what, row.value, row.at.astimezone(zone), row.reason)
        for row in rows
        if row.value is not None
    ]


def observed_of_each(episodes: Collection[UUID], what: str) -> dict[UUID, list[Observation]]:
    """What stands of one observable, by pregnancy, whoever asks: one query, for figures without names."""
    found: dict[UUID, list[Observation]] = defaultdict(list)
    for row in standing(
        Observation.objects.filter(episode__in=list(episodes), what=what).order_by("at", "id")
    ):
        found[row.episode_id].append(row)
    return found
