"""Starting things so that they end with this process, even when it is killed."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from kraamkring.config.places import CHECKOUT
from kraamkring.config.processes.stopper import Started


class Watched:
    """A context: what is started in it is stopped when it is left, by the stopper in a process of its own."""

    def __init__(self, held: Sequence[int] = ()) -> None:
        self.held = tuple(held)
        self.children: list[subprocess.Popen[bytes]] = []
        self.started = Started()

    def __enter__(self) -> "Watched":
        self.stopper = subprocess.Popen(
            [sys.executable, "-m", "kraamkring.config.processes.stopper"],
            stdin=subprocess.PIPE,
            cwd=CHECKOUT,
            start_new_session=True,
            pass_fds=self.held,
        )
        return self

    def tell(self, message: dict[str, Any]) -> None:
        """Lets the stopper know of something before or right after it starts."""
        line = json.dumps(message)
        self.started.learn(line)
        pipe = self.stopper.stdin
        if pipe and self.stopper.poll() is None:
            pipe.write(f"{line}\n".encode())
            pipe.flush()

    def start(
        self, command: Sequence[str], environment: dict[str, str], log: Path | None
    ) -> subprocess.Popen[bytes]:
        """Starts a child in a session of its own, its output in the log, or where ours goes."""
        output: IO[bytes] | None = log.open("ab") if log else None
        child = subprocess.Popen(
            command,
            env=environment,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
        )
        self.children.append(child)
        self.tell({"group": child.pid})
        if output:
            output.close()
        return child

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pipe = self.stopper.stdin
        was_killed = self.stopper.poll() is not None
        if pipe and not was_killed:
            pipe.close()
        while self.stopper.poll() is None:
            self._reap()
            time.sleep(0.05)
        if was_killed or self.stopper.returncode != 0:
            self.started.stop()
        self._reap()

    def _reap(self) -> None:
        for child in self.children:
            child.poll()
