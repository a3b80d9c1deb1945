"""Everything a database needs before and after Django's own migrations."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from kraamkring.config.database import names
from kraamkring.config.database.connection import administrative_url, application_url
from kraamkring.config.database.reach import connected
from kraamkring.config.database.roles import application_role, make_roles, open_schema

ONE_AT_A_TIME = 0x6B7261616D  # an advisory lock of ours


@contextmanager
def prepared(url: str | None = None, as_application: str | None = None) -> Iterator[psycopg.Connection]:
    """Roles made and schema opened; the connection holds a lock, so that two migrations never cross."""
    work = as_application or application_url()
    with connected(url or administrative_url()) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        make_roles(connection, work)
        open_schema(connection, work)
        yield connection


def grant_rights(connection: psycopg.Connection, as_application: str | None = None) -> int:
    """Applies the rights that follow from the models, as the owner; returns how many tables are append-only."""
    from kraamkring.config.database.privileges import APPEND, apply_rights

    role = application_role(as_application or application_url())
    with connection.transaction():
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(names.owner())))
        rights = apply_rights(connection, role)
    return sum(right.application == APPEND for right in rights)


def make_embedded_database(superuser_url: str) -> None:
    """Creates the one database of the embedded server when it is missing."""
    with connected(superuser_url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [names.DATABASE]
        ).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(names.DATABASE)))
