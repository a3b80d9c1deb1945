"""Names in PostgreSQL. Roles belong to the whole server, so tests use a prefix of their own."""

import os

DATABASE = "kraamkring"
SUPERUSER = "kraamkring_superuser"  # of the embedded server only


def _role(kind: str) -> str:
    return f"{os.environ.get('KRAAMKRING_ROLE_PREFIX', 'kraamkring')}_{kind}"


def owner() -> str:
    """The role that owns every table and migrates; nobody logs in as it."""
    return _role("owner")


def application() -> str:
    """The role of the web process and the worker; it cannot change what is append-only."""
    return _role("app")


def erasure() -> str:
    """The role of lawful erasure; nobody logs in as it."""
    return _role("erasure")
