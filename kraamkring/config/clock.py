"""What time it is: this machine's, or a demo's, which may run faster and never runs back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kraamkring.config.places import home, open_home
from kraamkring.config.stage import stage

VARIABLE = "KRAAMKRING_CLOCK"


def real_time() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def demo_time() -> datetime:
    """This moment on the clock of the demo that runs here; the real one where none does."""
    if not (said := os.environ.get(VARIABLE)):
        return real_time()
    began, showed, speed = said.split(",")
    return datetime.fromisoformat(showed) + float(speed) * (real_time() - datetime.fromisoformat(began))


def command_time() -> datetime:
    """This moment for a command beside the doors: on the clock of the demo of this home folder, while it runs."""
    if stage() == "demo" and VARIABLE not in os.environ and _kept().is_file():
        os.environ[VARIABLE] = _kept().read_text("utf-8")
    return demo_time() if stage() == "demo" else real_time()


@contextmanager
def demo_clock(showing: datetime, speed: float) -> Iterator[None]:
    """From now the clock shows `showing` and runs so many times as fast; for this process, those it starts, and the
    commands that are given meanwhile."""
    os.environ[VARIABLE] = f"{real_time().isoformat()},{showing.astimezone(UTC).isoformat()},{speed}"
    open_home()
    _kept().write_text(os.environ[VARIABLE], "utf-8")
    try:
        yield
    finally:
        _kept().unlink(missing_ok=True)


def _kept() -> Path:
    return home() / "clock"
