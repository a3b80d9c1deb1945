"""The log is sealed from behind: a chain of hashes over rows that no transaction can add to any more (ADR 0601).

Rows are inserted freely, by many at once, and never wait for a seal. What PostgreSQL calls the oldest running
transaction is the horizon: below it nothing can still be written, so what is sealed is complete.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from django.db import connection, transaction

from kraamkring.core.kernel.identifiers import new_id

from .models import AuditEvent, AuditSeal

FIRST = "0" * 64  # what stands before the first seal
ONE_SEALER = 0x6B72616D  # the advisory lock
AT_ONCE = 2000  # rows in memory
FIRST_COLUMNS = (
    "id", "at", "actor_id", "actor_role", "action", "what", "object_id", "episode_id", "person_id", "purpose",
    "reason", "ground", "transaction",
)  # fmt: skip
SPELLINGS = {1: FIRST_COLUMNS, 2: (*FIRST_COLUMNS, "covered_id", "door", "device", "network")}
NOW = max(
    SPELLINGS
)  # a new column of the log: a new spelling; what was sealed is read in the spelling of its seal


class Verified(NamedTuple):
    """broken: the numbers of seals that do not fit their rows, or the seal before. head: the last seal, by which a copy
    kept elsewhere is compared. unsealed: rows behind no seal yet; oldest: when the first of them was written."""

    seals: int
    rows: int
    broken: tuple[int, ...]
    head: AuditSeal | None
    unsealed: int
    oldest: datetime | None


@transaction.atomic
def seal(*, now: datetime) -> AuditSeal | None:
    """The next seal; None if no finished row waits for one, or another process is sealing at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_SEALER])
        if not cursor.fetchone()[0]:
            return None
    horizon = oldest_running()
    last = AuditSeal.objects.order_by("number").last()
    since = last.until if last else 0
    if horizon <= since:
        return None
    rows, hashed = _hash(last.hash if last else FIRST, since, horizon, NOW)
    if rows == 0:
        return None
    return AuditSeal.objects.create(
        id=new_id(now),
        number=last.number + 1 if last else 1,
        since=since,
        until=horizon,
        rows=rows,
        hash=hashed,
        spelling=NOW,
        sealed_at=now,
    )


def oldest_running() -> int:
    """The number of the oldest transaction that still runs on this server, in any of its databases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def verify() -> Verified:
    """Reads the whole log once, seal by seal; memory does not grow with it."""
    before, broken, rows, seals, until, head = FIRST, [], 0, 0, 0, None
    spelling = min(SPELLINGS)
    for each in AuditSeal.objects.order_by("number").iterator():
        many, hashed = _hash(before, each.since, each.until, each.spelling)
        fits = (each.number, each.since, many, hashed) == (seals + 1, until, each.rows, each.hash)
        if not fits or each.spelling < spelling:
            broken.append(each.number)
        spelling = max(spelling, each.spelling)  # nobody goes back to hashing less
        seals, rows, until, before, head = each.number, rows + many, each.until, each.hash, each
    tail = AuditEvent.objects.filter(transaction__gte=until)
    oldest = tail.order_by("at").values_list("at", flat=True).first()
    return Verified(seals, rows, tuple(broken), head, tail.count(), oldest)


def stands(number: int, hashed: str) -> bool:
    """True if this seal is in the chain as it was noted: who made the chain anew cannot make the same."""
    return AuditSeal.objects.filter(number=number, hash=hashed).exists()


def _hash(before: str, since: int, until: int, spelling: int) -> tuple[int, str]:
    """How many rows these transactions wrote, and the hash over them and the seal before."""
    begun = f"{before} {since} {until}" + (f" {spelling}" if spelling > 1 else "")
    digest, many = sha256(begun.encode()), 0
    for row in _rows(since, until, SPELLINGS[spelling]):
        digest.update(sha256(row).digest())
        many += 1
    return many, digest.hexdigest()


def _rows(since: int, until: int, columns: tuple[str, ...]) -> Iterator[bytes]:
    """Each row in one spelling, in the order of their transactions."""
    found = AuditEvent.objects.filter(transaction__gte=since, transaction__lt=until)
    for row in found.order_by("transaction", "id").values_list(*columns).iterator(chunk_size=AT_ONCE):
        yield json.dumps([_spelt(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode()


def _spelt(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if value is None or isinstance(value, int) else str(value)
