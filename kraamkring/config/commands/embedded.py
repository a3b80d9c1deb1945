"""`kraamkring db`: the embedded PostgreSQL by hand."""

import argparse
import sys

from kraamkring.config.complaint import Complaint
from kraamkring.config.database.cluster import known_cluster
from kraamkring.config.database.connection import outside
from kraamkring.config.places import home, open_home
from kraamkring.config.processes.database_use import KEEP_FILE, database_in_use


def database(arguments: argparse.Namespace) -> int:
    """Starts, stops or shows the embedded PostgreSQL; started so, it runs until `kraamkring db stop`."""
    if outside():
        raise Complaint("DATABASE_URL or DATABASE_APP_URL is set, so the embedded PostgreSQL is not used.")
    return {"start": _start, "stop": _stop, "status": _status}[arguments.action]()


def _start() -> int:
    (open_home() / KEEP_FILE).touch()
    with database_in_use():
        return _status()


def _stop() -> int:
    (home() / KEEP_FILE).unlink(missing_ok=True)
    cluster = known_cluster()
    if cluster:
        cluster.stop()
    return _status()


def _status() -> int:
    cluster = known_cluster()
    if cluster is None:
        sys.stdout.write("The embedded PostgreSQL was never started here.\n")
        return 0
    state = f"runs, socket in {cluster.sockets}" if cluster.running() else "does not run"
    sys.stdout.write(f"The embedded PostgreSQL {state}; data in {cluster.ground.data}.\n")
    return 0
