"""A demo in a process of its own, with a home folder of its own, as a person would start it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil

FOREIGN = (
    "DATABASE_URL",
    "DATABASE_APP_URL",
    "KRAAMKRING_ROLE_PREFIX",
    "KRAAMKRING_TEST_RUN",
    "KRAAMKRING_DEBUG",
)


def environment(home: Path) -> dict[str, str]:
    """What a person's shell would have, plus the home folder."""
    mine = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    return mine | {
        "KRAAMKRING_HOME": str(home),
        "KRAAMKRING_STAGE": "demo",
        "KRAAMKRING_DEMO_REGION": "practice",
    }


@dataclass
class Demo:
    """A running `kraamkring demo`."""

    process: subprocess.Popen[str]
    address: str
    said: str
    seconds: float

    @classmethod
    def start(cls, home: Path) -> "Demo":
        """Starts it and returns when it has told its address."""
        began = time.monotonic()
        command = [sys.executable, "-m", "kraamkring.config.command_line", "demo"]
        process = subprocess.Popen(
            command,
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        said = ""
        assert process.stdout
        for line in process.stdout:
            said += line
            if found := re.search(r"Kraamkring runs: (http://\S+?)/?$", line.strip()):
                return cls(process, found[1], said, time.monotonic() - began)
        raise AssertionError(f"the demo ended with {process.wait()}:\n{said}")

    def healthy(self) -> bool:
        with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == 200)

    def family(self) -> list[psutil.Process]:
        """Every process that belongs to it, PostgreSQL included."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [*children, *postgresql_processes(self.home)]

    @property
    def home(self) -> Path:
        return Path(psutil.Process(self.process.pid).environ()["KRAAMKRING_HOME"])

    def end(self, number: signal.Signals) -> int:
        """Sends the signal and waits for the demo itself."""
        os.kill(self.process.pid, number)
        code = self.process.wait(timeout=40)
        assert self.process.stdout
        self.said += self.process.stdout.read() if number != signal.SIGKILL else ""
        return code


def postgresql_processes(home: Path) -> list[psutil.Process]:
    """The servers of that home folder's data."""
    pointer = home / "postgresql-is-in"
    data = (Path(pointer.read_text().strip()) if pointer.exists() else home / "postgresql") / "data"
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if str(data) in (process.info["cmdline"] or []) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def all_gone(processes: list[psutil.Process], patience_s: float = 30) -> bool:
    """Whether all of them end within that time; what init has not yet buried counts as gone."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if not any(alive(process) for process in processes):
            return True
        time.sleep(0.1)
    return False


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
