"""A household of its own: PostgreSQL, web server, workers and a mail server, each to be killed and started again."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from kraamkring.config.processes.database_use import KEEP_FILE
from kraamkring.config.processes.watched import Watched
from tests.rooms.messages.post_office import free_port
from tests.running.household import all_gone, environment, postgresql_processes

CHECKOUT = Path(__file__).resolve().parents[2]
SECRET = "one for the whole household"
PATIENCE_S = 180.0  # for what takes a second on a quiet machine
WORKERS = ("worker 1", "worker 2")
DOORS = ("web", *WORKERS)
POSTGRESQL = "postgresql"
MOST_ENDS = 10  # of a process that was not killed, before it was ever ready


class Stuck(AssertionError):
    """Something did not come about in all that time."""


def wait_until(holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
    """Returns as soon as it holds. Raises Stuck after the patience."""
    deadline = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > deadline:
            raise Stuck(f"after {patience_s:.0f} s still not: {what}")
        time.sleep(0.03)


@dataclass
class House:
    """The processes of one installation. around: the environment of an operator. working: what
    web and workers get besides. noon: its local time is UTC plus this, so
    that the quiet hours of the night never keep the post away, whenever the proof runs."""

    home: Path
    watched: Watched
    seed: int
    noon: timedelta
    port: int = field(default_factory=free_port)
    post_port: int = field(default_factory=free_port)
    around: dict[str, str] = field(default_factory=dict)
    working: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ended_by_itself: Counter[str] = field(default_factory=Counter)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def letters(self) -> Path:
        """What the mail server took, one letter a line, on the disk before it answers."""
        return self.home / "letters.jsonl"

    @property
    def calm(self) -> Path:
        """While this file is there, the mail server is quick and answers everybody."""
        return self.home / "calm"

    @property
    def zone(self) -> timezone:
        """The zone of the families, wherever Brussels may lie."""
        return timezone(self.noon)

    def open(self) -> None:
        """Everything runs, on a database that is migrated and empty."""
        self.around = environment(self.home) | self._places()
        self.kraamkring("db", "start")
        told = json.loads(self.program("working_as"))
        self.working, stopping = told["working"], told["stopping"]
        self.watched.tell({"postgresql": stopping})
        self.kraamkring("migrate")
        self._ends_with_us()
        self.calm.touch()
        self.start("post")
        for door in DOORS:
            self.start(door)
        for door in DOORS:
            self.ready(door)

    def _places(self) -> dict[str, str]:
        return {
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONTZPATH": str(self._where_it_is_noon()),
            "DJANGO_SETTINGS_MODULE": "tests.killing.settings",
            "KRAAMKRING_ADDRESS": self.address,
            "KRAAMKRING_SMTP_URL": f"smtp://127.0.0.1:{self.post_port}",
        }

    def _where_it_is_noon(self) -> Path:
        """A folder of time zones in which the families' zone lies where it is noon now."""
        hours = round(self.noon / timedelta(hours=1))
        there = f"GMT{-hours:+d}" if hours else "GMT"
        zone = resources.files("tzdata").joinpath("zoneinfo", "Etc", there).read_bytes()
        folder = self.home / "zones"
        for name in ("Brussels", "Amsterdam"):
            (folder / "Europe").mkdir(parents=True, exist_ok=True)
            (folder / "Europe" / name).write_bytes(zone)
        return folder

    def kraamkring(self, *words: str) -> str:
        """What a command of the house says, as an operator gives it."""
        return self._run([sys.executable, "-m", "kraamkring.config.command_line", *words], self.around)

    def program(self, module: str, *words: str) -> str:
        """What a program of this proof says, in a process of its own with the household's environment."""
        return self._run(
            [sys.executable, "-m", f"tests.killing.{module}", *words], self.around | self.working
        )

    def _run(self, command: list[str], around: dict[str, str]) -> str:
        done = subprocess.run(
            command,
            env=around,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=3 * PATIENCE_S,
        )
        if done.returncode:
            raise AssertionError(f"{command[2:]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    # --- one after the other

    def start(self, name: str) -> None:
        """Starts it, as whoever supervises it would."""
        if name == POSTGRESQL:
            self.kraamkring("db", "start")
            self._ends_with_us()
            return
        log = self.home / f"{name.replace(' ', '-')}.log"
        self.running[name] = self.watched.start(self._command(name), self.around | self.working, log)

    def _ends_with_us(self) -> None:
        """PostgreSQL, which was asked to stay, ends with this proof all the same, even with a killed one."""
        (self.home / KEEP_FILE).unlink()

    def _command(self, name: str) -> list[str]:
        from kraamkring.config.processes import children

        if name == "web":
            return children.web_command("127.0.0.1", self.port)
        if name == "post":
            given = [str(self.post_port), str(self.letters), str(self.calm), str(self.seed)]
            return [sys.executable, "-m", "tests.killing.post", *given]
        return children.worker_command()

    def ready(self, name: str) -> None:
        """Returns when it does its work. What ended by itself meanwhile is started again, as a supervisor does."""
        if name == "web":
            wait_until(lambda: self._up("web") and self._healthy(), "the web server is healthy")
        elif name in WORKERS:
            wait_until(lambda: self._up(name), f"{name} runs")
        elif self.running[name].poll() is not None:
            raise Stuck(f"{name} ended by itself, and nobody killed it")
        self.ended_by_itself[name] = 0

    def _up(self, name: str) -> bool:
        code = self.running[name].poll()
        if code is not None:
            self.ended_by_itself[name] += 1
            if self.ended_by_itself[name] > MOST_ENDS:
                raise Stuck(f"{name} ends by itself again and again, now with {code}")
            self.start(name)
        return True

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.address}/healthz", timeout=5) as answer:  # noqa: S310 (our own address)
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def kill(self, name: str) -> None:
        """SIGKILL to every process of it at once."""
        if name == POSTGRESQL:
            self._kill_postgresql()
            return
        process = self.running[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)

    def _kill_postgresql(self) -> None:
        (postmaster,) = postgresql_processes(self.home)
        family = [postmaster, *postmaster.children(recursive=True)]
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        assert all_gone(family)

    def close(self) -> None:
        """Ends everything that was started here, and nothing else."""
        for name in self.running:
            self.kill(name)
        for process in postgresql_processes(self.home):
            for one in [process, *process.children(recursive=True)]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()

    def logs(self) -> str:
        """The last lines of every log, for whoever must find out."""
        told = [
            (log.name, log.read_text("utf-8", "replace").splitlines()[-25:])
            for log in self.home.glob("*.log")
        ]
        return "\n".join(f"--- {name}\n" + "\n".join(lines) for name, lines in told)

    def letters_so_far(self) -> list[dict[str, Any]]:
        """The lines of the mail server."""
        if not self.letters.exists():
            return []
        return [json.loads(line) for line in self.letters.read_text("utf-8").splitlines() if line]


@contextmanager
def household(seed: int) -> Iterator[House]:
    """A house in a folder of its own, which goes with it; KRAAMKRING_KEEP=1 keeps the folder."""
    home = Path(tempfile.mkdtemp(prefix="kraamkring-killed-"))
    home.chmod(0o755)  # PostgreSQL's own account must be able to enter
    try:
        with Watched() as watched:
            house = House(home, watched, seed, timedelta(hours=12 - datetime.now(UTC).hour))
            try:
                house.open()
                yield house
            except BaseException as error:
                error.add_note(house.logs())
                raise
            finally:
                house.close()
    finally:
        if os.environ.get("KRAAMKRING_KEEP") != "1":
            pointer = home / "postgresql-is-in"
            if pointer.exists():
                shutil.rmtree(pointer.read_text().strip(), ignore_errors=True)
            shutil.rmtree(home, ignore_errors=True)
