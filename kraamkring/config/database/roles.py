"""The three roles in PostgreSQL: one owns and migrates, one works, one erases on lawful request."""

from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from kraamkring.config.complaint import Complaint
from kraamkring.config.database import names

RANK = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def make_roles(connection: psycopg.Connection, application_url: str) -> None:
    """Creates what is missing of the three roles; running it again changes nothing."""
    with _complaining("create the roles", names.owner()):
        _make(connection, names.owner(), sql.SQL("NOLOGIN"))
        _make(connection, names.erasure(), sql.SQL("NOLOGIN"))
        _make_application(connection, application_url)
        for role in (names.owner(), names.erasure()):
            _become_member(connection, role)
    _refuse_powerful_application(connection, application_role(application_url))


def open_schema(connection: psycopg.Connection, application_url: str) -> None:
    """Lets the owner create in the schema `public` of this database, and the two others look into it."""
    owner, application = sql.Identifier(names.owner()), sql.Identifier(application_role(application_url))
    erasure = sql.Identifier(names.erasure())
    with _complaining("give rights in the schema public", names.owner()), connection.transaction():
        for statement in (
            sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
            sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner),
            sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}, {}").format(application, erasure),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(application, erasure),
        ):
            connection.execute(statement)


def application_role(application_url: str) -> str:
    """The name with which the application logs in."""
    return unquote(urlsplit(application_url).username or names.application())


def _make(connection: psycopg.Connection, role: str, login: sql.Composable) -> None:
    if not _exists(connection, role):
        statement = sql.SQL("CREATE ROLE {} {} {}")
        connection.execute(statement.format(sql.Identifier(role), login, sql.SQL(RANK)))


def _make_application(connection: psycopg.Connection, application_url: str) -> None:
    role, password = application_role(application_url), unquote(urlsplit(application_url).password or "")
    login = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("LOGIN")
    if not _exists(connection, role):
        _make(connection, role, login)
    elif password and not _can_log_in(application_url):
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(sql.Identifier(role), login))


def _can_log_in(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _exists(connection: psycopg.Connection, role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _become_member(connection: psycopg.Connection, role: str) -> None:
    """Lets whoever migrates act as the role; a superuser may already."""
    way = "SET" if connection.info.server_version >= 160_000 else "MEMBER"
    may = connection.execute("SELECT pg_has_role(current_user, %s, %s)", [role, way]).fetchone()
    if not may or not may[0]:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def _refuse_powerful_application(connection: psycopg.Connection, role: str) -> None:
    row = connection.execute(
        "SELECT rolsuper OR rolcreaterole OR rolbypassrls"
        " OR pg_has_role(rolname, %s, 'MEMBER') OR pg_has_role(rolname, %s, 'MEMBER')"
        " FROM pg_roles WHERE rolname = %s",
        [names.owner(), names.erasure(), role],
    ).fetchone()
    if row and row[0]:
        raise Complaint(
            f"The application's role '{role}' could change what is append-only;"
            " give DATABASE_APP_URL a role without special rights."
        )


class _complaining:  # noqa: N801 (reads as a phrase)
    """Turns a refusal of PostgreSQL into one sentence."""

    def __init__(self, deed: str, owner: str) -> None:
        self.deed, self.owner = deed, owner

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, psycopg.errors.InsufficientPrivilege):
            raise Complaint(
                f"The user of DATABASE_URL may not {self.deed}: it needs CREATEROLE and the database,"
                f" or an administrator does it first (docs/adr/0102); PostgreSQL says: {error.diag.message_primary}."
            ) from error
