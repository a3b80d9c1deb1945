"""Keeping children running until a person, or one of them, ends it."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kraamkring.config.complaint import Complaint

Children = dict[str, subprocess.Popen[bytes]]


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt once; while things are being stopped they are ignored."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    yield


def run_until_end(children: Children) -> None:
    """Returns never normally: KeyboardInterrupt at the end, or a Complaint when a child ends by itself."""
    parent = os.getppid()
    while True:
        complain_of_dead(children)
        if os.environ.get("KRAAMKRING_END_WITH_PARENT") == "1" and os.getppid() != parent:
            raise KeyboardInterrupt
        time.sleep(0.3)


def complain_of_dead(children: Children) -> None:
    """A Complaint for the first child that has ended."""
    for name, child in children.items():
        if child.poll() is not None:
            raise Complaint(
                f"The {name} ended by itself (exit code {child.returncode}); everything was stopped."
            )


def wait_until_healthy(address: str, children: Children, patience_s: float = 60) -> None:
    """Returns when /healthz answers 200."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        complain_of_dead(children)
        if _healthy(address):
            return
        time.sleep(0.1)
    raise Complaint(f"The web server at {address} did not become healthy within {patience_s:.0f} seconds.")


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
