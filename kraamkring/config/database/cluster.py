"""One embedded PostgreSQL: made, started, found again after a kill, stopped. Only `pg_ctl` starts and stops it."""

import fcntl
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kraamkring.config.complaint import Complaint
from kraamkring.config.database import engine
from kraamkring.config.database.account import as_account
from kraamkring.config.database.ground import Ground, known_ground, lay_ground, own, root_place
from kraamkring.config.database.leftover import clear_leftover, postmaster
from kraamkring.config.database.names import SUPERUSER
from kraamkring.config.database.sockets import socket_folder
from kraamkring.config.places import open_home
from kraamkring.config.secrets import kept_secret

PATIENCE_S = 60
OLD_BACKENDS_S = 15  # a killed postmaster's own processes end by themselves within this time


@dataclass(frozen=True)
class Cluster:
    """The data folder, the programs for it, and where its socket is."""

    ground: Ground
    sockets: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def programs(self) -> Path:
        return engine.engine(self._major(), self.ground.account, root_place()) / "bin"

    def running(self) -> bool:
        """Whether a server of exactly this data folder is alive."""
        return postmaster(self.ground.data) is not None

    def start(self) -> None:
        """Runs the server; one that still runs from an earlier day is kept, what a killed one left is cleared."""
        with _alone():
            own(self.sockets, self.ground.account)
            if not (self.ground.data / "PG_VERSION").exists():
                self._initialise()
            if self.running() and self._answers():
                return
            if self.running():
                self._control("stop", "-m", "immediate")
            clear_leftover(self.ground.data)
            self._start_patiently()

    def stop(self) -> None:
        """Stops the server and waits for it; open connections are ended. Nothing happens when none runs."""
        with _alone():
            if self.running() and self._control("stop", "-m", "fast").returncode != 0:
                self._control("stop", "-m", "immediate")

    def stop_command(self) -> list[str]:
        """What stops the server from outside, for the watchdog."""
        return [
            str(self.programs / "pg_ctl"),
            "stop",
            "-D",
            str(self.ground.data),
            "-m",
            "fast",
            "-w",
            "-t",
            "30",
        ]

    def _major(self) -> int:
        file = self.ground.data / "PG_VERSION"
        return int(file.read_text()) if file.exists() else engine.NEWEST

    def _initialise(self) -> None:
        """Makes the data folder under another name first: what a kill left half made is thrown away."""
        unfinished = self.ground.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.ground.folder) as password:
            password.write(kept_secret("database_superuser"))
            password.flush()
            if self.ground.account:
                os.chown(password.name, self.ground.account.uid, self.ground.account.gid)
            options = ["-D", str(unfinished), "-U", SUPERUSER, "--auth=scram-sha-256"]
            options += ["--pwfile", password.name, "--encoding=UTF8", "--no-sync", "--no-instructions"]
            options += ["--locale-provider=builtin", "--locale=C.UTF-8"]
            done = self._run([str(self.programs / "initdb"), *options])
        if done.returncode != 0:
            raise Complaint(f"The embedded PostgreSQL could not be set up: {_last_line(done.stdout)}")
        unfinished.rename(self.ground.data)

    def _start_patiently(self) -> None:
        deadline = time.monotonic() + OLD_BACKENDS_S
        while self._control("start", "-l", str(self.ground.log), "-o", self._options()).returncode != 0:
            if time.monotonic() > deadline:
                said = self.ground.log.read_text("utf-8", "replace") if self.ground.log.exists() else ""
                raise Complaint(
                    f"The embedded PostgreSQL does not start: {_last_line(said)} (see {self.ground.log})"
                )
            time.sleep(0.5)

    def _options(self) -> str:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "log_statement": "none",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",  # a DETAIL line may hold a row
            "log_parameter_max_length_on_error": "0",
        }
        return " ".join(
            f"-c {shlex.quote(f'{key}={value}')}" for key, value in (settings | self.settings).items()
        )

    def _answers(self) -> bool:
        import psycopg

        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                with psycopg.connect(self.url("postgres"), connect_timeout=3):
                    return True
            except psycopg.OperationalError as error:
                if "password" in str(error):
                    raise Complaint(
                        f"The password in {open_home()} is not that of the database there."
                    ) from error
                time.sleep(0.3)
        return False

    def url(self, database: str) -> str:
        """The superuser's address of one of its databases."""
        return f"postgresql://{SUPERUSER}:{kept_secret('database_superuser')}@/{database}?host={self.sockets}"

    def _control(self, action: str, *options: str) -> subprocess.CompletedProcess[str]:
        waiting = ["-w", "-t", str(PATIENCE_S)]
        return self._run(
            [str(self.programs / "pg_ctl"), action, "-D", str(self.ground.data), *waiting, *options]
        )

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs a program as the account; its words go through a file, since a server would hold a pipe open."""
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            done = subprocess.run(
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                **as_account(self.ground.account),
            )
            said.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, said.read())


def embedded_cluster(settings: dict[str, str] | None = None) -> Cluster:
    """The embedded PostgreSQL of this installation; its ground is laid when it is not there yet."""
    return Cluster(lay_ground(), socket_folder(), settings or {})


def known_cluster() -> Cluster | None:
    """The embedded PostgreSQL if it was ever set up here; nothing is made."""
    ground = known_ground()
    return Cluster(ground, socket_folder()) if ground else None


@contextmanager
def _alone() -> Iterator[None]:
    with (open_home() / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
