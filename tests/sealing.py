"""Seals in tests: other workers' transactions run on the same server, so only those of this database hold one back."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection


def oldest_running_here() -> int:
    """As `sealing.oldest_running`, of this database and of those who use it: a server that analyzes a table of its own
    accord has a transaction too, and no row of the log comes from that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(pg_snapshot_xmax(pg_current_snapshot())::text::bigint, (SELECT min(backend_xid::text::bigint)"
            " FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend'))"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def nobody_else() -> Iterator[None]:
    """What runs in other databases holds no seal back."""
    with patch("kraamkring.rooms.audit.sealing.oldest_running", oldest_running_here):
        yield
