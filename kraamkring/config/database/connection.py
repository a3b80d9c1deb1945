"""Which PostgreSQL this process talks to, and as whom."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from kraamkring.config.complaint import Complaint
from kraamkring.config.database import names
from kraamkring.config.database.sockets import socket_folder
from kraamkring.config.secrets import kept_secret


def outside() -> bool:
    """Whether a PostgreSQL is given by the environment; otherwise it is the embedded one."""
    return any(os.environ.get(name) for name in ("DATABASE_URL", "DATABASE_APP_URL"))


def administrative_url() -> str:
    """The address that makes roles and migrates: DATABASE_URL, or the embedded server's superuser."""
    given = os.environ.get("DATABASE_URL")
    if not given and outside():
        raise Complaint("This needs the owner's rights: give DATABASE_URL beside DATABASE_APP_URL.")
    return given or embedded_url(names.SUPERUSER, kept_secret("database_superuser"))


def application_url() -> str:
    """The address of the web process and the worker: the same database, as the application's role."""
    given = os.environ.get("DATABASE_APP_URL")
    if given:
        return given
    password = kept_secret("database_app")
    of_owner = os.environ.get("DATABASE_URL")
    if not of_owner:
        return embedded_url(names.application(), password)
    return as_user(of_owner, names.application(), password)


def as_user(url: str, user: str, password: str) -> str:
    """The same address for another user."""
    parts = urlsplit(url)
    host_and_port = parts.netloc.rpartition("@")[2]
    options = [(key, value) for key, value in parse_qsl(parts.query) if key not in ("user", "password")]
    return parts._replace(
        netloc=f"{user}:{password}@{host_and_port}", query=urlencode(options, safe="/")
    ).geturl()


def on_database(url: str, database: str) -> str:
    """The same address for another database of that server."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def embedded_url(user: str, password: str) -> str:
    """The address of the embedded server's database, through its Unix socket."""
    return f"postgresql://{user}:{password}@/{names.DATABASE}?host={socket_folder()}"


PREPARED_AFTER = 5  # times: psycopg's own; what rooms.asked_often asks is prepared at once


def django_database() -> dict[str, Any]:
    """Django's entry for the database: as the application, or as the owner if KRAAMKRING_DATABASE_AS=owner."""
    acting_as = os.environ.get("KRAAMKRING_DATABASE_AS", "application")
    if acting_as == "application":
        return as_django(application_url())
    if acting_as == "owner":
        return as_django(administrative_url(), assume_role=names.owner())
    raise Complaint(f"KRAAMKRING_DATABASE_AS is '{acting_as}'; it must be application or owner.")


def as_django(url: str, *, assume_role: str | None = None) -> dict[str, Any]:
    """Django's entry for a PostgreSQL address; what follows `?` becomes options of the driver."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise Complaint(f"DATABASE_URL must begin with postgresql://, not with '{parts.scheme}://'.")
    try:
        port = parts.port
    except ValueError as error:
        raise Complaint("DATABASE_URL has a port that is not a number.") from error
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or names.DATABASE,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | _prepared() | ({"assume_role": assume_role} if assume_role else {}),
    }


def _prepared() -> dict[str, Any]:
    """Whether queries that are asked often are planned once in a connection (rooms.asked_often). KRAAMKRING_PREPARED=0
    is for a pooler that hands connections on between transactions and knows no prepared statements."""
    return {} if os.environ.get("KRAAMKRING_PREPARED") == "0" else {"prepare_threshold": PREPARED_AFTER}
