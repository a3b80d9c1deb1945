"""A PostgreSQL for tests: started when the first test asks for it, one database for each test process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from kraamkring.config.database import names
from kraamkring.config.database.connection import administrative_url, as_django, as_user, on_database
from kraamkring.config.database.provision import grant_rights, prepared
from kraamkring.config.processes.database_use import database_in_use
from kraamkring.config.secrets import kept_secret

MIGRATED = "migrated"  # once for all test processes, each of which takes a copy
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
KEPT_TABLES = ("django_migrations", "django_content_type", "auth_permission")


@dataclass(frozen=True)
class Database:
    """The addresses of one test database."""

    owner_url: str
    application_url: str

    def connect_as_owner(self) -> psycopg.Connection:
        """A connection that acts as the owner of the tables."""
        connection = psycopg.connect(self.owner_url, autocommit=True)
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(names.owner())))
        return connection

    def connect_as_application(self) -> psycopg.Connection:
        """A connection with the application's own login."""
        return psycopg.connect(self.application_url, autocommit=True)

    def empty(self) -> None:
        """Deletes every row, as only who administers the server can; what migrations of Django itself filled is kept.
        Not TRUNCATE: that waits for a page which still asks something behind the back of its test, and it for that."""
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            tables = [sql.Identifier("public", name) for (name,) in rows if name not in KEPT_TABLES]
            asks = sql.SQL("SELECT ") + sql.SQL(", ").join(
                sql.SQL("EXISTS (SELECT FROM {})").format(table) for table in tables
            )
            filled = connection.execute(asks).fetchone() or ()
            connection.execute("SET session_replication_role = replica")  # no trigger, no key is asked
            for table, has_rows in zip(tables, filled, strict=True):
                if has_rows:
                    connection.execute(sql.SQL("DELETE FROM {}").format(table))


@contextmanager
def test_database(worker: str) -> Iterator[Database]:
    """A migrated database with its rights; Django's default connection is then the application's."""
    name = _name(worker)
    with database_in_use(settings=FAST):
        with _alone(), _server() as connection:
            if not connection.execute(
                "SELECT FROM pg_database WHERE datname = %s", [_name(MIGRATED)]
            ).rowcount:
                _drop(connection, _name("migrating"))  # of one who was ended halfway
                _create(connection, _name("migrating"), "template0")
                _migrate(_database("migrating"))
                _rename(connection, _name("migrating"), _name(MIGRATED))
            _create(connection, name, _name(MIGRATED))
        database = _database(worker)
        try:
            connections["default"].settings_dict.update(
                as_django(database.application_url) | {"CONN_MAX_AGE": 0}
            )
            yield database
        finally:
            connections["default"].close()
            with _server() as connection:
                _drop(connection, name)


def _name(which: str) -> str:
    return f"{os.environ['KRAAMKRING_ROLE_PREFIX']}_{which}"


def _database(which: str) -> Database:
    owner_url = on_database(administrative_url(), _name(which))
    return Database(owner_url, as_user(owner_url, names.application(), kept_secret("database_app")))


def _server() -> psycopg.Connection:
    return psycopg.connect(administrative_url(), autocommit=True)


def _create(connection: psycopg.Connection, name: str, template: str) -> None:
    named, like = sql.Identifier(name), sql.Identifier(template)
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(named, like))


def _rename(connection: psycopg.Connection, name: str, to: str) -> None:
    named, better = sql.Identifier(name), sql.Identifier(to)
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(named, better))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _alone() -> Iterator[None]:
    """One test process at a time: roles belong to the whole server."""
    with (Path(os.environ["KRAAMKRING_HOME"]) / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(database: Database) -> None:
    default = connections["default"]
    with prepared(database.owner_url, database.application_url) as connection:
        default.settings_dict.update(as_django(database.owner_url, assume_role=names.owner()))
        call_command("migrate", interactive=False, verbosity=0)
        grant_rights(connection, database.application_url)
    default.close()


def forget_roles() -> None:
    """Removes the roles of this test run, and what it migrated, from a server that others use too."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for database in (MIGRATED, "migrating"):
            _drop(connection, _name(database))
        for role in (names.application(), names.erasure(), names.owner()):
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
