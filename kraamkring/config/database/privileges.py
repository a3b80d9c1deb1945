"""Who may do what with which table, derived from the models: `append_only = True` means no UPDATE, no DELETE."""

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from django.apps import apps
from django.db.models import Model
from psycopg import sql

from kraamkring.config.database import names

READ = frozenset({"SELECT"})
APPEND = frozenset({"SELECT", "INSERT"})
EDIT = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
APPEND_AND_ERASE = frozenset({"SELECT", "INSERT", "DELETE"})
ALL_KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")

MIGRATIONS_TABLE = "django_migrations"


@dataclass(frozen=True)
class Rights:
    """What the two working roles may do with one table."""

    table: str
    application: frozenset[str]
    erasure: frozenset[str]


def append_only_tables(models: Iterable[type[Model]] | None = None) -> set[str]:
    """Tables of models that say `append_only = True`, with the tables of their many-to-many fields."""
    tables = set()
    for model in apps.get_models() if models is None else models:
        if getattr(model, "append_only", False):
            tables.add(model._meta.db_table)
            tables |= {field.m2m_db_table() for field in model._meta.local_many_to_many}
    return tables


def expected_rights(connection: psycopg.Connection) -> list[Rights]:
    """The rights of every table and view in the schema, as the models want them."""
    append_only = append_only_tables()
    tables = [_rights(table, append_only) for table in _owned(connection, "r", "p")]
    return tables + [Rights(view, READ, READ) for view in _owned(connection, "v", "m")]


def apply_rights(connection: psycopg.Connection, application: str) -> list[Rights]:
    """Takes every right away and gives the expected ones, in one transaction; returns what was given."""
    roles = {"application": sql.Identifier(application), "erasure": sql.Identifier(names.erasure())}
    both = sql.SQL(", ").join([*roles.values(), sql.SQL("PUBLIC")])
    with connection.transaction():
        for sequence in _owned(connection, "S"):
            name = sql.Identifier("public", sequence)
            connection.execute(sql.SQL("REVOKE ALL ON SEQUENCE {} FROM {}").format(name, both))
            give = sql.SQL("GRANT USAGE, SELECT ON SEQUENCE {} TO {}, {}")
            connection.execute(give.format(name, *roles.values()))
        rights = expected_rights(connection)
        for right in rights:
            name = sql.Identifier("public", right.table)
            connection.execute(sql.SQL("REVOKE ALL ON TABLE {} FROM {}").format(name, both))
            for who, role in roles.items():
                kinds = sql.SQL(", ").join(sql.SQL(kind) for kind in sorted(getattr(right, who)))
                connection.execute(sql.SQL("GRANT {} ON TABLE {} TO {}").format(kinds, name, role))
    return rights


def wrong_rights(connection: psycopg.Connection, application: str) -> list[str]:
    """One line per table whose rights differ from what the models want; empty when all is well."""
    wrong = []
    for right in expected_rights(connection):
        for role, wanted in ((application, right.application), (names.erasure(), right.erasure)):
            found = _found_rights(connection, role, right.table)
            if found != wanted:
                wrong.append(f"{role} on {right.table}: has {_words(found)}, should have {_words(wanted)}")
    return wrong


def _rights(table: str, append_only: set[str]) -> Rights:
    if table == MIGRATIONS_TABLE:
        return Rights(table, READ, READ)
    if table in append_only:
        return Rights(table, APPEND, APPEND_AND_ERASE)
    return Rights(table, EDIT, EDIT)


def _owned(connection: psycopg.Connection, *kinds: str) -> list[str]:
    """Names of what our owner has in the schema, of those kinds (r table, p partitioned, v, m views, S sequence)."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = ANY (%s)"
        " AND relowner = %s::regrole ORDER BY relname",
        [list(kinds), names.owner()],
    )
    return [str(name) for (name,) in rows]


def _found_rights(connection: psycopg.Connection, role: str, table: str) -> frozenset[str]:
    name = sql.Identifier("public", table).as_string(connection)
    row = connection.execute(
        "SELECT array_agg(kind) FROM unnest(%s::text[]) kind WHERE has_table_privilege(%s, %s, kind)",
        [list(ALL_KINDS), role, name],
    ).fetchone()
    return frozenset(row[0] or ()) if row else frozenset()


def _words(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds)) or "nothing"
