"""One demo per home folder."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from kraamkring.config.complaint import Complaint
from kraamkring.config.places import open_home
from kraamkring.config.processes.progress import say

PATIENCE_S = 60


@contextmanager
def only_demo() -> Iterator[int]:
    """Holds the demo's lock and gives its descriptor; waits for an earlier run that is still being stopped."""
    with (open_home() / "demo.lock").open("a+") as lock:
        deadline, told = time.monotonic() + PATIENCE_S, False
        while not _taken(lock.fileno()):
            lock.seek(0)
            holder = lock.read().strip()
            if _alive(holder) or time.monotonic() > deadline:
                raise Complaint(f"A demo already runs from {open_home()} (process {holder}).")
            if not told:
                say("  An earlier run is still being stopped; waiting for it ...")
                told = True
            time.sleep(0.2)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock.fileno()


def _taken(descriptor: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _alive(holder: str) -> bool:
    if not holder.isdecimal() or int(holder) == os.getpid():
        return False
    try:
        process = psutil.Process(int(holder))
        return process.status() != psutil.STATUS_ZOMBIE and "kraamkring" in " ".join(process.cmdline())
    except psutil.Error:
        return False
