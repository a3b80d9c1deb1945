"""Telling a person what is being done, and that it still goes on."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

STILL_EVERY_S = 2.0


@contextmanager
def step(words: str) -> Iterator[None]:
    """Prints the words, a sign of life every two seconds, and the time it took."""
    began = time.monotonic()
    done = threading.Event()
    _write(f"  {words} ...")
    watcher = threading.Thread(target=_sign_of_life, args=(words, began, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
    _write(f"  {words}: done in {time.monotonic() - began:.1f} s")


def say(words: str = "") -> None:
    """One line for the person who is watching."""
    _write(words)


def _sign_of_life(words: str, began: float, done: threading.Event) -> None:
    while not done.wait(STILL_EVERY_S):
        _write(f"  {words} ... {time.monotonic() - began:.0f} s so far")


def _write(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
