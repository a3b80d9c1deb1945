"""Exports as rows: asked for, listed, read part by part, forgotten."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from .models import Export, ExportPart, Resource, Superseded
from .queries import Where, open_to

LINES_OF_A_PART = 500  # that are in memory at once


class Line(NamedTuple):
    """Which version of which resource goes out, and where it lives."""

    type: str
    id: UUID
    version: int
    home: UUID


class File(NamedTuple):
    """A file of an export. lines: how many were listed for it."""

    type: str
    number: int
    lines: int


def write_export(*, id: UUID, **columns: Any) -> Export:
    """A new one, that nobody has listed yet."""
    return Export.objects.create(id=id, **columns)


def export_with(id: UUID) -> Export | None:
    """The export, with whose it is; None if there is none, or it ended."""
    return Export.objects.select_related("user", "program").filter(pk=id, ended_at=None).first()


def exports_of(user: User, client: str, program: UUID | None, now: datetime) -> QuerySet[Export]:
    """What this program of hers asked for, and is still kept."""
    return Export.objects.filter(user=user, client=client, program=program, ended_at=None, until__gt=now)


def lines_open_to(where: Where, since: datetime | None) -> Generator[Line]:
    """Everything that is open there, by type, as it stands at one moment: one statement, handed over bit by bit."""
    rows = open_to(where) if since is None else open_to(where).filter(updated_at__gt=since)
    ordered = rows.order_by("type", "pk").values_list("type", "pk", "version", "home")
    handed_over = ordered.iterator(chunk_size=LINES_OF_A_PART)
    try:
        yield from map(Line._make, handed_over)
    finally:  # at once, while the transaction is there: who stops early leaves no cursor behind
        handed_over.close()  # type: ignore[attr-defined]


def in_parts(lines: Iterator[Line]) -> Iterator[Sequence[Line]]:
    """The same, as many as one part holds at a time."""
    while part := list(islice(lines, LINES_OF_A_PART)):
        yield part


def keep_part(export: Export, type: str, file: int, place: int, lines: Sequence[Line], now: datetime) -> None:
    """These are the next lines of that file."""
    ExportPart.objects.create(
        id=new_id(now), export=export, type=type, file=file, place=place, resources=[each.id for each in lines],
        versions=[each.version for each in lines],
    )  # fmt: skip


def finish_export(export: Export, as_of: datetime, now: datetime) -> bool:
    """Whether it was still wanted; now it is whole."""
    rows = Export.objects.filter(pk=export.pk, ended_at=None, done_at=None)
    return rows.update(as_of=as_of, done_at=now, failed_at=None) == 1


def fail_export(id: UUID, now: datetime) -> None:
    """It could not be made."""
    Export.objects.filter(pk=id, ended_at=None, done_at=None).update(failed_at=now)


def end_export(export: Export, now: datetime) -> None:
    """What was listed is forgotten; that it was asked for stays."""
    Export.objects.filter(pk=export.pk, ended_at=None).update(ended_at=now)
    ExportPart.objects.filter(export=export).delete()


def exports_over(now: datetime) -> list[Export]:
    """What was kept as long as it is kept."""
    return list(Export.objects.filter(ended_at=None, until__lte=now))


def files_of(export: Export) -> list[File]:
    """Its files, by type."""
    found: dict[tuple[str, int], int] = {}
    for type, file, lines in (
        ExportPart.objects.filter(export=export)
        .order_by("type", "file")
        .values_list("type", "file", "resources__len")
    ):
        found[type, file] = found.get((type, file), 0) + lines
    return [File(type, file, lines) for (type, file), lines in found.items()]


def parts_of(export: Export, type: str, file: int) -> list[UUID]:
    """The parts of one file, in their order."""
    rows = ExportPart.objects.filter(export=export, type=type, file=file)
    return list(rows.order_by("place").values_list("pk", flat=True))


def rows_of(part: UUID) -> list[Resource | Superseded]:
    """The resources of a part in the version in which they were listed; nothing, if it was forgotten meanwhile. What
    was erased is not among them."""
    listed = ExportPart.objects.filter(pk=part).first()
    if listed is None:
        return []
    stand = Resource.objects.in_bulk(listed.resources)
    pairs = list(zip(listed.resources, listed.versions, strict=True))
    changed = [id for id, version in pairs if id in stand and stand[id].version != version]
    stood = {(row.resource_id, row.version): row for row in Superseded.objects.filter(resource__in=changed)}
    found = [stood.get((id, version)) if id in changed else stand.get(id) for id, version in pairs]
    return [row for row in found if row is not None]
