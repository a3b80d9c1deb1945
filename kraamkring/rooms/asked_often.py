"""A query that nearly every act asks: Django makes up its SQL once in a process, and then only the values are others
(ADR 0811). What is asked and what comes back are those of the query itself; it is not written a second time. PostgreSQL
plans it once in a connection, where its owner lets it (`prepare_threshold`, config.database).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet

Found = TypeVar("Found")
Value = UUID | datetime | str


class Often(Generic[Found]):
    """make: the query from its values, by name. Of a value it may look at nothing but whether it is None, and use it as
    it is; what else it depends on is `shape`, of which it is made up anew."""

    def __init__(self, make: Callable[..., QuerySet[Any, Found]]) -> None:
        self.make = make
        self.known: dict[Hashable, _MadeUp | None] = {}

    def rows(self, shape: Hashable = (), **values: Value | None) -> list[Found]:
        """What this query finds with these values."""
        given = {name: value for name, value in values.items() if value is not None}
        key = (shape, *((name, type(value)) for name, value in given.items()))
        if key not in self.known:
            self.known[key] = self._made_up(shape, values)
        made_up = self.known[key]
        return [] if made_up is None else made_up.asked(given)

    def first(self, shape: Hashable = (), **values: Value | None) -> Found | None:
        """The first of them; None if there is none."""
        return next(iter(self.rows(shape, **values)), None)

    def _made_up(self, shape: Hashable, values: Mapping[str, Value | None]) -> _MadeUp | None:
        places = {
            name: _place(value, number)
            for number, (name, value) in enumerate(values.items())
            if value is not None
        }
        shaped = {"shape": shape} if shape != () else {}
        try:
            return _MadeUp(self.make(**shaped, **{name: places.get(name) for name in values}), places)
        except EmptyResultSet:
            return None


class OftenOfOne(Generic[Found]):
    """make: the query about some rows, by their ids. Nearly always it is about one."""

    def __init__(self, make: Callable[[Collection[UUID]], QuerySet[Any, Found]]) -> None:
        self.make = make
        self.of_one = Often(lambda id: make([id]))

    def rows(self, ids: Collection[UUID]) -> list[Found]:
        """What this query finds about them."""
        return self.of_one.rows(id=next(iter(ids))) if len(ids) == 1 else list(self.make(ids))


def _place(value: Value, number: int) -> Value:
    """A value of the same type that stands nowhere else in the query."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return datetime(1, 1, 2, tzinfo=UTC) + timedelta(microseconds=number + 1)
    return f"place {number} {uuid4()}"


class _MadeUp:
    """One query with its SQL, and where in its values each of ours stands."""

    def __init__(self, query: QuerySet[Any, Any], places: Mapping[str, Value]) -> None:
        self.query = query
        self.compiler: Any = query.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.sql, values = self.compiler.as_sql()
        names = {place: name for name, place in places.items()}
        self.values = [(names.get(each) if isinstance(each, Value) else None, each) for each in values]
        whole = {name for name, _ in self.values}
        rest = f"{self.sql} {[each for name, each in self.values if name is None]}"
        wrong = sorted(name for name, place in places.items() if name not in whole or str(place) in rest)
        if wrong:
            raise TypeError(f"not a value of this query as it is: {', '.join(wrong)}")

    def asked(self, given: Mapping[str, Value]) -> list[Any]:
        values = tuple(given[name] if name else each for name, each in self.values)
        rows: Any = self.query._iterable_class
        return list(rows(_Stand(self, values)))


class _Stand:
    """What Django's own iteration over rows asks of a query, and of what it wraps."""

    def __init__(self, made_up: _MadeUp, values: tuple[Any, ...]) -> None:
        self.made_up, self.values = made_up, values
        self.db = DEFAULT_DB_ALIAS
        self.query = self

    def get_compiler(self, using: str) -> Any:
        """The compiler, which has done its work, with these values."""
        compiler = copy(self.made_up.compiler)
        compiler.connection = _Preparing(connections[using])
        compiler.as_sql = lambda *_args, **_more: (self.made_up.sql, self.values)
        return compiler

    def __getattr__(self, name: str) -> Any:
        query = self.made_up.query
        return getattr(query if hasattr(query, name) else query.query, name)


class _PreparedCursor(ServerBindingCursor):
    """A cursor that has its query planned once in a connection; the values are bound by the server."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
        """As psycopg's."""
        return super().execute(query, params, **more | {"prepare": True})  # type: ignore[misc]


class _Preparing:
    """A connection of Django's, but for its cursors."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def cursor(self) -> Any:
        """Django's own, over one that prepares; the usual one where queries are noted, which wants their values."""
        if self.connection.queries_logged:
            return self.connection.cursor()
        self.connection.ensure_connection()
        of_the_driver = self.connection.connection
        usual, of_the_driver.cursor_factory = of_the_driver.cursor_factory, _PreparedCursor
        try:
            return self.connection.cursor()
        finally:
            of_the_driver.cursor_factory = usual

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)
