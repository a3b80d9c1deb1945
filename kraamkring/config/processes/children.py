"""The programs behind the doors: granian for the web, procrastinate's worker for the queue."""

import os
import sys

from kraamkring.config.database.connection import application_url
from kraamkring.config.stage import secret_key, stage

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def web_command(host: str, port: int, workers: int = 1, threads: int | None = None) -> list[str]:
    """Granian with WSGI threads: measured in docs as fast as asynchronous servers, and simple."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    options += [
        "--workers",
        str(workers),
        "--blocking-threads",
        str(threads or usual_threads()),
        "--log-level",
        "warning",
    ]
    return [sys.executable, "-m", "granian", *options, "kraamkring.config.wsgi:application"]


def usual_threads() -> int:
    """Two threads a core, from two to eight: more only wait for one another."""
    return max(2, min(8, 2 * (os.cpu_count() or 1)))


def worker_command() -> list[str]:
    """One worker of the queue in PostgreSQL."""
    return [sys.executable, "-m", "django", "procrastinate", "worker"]


def wards_command(host: str, port: int) -> list[str]:
    """The line of the maternity wards."""
    return [sys.executable, "-m", "kraamkring.config.commands.listening", host, str(port)]


def working_environment(host: str = LOOPBACK[0]) -> dict[str, str]:
    """The environment of web and worker: they log in as the application and never learn the owner's password."""
    secret_key(stage())  # complains here, rather than in a child
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "kraamkring.config.settings",
        "DATABASE_APP_URL": application_url(),
        "KRAAMKRING_DATABASE_AS": "application",
        "KRAAMKRING_STAGE": stage(),
    }
    if stage() == "demo" and host not in LOOPBACK:
        environment.setdefault("KRAAMKRING_HOSTS", "*")
    return environment
