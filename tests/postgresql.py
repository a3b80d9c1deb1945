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
        """Truncates every table, as only the owner can; what migrations of Django itself filled is kept."""
        with self.connect_as_owner() as connection:
            rows = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            tables = [sql.Identifier("public", name) for (name,) in rows if name not in KEPT_TABLES]
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(tables)))


@contextmanager
def test_database(worker: str) -> Iterator[Database]:
    """A migrated database with its rights; Django's default connection is then the application's."""
    name = f"{os.environ['KRAAMKRING_ROLE_PREFIX']}_{worker}"
    with database_in_use(settings=FAST):
        server = administrative_url()
        owner_url = on_database(server, name)
        database = Database(owner_url, as_user(owner_url, names.application(), kept_secret("database_app")))
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            with _alone():
                _migrate(database)
            yield database
        finally:
            connections["default"].close()
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


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
    default.settings_dict.update(as_django(database.application_url) | {"CONN_MAX_AGE": 0})


def forget_roles() -> None:
    """Removes the roles of this test run from a server that others use too."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for role in (names.application(), names.erasure(), names.owner()):
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
