"""Migrates and fills the demo: run by `kraamkring demo` in a process of its own; its last line is JSON for the demo."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kraamkring.config.command_line import guarded
from kraamkring.config.commands.migrating import migrate_now
from kraamkring.config.places import open_home
from kraamkring.config.processes.progress import say


def main() -> int:
    """Migrates as the owner, seeds as the application, prints who can sign in and what the clock shows:
    {"sign_ins": [[who, e-mail, password], ...], "now": ...}."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--region", required=True)
    parser.add_argument("--families", type=int, default=None)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with contextlib.redirect_stdout(sys.stderr):
        migrate_now(verbosity=0)
        _as_application()
        from kraamkring.demo import seed

        seeded = seed(
            home=open_home(),
            now=datetime.now(UTC),
            where=asked.region,
            families=asked.families,
            seed=asked.seed,
            lake=Path(os.environ["KRAAMKRING_LAKE"]) if os.environ.get("KRAAMKRING_LAKE") else None,
            told=_now_and_then(),
        )
    told = {"sign_ins": [list(each) for each in seeded.sign_ins], "now": seeded.now.isoformat()}
    sys.stdout.write(f"{json.dumps(told)}\n")
    return 0


def _as_application() -> None:
    from django.db import connections

    from kraamkring.config.database.connection import application_url, as_django

    connections["default"].close()
    connections["default"].settings_dict.update(as_django(application_url()))


def _now_and_then() -> Callable[[str], None]:
    """Says how far the region has grown, once for each month of it."""
    said = [""]

    def told(day: str) -> None:
        if day[3:] != said[0]:
            said[0] = day[3:]
            say(f"  the region has grown up to {day}")

    return told


if __name__ == "__main__":
    sys.exit(guarded(main))
