"""Somebody's program reads one resource, as it stands, as it stood, or with all that belongs to a Patient."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.care_plan import tasks_of
from kraamkring.flows import transaction
from kraamkring.rooms.exchange.models import Resource, Superseded
from kraamkring.rooms.exchange.queries import (
    everything_in,
    open_to,
    resource,
    rows_among,
    version_of,
    versions_of,
)
from kraamkring.rooms.people.queries import episodes_about

from .reach import Asker, NothingThere, Reach, reach_of, reach_of_all, reach_of_persons

MOST_VERSIONS = 50  # of a resource on a page
RECORDS = tuple(name for name, type in TYPES.items() if not type.directory)
MOST_OF_EVERYTHING = 500  # resources on a page of $everything; a whole week of care goes into a few


class Versions(NamedTuple):
    """The newest first. more: whether there are older ones."""

    rows: tuple[Resource | Superseded, ...]
    more: bool


class Everything(NamedTuple):
    """In the order of their ids. more: whether others follow."""

    rows: tuple[Resource, ...]
    more: bool


@transaction.atomic
def read(*, type: str, id: UUID, asker: Asker, now: datetime) -> Resource:
    """A resource as it stands; the look is in the log of its family. Raises NothingThere for one that does not exist,
    and in the same words for one that she may not see."""
    row, reach = _admitted(type, id, asker, now)
    reach.note(f"fhir:read:{type}", [row.home], row.pk)
    return row


@transaction.atomic
def read_version(*, type: str, id: UUID, version: int, asker: Asker, now: datetime) -> Resource | Superseded:
    """One version of it, as it was sent. A version that stood in another part of the record is seen by who sees that
    part. Raises NothingThere."""
    row, reach = _admitted(type, id, asker, now)
    stood = version_of(row, version)
    if stood is None or not reach.opens(stood, type):
        raise NothingThere
    reach.note(f"fhir:vread:{type}", [row.home], row.pk)
    return stood


@transaction.atomic
def read_history(*, type: str, id: UUID, asker: Asker, now: datetime, before: int | None = None) -> Versions:
    """What it was, as far as she may see it. before: only versions before this one. Raises NothingThere."""
    row, reach = _admitted(type, id, asker, now)
    stood = versions_of(row, before, MOST_VERSIONS + 1)
    reach.note(f"fhir:history:{type}", [row.home], row.pk)
    shown = [each for each in stood[:MOST_VERSIONS] if reach.opens(each, type)]
    return Versions(tuple(shown), len(stood) > MOST_VERSIONS)


@transaction.atomic
def read_everything(*, id: UUID, asker: Asker, now: datetime, after: UUID | None = None) -> Everything:
    """A Patient with all that is open to her of the pregnancies that this person is the mother or a child of: the
    record of the family. after: the last one that was seen. Raises NothingThere."""
    row, reach = _admitted("Patient", id, asker, now)
    found = everything_in(reach.where(RECORDS), after, MOST_OF_EVERYTHING + 1)
    rows = tuple(found[:MOST_OF_EVERYTHING])
    reach.note("fhir:everything:Patient", [each.home for each in rows], row.pk)
    return Everything(rows, len(found) > MOST_OF_EVERYTHING)


class Applied(NamedTuple):
    """A protocol as it is kept to for one family. tasks: those of the plan that she may read."""

    plan: Resource
    tasks: tuple[Resource, ...]


@transaction.atomic
def apply_protocol(*, id: UUID, subject: UUID, asker: Asker, now: datetime) -> Applied:
    """What a PlanDefinition comes to for a Patient, as it stands: worked out when something was last written, nothing
    is written now. Of several pregnancies the one that changed last. Raises NothingThere for a protocol that is not
    hers, and in the same words for whatever she may not see."""
    protocol = resource("PlanDefinition", id) if asker.scopes.allow("PlanDefinition", "read") else None
    if protocol is None:
        raise NothingThere
    reach = reach_of_persons(asker, now, [subject])
    url = json.loads(protocol.text)["url"]
    plans = [
        row
        for row in open_to(reach.where(["CarePlan"]))
        if url in json.loads(row.text).get("instantiatesCanonical", ())
    ]
    if not plans:
        raise NothingThere("subject")
    plan = max(plans, key=lambda row: (row.updated_at, row.pk))
    reach.note("fhir:apply:PlanDefinition", [plan.home], plan.pk)
    tasks = rows_among(tasks_of(json.loads(plan.text))) if asker.scopes.allow("Task", "read") else {}
    return Applied(plan, tuple(row for row in tasks.values() if reach.opens(row, "Task")))


def _admitted(type: str, id: UUID, asker: Asker, now: datetime) -> tuple[Resource, Reach]:
    row = resource(type, id) if asker.scopes.allow(type, "read") else None
    if row is None:
        raise NothingThere
    if TYPES[type].directory:
        reach = reach_of_all(asker, now)
    elif row.episode_id:
        reach = reach_of(asker, now, [row.episode_id])
    else:
        reach = reach_of(asker, now, episodes_about([row.home]))
    if not reach.opens(row, type):
        raise NothingThere
    return row, reach
