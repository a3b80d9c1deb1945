"""Django's cache in one table of the database: what one process counts, all of them know.

It holds how often somebody tried (sign-in, search, codes). Keys are hashed, so that no address of anybody stands in the
table, and values are JSON: unlike pickles, nothing that is read from it can run. Each act is one statement.
"""

from __future__ import annotations

import json
from hashlib import sha256
from random import random
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

TIDIED_ONCE_IN = 500  # writes; what has ended is then thrown away

GET = "SELECT value FROM accounts_kept WHERE key = %s AND (until IS NULL OR until > clock_timestamp())"
SET = (
    "INSERT INTO accounts_kept (key, value, until) VALUES (%s, %s, to_timestamp(%s))"
    " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, until = EXCLUDED.until"
)
ADD = f"{SET} WHERE accounts_kept.until <= clock_timestamp() RETURNING key"
TOUCH = (
    "UPDATE accounts_kept SET until = to_timestamp(%s)"
    " WHERE key = %s AND (until IS NULL OR until > clock_timestamp())"
)
INCR = (
    "UPDATE accounts_kept SET value = to_jsonb((value #>> '{}')::bigint + %s)"
    " WHERE key = %s AND (until IS NULL OR until > clock_timestamp()) RETURNING value"
)
DELETE = "DELETE FROM accounts_kept WHERE key = %s"
TIDY = "DELETE FROM accounts_kept WHERE until <= clock_timestamp()"


class SharedCache(BaseCache):
    """See above. A value must be what JSON can say."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value under this key, or the default."""
        with connection.cursor() as cursor:
            cursor.execute(GET, [self._hashed(key, version)])
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keeps a value, in place of the one before."""
        self._write(SET, [self._hashed(key, version), json.dumps(value), self.get_backend_timeout(timeout)])
        if random() < 1 / TIDIED_ONCE_IN:  # noqa: S311 (when to tidy up is no secret)
            self._write(TIDY, [])

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keeps a value if there is none: of several processes at the same moment, exactly one hears True."""
        said = [self._hashed(key, version), json.dumps(value), self.get_backend_timeout(timeout)]
        return self._write(ADD, said) == 1

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The number under this key, so much higher; nobody's step is lost. Raises ValueError if there is none."""
        with connection.cursor() as cursor:
            cursor.execute(INCR, [delta, self._hashed(key, version)])
            row = cursor.fetchone()
        if row is None:
            raise ValueError("there is no such key")
        return int(json.loads(row[0]))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether there is such a value; it is kept for so long from now."""
        return self._write(TOUCH, [self.get_backend_timeout(timeout), self._hashed(key, version)]) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        """Whether there was such a value; there is none any more."""
        return self._write(DELETE, [self._hashed(key, version)]) == 1

    def clear(self) -> None:
        """Everything is forgotten."""
        self._write("DELETE FROM accounts_kept", [])

    def _write(self, statement: str, said: list[Any]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, said)
            return int(cursor.rowcount)

    def _hashed(self, key: str, version: int | None) -> str:
        return sha256(self.make_key(key, version).encode()).hexdigest()
