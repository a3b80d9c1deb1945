"""The rights in PostgreSQL, seen from outside Django."""

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from kraamkring.config.database import names
from kraamkring.config.database.privileges import append_only_tables, wrong_rights

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == (names.application(), names.application())


def test_every_table_has_exactly_the_expected_rights(owner_connection: psycopg.Connection) -> None:
    assert wrong_rights(owner_connection, names.application()) == []


REFUSED = [
    "CREATE TABLE x (y int)",
    "SET ROLE {owner}",
    "SET ROLE {erasure}",
    "TRUNCATE django_session",
    "DELETE FROM django_migrations",
]


@pytest.mark.parametrize("deed", REFUSED)
def test_application_is_refused(app_connection: psycopg.Connection, deed: str) -> None:
    words = deed.format(owner=names.owner(), erasure=names.erasure())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute(sql.SQL(words))  # type: ignore[arg-type]


def test_application_uses_the_queue(app_connection: psycopg.Connection) -> None:
    app_connection.execute("SELECT count(*) FROM procrastinate_jobs")


def test_a_new_table_is_closed_until_rights_are_given(
    owner_connection: psycopg.Connection, app_connection: psycopg.Connection
) -> None:
    owner_connection.execute("CREATE TABLE just_made (x int)")
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_connection.execute("SELECT * FROM just_made")
    finally:
        owner_connection.execute("DROP TABLE just_made")


@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_is_append_only_cannot_be_changed(app_connection: psycopg.Connection, deed: str) -> None:
    for table in sorted(append_only_tables()):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_connection.execute(sql.SQL(deed).format(sql.Identifier(table)))  # type: ignore[arg-type]
