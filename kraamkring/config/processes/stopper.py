"""The one who stops everything: a small process of its own, which acts when its parent ends, however that ends.

It is told on its standard input, one JSON object a line, what was started. When that input closes (a clean end, Ctrl-C,
`kill -9`), it stops the process groups, then PostgreSQL, then itself.
"""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

POLITE_S = 8


@dataclass
class Started:
    """What runs and must end: process groups, and at most one PostgreSQL."""

    groups: list[int] = field(default_factory=list)
    postgresql: dict[str, Any] | None = None

    def learn(self, line: str) -> None:
        """Takes in one message: {"group": pid} or {"postgresql": {"command", "users_file", "keep_file", ...}}."""
        message = json.loads(line)
        if "group" in message:
            self.groups.append(int(message["group"]))
        self.postgresql = message.get("postgresql", self.postgresql)

    def stop(self) -> None:
        """Ends the groups (asked first, then killed) and PostgreSQL, unless somebody else uses it."""
        end_groups(self.groups)
        if self.postgresql:
            stop_postgresql(self.postgresql)


def end_groups(groups: list[int]) -> None:
    """Sends SIGTERM, waits for POLITE_S seconds, then sends SIGKILL."""
    deadline = time.monotonic() + POLITE_S
    _signal_all(groups, signal.SIGTERM)
    while (left := _living(groups)) and time.monotonic() < deadline:
        time.sleep(0.05)
    _signal_all(list(left), signal.SIGKILL)


def stop_postgresql(postgresql: dict[str, Any]) -> None:
    """Runs its stop command if nobody else holds the file of users and no one asked to keep it running."""
    if Path(postgresql["keep_file"]).exists():
        return
    with Path(postgresql["users_file"]).open("w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        account = {"user": postgresql["user"], "group": postgresql["group"], "extra_groups": []}
        subprocess.run(
            postgresql["command"],
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **(account if postgresql["user"] is not None else {}),
        )
        with contextlib.suppress(OSError):
            Path(postgresql["sockets"]).rmdir()


def _signal_all(groups: list[int], number: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def _living(groups: list[int]) -> set[int]:
    """The groups that still have a process other than a zombie."""
    living = set()
    for process in psutil.process_iter(["status"]):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if process.info["status"] != psutil.STATUS_ZOMBIE:
                living.add(os.getpgid(process.pid))
    return living.intersection(groups)


def main() -> None:
    """Listens until the input closes, then stops what it was told of."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    started = Started()
    for line in sys.stdin:
        started.learn(line)
    started.stop()


if __name__ == "__main__":
    main()
