"""What time it is: this machine's, or a demo's, which may run faster and never runs back."""

import os
from datetime import UTC, datetime

VARIABLE = "KRAAMKRING_CLOCK"


def real_time() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def demo_time() -> datetime:
    """This moment on the demo's clock, which `start_demo_clock` started; the real one where nobody did."""
    if not (said := os.environ.get(VARIABLE)):
        return real_time()
    began, showed, speed = said.split(",")
    return datetime.fromisoformat(showed) + float(speed) * (real_time() - datetime.fromisoformat(began))


def start_demo_clock(showing: datetime, speed: float) -> None:
    """From now the clock shows `showing` and runs so many times as fast; for this process and those it starts."""
    os.environ[VARIABLE] = f"{real_time().isoformat()},{showing.astimezone(UTC).isoformat()},{speed}"
