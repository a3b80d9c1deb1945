"""Writing what goes out. `store` is called by `flows.exchange.projecting` alone, in the transaction that changed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kraamkring.core.exchange import TYPES, Made, body, claims, keys_of, whole
from kraamkring.core.kernel.identifiers import new_id

from .models import Resource, SearchKey, Superseded
from .queries import rows_among
from .subscriptions import intend_to_tell


def one_at_a_time(condition: str) -> None:
    """Whoever writes on the same condition waits here until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exchange:{condition}"])


def store(made: Iterable[Made], now: datetime, there: Mapping[UUID, Resource] | None = None) -> int:
    """Each resource as it is now: what is new or different becomes a version more, the rest is not touched. Returns how
    many were written. The same facts give the same text, and doing it twice changes nothing. there: the rows of these
    that stand, where they were read already. What belongs to a pregnancy is written by whoever holds the lock on it;
    two that would write the same version are told apart by the database."""
    wanted = {each.id: each for each in made}
    there = rows_among(wanted) if there is None else there
    digests = {id: digest_of(each) for id, each in wanted.items()}
    different = [wanted[id] for id in sorted(wanted) if id not in there or there[id].digest != digests[id]]
    own = [each for each in different if each.of_episode]
    shared = [each for each in different if not each.of_episode]
    before = {each.id: there[each.id] for each in own if each.id in there}
    if shared:
        fresh = _reserve([each for each in shared if each.id not in there], digests, now)
        standing = {row.pk: row for row in _locked(each.id for each in shared)}
        reserved = [each for each in shared if each.id in fresh and _is_ours(each, standing, digests, now)]
        shared = [each for each in shared if standing[each.id].digest != digests[each.id]]
        before |= standing
        _index(reserved)
        own += shared
    else:
        reserved = []
    if own:
        _write(own, before, digests, now)
    written = [*own, *reserved]
    if written:
        intend_to_tell({each.type for each in written}, [each.id for each in written], now)
    return len(own) + len(reserved)


def digest_of(made: Made) -> UUID:
    """Of all that makes a difference to whoever reads it, or to who may."""
    said = "\n".join((made.type, str(made.home), made.module, *claims(made.type, made.elements), body(made)))
    return UUID(bytes=blake2b(said.encode(), digest_size=16).digest())


def _row(made: Made, digest: UUID, version: int, now: datetime) -> Resource:
    return Resource(
        id=made.id,
        type=made.type,
        home=made.home,
        episode_id=made.home if made.of_episode else None,
        module=made.module,
        version=version,
        updated_at=now,
        digest=digest,
        text=whole(made.type, made.id, version, now, body(made), claims(made.type, made.elements)),
    )


def _reserve(made: Collection[Made], digests: Mapping[UUID, UUID], now: datetime) -> set[UUID]:
    """Of a professional, or of a person, two acts may write at once: the second finds the first's row, and leaves it.
    The ids of those that were not there."""
    rows = [_row(each, digests[each.id], 1, now) for each in made]
    Resource.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.pk for row in rows}


def _locked(ids: Iterable[UUID]) -> QuerySet[Resource]:
    return Resource.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk")


def _is_ours(
    made: Made, standing: Mapping[UUID, Resource], digests: Mapping[UUID, UUID], now: datetime
) -> bool:
    """Whether it was this act that wrote the first row of it."""
    row = standing[made.id]
    return row.digest == digests[made.id] and row.updated_at == now


def _write(
    made: Collection[Made], before: Mapping[UUID, Resource], digests: Mapping[UUID, UUID], now: datetime
) -> None:
    """What stood is kept as a version before; what stands, and the keys it is found by, are written."""
    replaced = [before[each.id] for each in made if each.id in before]
    Superseded.objects.bulk_create(
        [
            Superseded(
                id=new_id(now), resource=row, home=row.home, episode_id=row.episode_id, module=row.module,
                version=row.version, updated_at=row.updated_at, text=row.text,
            )
            for row in replaced
        ]
    )  # fmt: skip
    rows = [
        _row(each, digests[each.id], row.version + 1, max(now, row.updated_at))
        if (row := before.get(each.id))
        else _row(each, digests[each.id], 1, now)
        for each in made
    ]
    columns = ["home", "episode", "module", "version", "updated_at", "digest", "text"]
    Resource.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=columns)
    if replaced:
        SearchKey.objects.filter(resource__in=[row.pk for row in replaced]).delete()
    _index(made)


def _index(made: Collection[Made]) -> None:
    SearchKey.objects.bulk_create(
        [
            SearchKey(
                resource_id=each.id, place=place, home=each.home, type=each.type, param=key.param, text=key.text,
                system=key.system, since=key.since, until=key.until, number=key.number, unit=key.unit,
            )
            for each in made
            for place, key in enumerate(keys_of(each.elements, TYPES[each.type].parameters))
        ]
    )  # fmt: skip
