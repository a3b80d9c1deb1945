"""Somebody's program reads one resource, as it stands, as it stood, or with all that belongs to a Patient."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange import TYPES
from kraamkring.flows import transaction
from kraamkring.rooms.exchange.models import Resource, Superseded
from kraamkring.rooms.exchange.queries import everything_in, resource, version_of, versions_of
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
    row, _reach = _admitted("Patient", id, asker, now)
    reach = reach_of_persons(asker, now, [row.pk])
    found = everything_in(reach.where(RECORDS), after, MOST_OF_EVERYTHING + 1)
    rows = tuple(found[:MOST_OF_EVERYTHING])
    reach.note("fhir:everything:Patient", [each.home for each in rows], row.pk)
    return Everything(rows, len(found) > MOST_OF_EVERYTHING)


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
