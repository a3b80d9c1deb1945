"""Connecting to PostgreSQL, with a sentence for a person when that fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

from kraamkring.config.complaint import Complaint
from kraamkring.config.database.connection import application_url

FLOOR = 15  # Debian 12's; older ones let everyone create tables in the schema `public`


@contextmanager
def connected(url: str, *, autocommit: bool = True) -> Iterator[psycopg.Connection]:
    """An open connection to a PostgreSQL that is new enough; a Complaint when it cannot be had."""
    try:
        connection = psycopg.connect(url, autocommit=autocommit, connect_timeout=10)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0].rpartition("failed: ")[2].rstrip(".")
        raise Complaint(f"PostgreSQL at {without_password(url)} cannot be reached: {reason}.") from error
    except psycopg.ProgrammingError as error:
        raise Complaint("DATABASE_URL is not an address of a PostgreSQL database.") from error
    with connection:
        major = connection.info.server_version // 10_000
        if major < FLOOR:
            raise Complaint(
                f"PostgreSQL at {without_password(url)} is version {major};"
                f" Kraamkring needs version {FLOOR} or newer."
            )
        yield connection


def without_password(url: str) -> str:
    """The address as it may be shown."""
    parts = urlsplit(url)
    user, _, where = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}@{where}" if user else where).geturl()


def complain_of_unmigrated() -> None:
    """A Complaint when the database is not ready for the application."""
    with connected(application_url()) as connection:
        found = connection.execute(
            "SELECT has_table_privilege(to_regclass('django_migrations'), 'SELECT')"
        ).fetchone()
    if not found or not found[0]:
        raise Complaint("The database is not ready; run `kraamkring migrate` first.")
