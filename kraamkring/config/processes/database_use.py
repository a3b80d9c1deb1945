"""The database while a command needs it: given by DATABASE_URL, or the embedded one, started and stopped here."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from kraamkring.config.database.cluster import Cluster, embedded_cluster
from kraamkring.config.database.connection import administrative_url, application_url, outside
from kraamkring.config.database.provision import make_embedded_database
from kraamkring.config.database.reach import connected
from kraamkring.config.places import home, open_home
from kraamkring.config.processes.watched import Watched

KEEP_FILE = "postgresql.keep"
USERS_FILE = "postgresql.users"


@contextmanager
def database_in_use(watched: Watched | None = None, settings: dict[str, str] | None = None) -> Iterator[None]:
    """A database that answers; the embedded one (with those settings) ends with its last user, even a killed one."""
    if outside():
        with connected(administrative_url() if os.environ.get("DATABASE_URL") else application_url()):
            pass
        yield
    elif watched:
        with _user_of_embedded(watched, settings):
            yield
    else:
        with Watched() as alone, _user_of_embedded(alone, settings):
            yield


@contextmanager
def _user_of_embedded(watched: Watched, settings: dict[str, str] | None) -> Iterator[None]:
    with (open_home() / USERS_FILE).open("w") as users:
        _wait_for_shared(users)
        cluster = embedded_cluster(settings)
        watched.tell({"postgresql": how_to_stop(cluster)})
        cluster.start()
        make_embedded_database(cluster.url("postgres"))
        yield


def how_to_stop(cluster: Cluster) -> dict[str, Any]:
    """What the stopper must know of an embedded PostgreSQL."""
    account = cluster.ground.account
    return {
        "command": cluster.stop_command(),
        "user": account.uid if account else None,
        "group": account.gid if account else None,
        "users_file": str(home() / USERS_FILE),
        "keep_file": str(home() / KEEP_FILE),
        "sockets": str(cluster.sockets),
    }


def _wait_for_shared(users: IO[str]) -> None:
    """Waits while an earlier run is still stopping the server."""
    while True:
        try:
            return fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
