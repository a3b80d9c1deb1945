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
    return [_rights(table, kind, append_only) for table, kind in _relations(connection)]


def apply_rights(connection: psycopg.Connection, application: str) -> list[Rights]:
    """Takes every right away and gives the expected ones, in one transaction; returns what was given."""
    roles = {"application": sql.Identifier(application), "erasure": sql.Identifier(names.erasure())}
    both = sql.SQL(", ").join([*roles.values(), sql.SQL("PUBLIC")])
    with connection.transaction():
        rights = expected_rights(connection)
        for kind in ("TABLES", "SEQUENCES"):
            revoke = sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}")
            connection.execute(revoke.format(sql.SQL(kind), both))
        for right in rights:
            for who, role in roles.items():
                kinds = sql.SQL(", ").join(sql.SQL(kind) for kind in sorted(getattr(right, who)))
                grant = sql.SQL("GRANT {} ON TABLE {} TO {}")
                connection.execute(grant.format(kinds, sql.Identifier("public", right.table), role))
        give = sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}, {}")
        connection.execute(give.format(*roles.values()))
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


def _rights(table: str, kind: str, append_only: set[str]) -> Rights:
    if kind != "table" or table == MIGRATIONS_TABLE:
        return Rights(table, READ, READ)
    if table in append_only:
        return Rights(table, APPEND, APPEND_AND_ERASE)
    return Rights(table, EDIT, EDIT)


def _relations(connection: psycopg.Connection) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT relname, CASE WHEN relkind IN ('r', 'p') THEN 'table' ELSE 'view' END"
        " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
        " ORDER BY relname"
    )
    return [(str(name), str(kind)) for name, kind in rows]


def _found_rights(connection: psycopg.Connection, role: str, table: str) -> frozenset[str]:
    name = sql.Identifier("public", table).as_string(connection)
    row = connection.execute(
        "SELECT array_agg(kind) FROM unnest(%s::text[]) kind WHERE has_table_privilege(%s, %s, kind)",
        [list(ALL_KINDS), role, name],
    ).fetchone()
    return frozenset(row[0] or ()) if row else frozenset()


def _words(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds)) or "nothing"
