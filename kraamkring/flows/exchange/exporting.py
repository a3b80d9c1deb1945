"""Somebody's program takes all that is open to her (Bulk Data Access 2): it asks, a worker lists which version of what
goes into which file, and the program fetches the files. Text is copied nowhere: a file is read from what is stored, and
what was closed or erased meanwhile is not in it any more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from kraamkring.core.exchange import TYPES
from kraamkring.core.exchange.scopes import scopes_in
from kraamkring.core.kernel.errors import Refusal
from kraamkring.flows import transaction
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.actions import one_at_a_time
from kraamkring.rooms.exchange.exports import (
    File,
    end_export,
    export_with,
    exports_of,
    exports_over,
    fail_export,
    files_of,
    finish_export,
    in_parts,
    keep_part,
    lines_open_to,
    parts_of,
    rows_of,
    write_export,
)
from kraamkring.rooms.exchange.models import Export

from .reach import Asker, NothingThere, Reach, reach_of_all
from .reading import RECORDS

JOB, QUEUE = "write_export", "exports"
KEPT = timedelta(hours=24)  # our choice: who comes later asks again
MOST_AT_ONCE = 2  # that one program of one person waits for
PARTS_OF_A_FILE = 200  # 100,000 lines
# What is written at a moment may be committed a little later: who asks for what changed since gets it a second time
# rather than never. No act of ours takes as long.
OVERLAP = timedelta(minutes=1)


class TooManyExports(Refusal):
    """This program waits for others already."""


class Exported(NamedTuple):
    """How far it is. files: empty until it is done."""

    export: Export
    files: tuple[File, ...]


@transaction.atomic
def ask_export(
    *,
    id: UUID,
    level: str,
    types: Collection[str],
    since: datetime | None,
    request: str,
    asker: Asker,
    now: datetime,
) -> Export:
    """An export that a worker takes up. types: only these, empty for all that the key may search. Raises
    TooManyExports, and Refusal for a type that the key does not open."""
    closed = sorted(each for each in types if not asker.scopes.allow(each, "search"))
    if closed:
        raise Refusal("_type", "this key does not search one of these types", "Ask with another key")
    one_at_a_time(f"export:{asker.user.pk}:{asker.client}:{asker.program}")
    waiting = exports_of(asker.user, asker.client, asker.program, now).filter(done_at=None, failed_at=None)
    if waiting.count() >= MOST_AT_ONCE:
        raise TooManyExports("", "this program waits for other exports", "Wait for them, or cancel one")
    export = write_export(
        id=id, user=asker.user, client=asker.client, program_id=asker.program, scope=asker.scope, patient=asker.patient,
        level=level, types=sorted(types), since=since, request=request, asked_at=now, until=now + KEPT,
    )  # fmt: skip
    record_event(
        by=asker.user, now=now, action=AuditEvent.Action.WRITE, what="export:asked", object_id=export.pk
    )
    job = configure_task(
        name=JOB,
        job_manager=JobManager(DjangoConnector()),
        queue=QUEUE,
        queueing_lock=f"export:{id}",
        priority=-5,
    )
    job.defer(export_id=str(id))
    return export


@transaction.atomic
def list_export(*, id: UUID, now: datetime) -> bool:
    """Whether it is whole now: everything that its program would find by searching each type is listed. One row of the
    log for each family of which there is a line. Done twice, cancelled, or of somebody who may not sign in any more:
    nothing."""
    export = export_with(id)
    if export is None or export.done_at or not _may_still_ask(export):
        return False
    asker = Asker(
        user=export.user, scopes=scopes_in(export.scope), client=export.client, patient=export.patient,
        scope=export.scope, program=export.program_id,
    )  # fmt: skip
    reach = reach_of_all(asker, now)
    of_level = RECORDS if export.level == Export.Level.PATIENT else tuple(TYPES)
    where = reach.where(each for each in of_level if each in (export.types or of_level))
    since = export.since - OVERLAP if export.since else None
    homes: set[UUID] = set()
    with closing(lines_open_to(where, since)) as lines:
        for type, of_type in groupby(lines, key=lambda line: line.type):
            for count, part in enumerate(in_parts(of_type)):
                file, place = divmod(count, PARTS_OF_A_FILE)
                keep_part(export, type, file + 1, place, part, now)
                homes.update(line.home for line in part)
    if not finish_export(export, now, now):
        transaction.set_rollback(True)
        return False
    reach.note("fhir:export", reach.families_of(homes), export.pk)
    return True


@transaction.atomic
def give_up_export(*, id: UUID, now: datetime) -> None:
    """It could not be made: who asked is told so."""
    fail_export(id, now)


def see_export(*, id: UUID, asker: Asker, now: datetime) -> Exported:
    """How far it is, for any key of the same program of the same person. Raises NothingThere."""
    export = _owned(id, asker, now)
    return Exported(export, tuple(files_of(export)) if export.done_at else ())


@transaction.atomic
def cancel_export(*, id: UUID, asker: Asker, now: datetime) -> None:
    """It is not wanted any more: whether it was made or not, nothing of it is there. Raises NothingThere."""
    export = _owned(id, asker, now)
    end_export(export, now)
    record_event(
        by=asker.user, now=now, action=AuditEvent.Action.WRITE, what="export:ended", object_id=export.pk
    )


def read_file(*, id: UUID, type: str, file: int, asker: Asker, now: datetime) -> Iterator[list[str]]:
    """The lines of one file, part by part, as far as they are still open to this key. The look at each family stands in
    the log since they were listed. Raises NothingThere, before the first line."""
    export = _owned(id, asker, now)
    parts = parts_of(export, type, file) if export.done_at else []
    if not parts or not asker.scopes.allow(type, "search"):
        raise NothingThere
    return _lines(parts, type, reach_of_all(asker, now))


@transaction.atomic
def end_exports(*, now: datetime) -> int:
    """How many had been kept long enough; nothing of them is there any more."""
    over = exports_over(now)
    for export in over:
        end_export(export, now)
    return len(over)


def _lines(parts: Collection[UUID], type: str, reach: Reach) -> Iterator[list[str]]:
    for part in parts:
        yield [row.text for row in rows_of(part) if reach.opens(row, type)]


def _owned(id: UUID, asker: Asker, now: datetime) -> Export:
    owned = exports_of(asker.user, asker.client, asker.program, now).filter(pk=id).first()
    if owned is None or owned.patient != asker.patient:
        raise NothingThere
    return owned


def _may_still_ask(export: Export) -> bool:
    return export.user.is_active and (export.program is None or export.program.ended_at is None)
