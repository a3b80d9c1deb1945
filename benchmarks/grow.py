"""How long the region of a demo takes to grow. `python benchmarks/grow.py [area] [families] [--hands 1]`.

In an embedded PostgreSQL of its own, on the settings that a demo has, migrated before the clock starts.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> None:
    """Prints families, rows and seconds, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area", nargs="?", default="district")
    parser.add_argument("families", nargs="?", type=int)
    parser.add_argument("--hands", type=int, default=2)
    parser.add_argument("--profile", help="a file for cProfile; with one hand")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kraamkring-grow-") as folder:
        os.environ["KRAAMKRING_HOME"] = folder
        os.environ["KRAAMKRING_STAGE"] = "demo"
        Path(folder).chmod(0o755)
        from kraamkring.config.processes.database_use import database_in_use

        with database_in_use():
            sys.stdout.write(f"{json.dumps(_grown(asked, Path(folder)), indent=2)}\n")


def _grown(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from benchmarks.region import as_application
    from kraamkring.config.commands.migrating import migrate_now

    migrate_now(verbosity=0)
    as_application()
    from kraamkring import demo

    demo.HANDS = 1 if asked.profile else asked.hands
    profile, begun, used, stored = cProfile.Profile(), time.perf_counter(), os.times(), _of_postgresql()
    if asked.profile:
        profile.enable()
    demo.seed(home=folder, now=datetime.now(UTC), where=asked.area, families=asked.families)
    seconds, after = time.perf_counter() - begun, os.times()
    spent = {"python_cpu_s": sum(after[:4]) - sum(used[:4]), "postgresql_cpu_s": _of_postgresql() - stored}
    if asked.profile:
        profile.disable()
        profile.dump_stats(asked.profile)
    told = {"area": asked.area, "hands": demo.HANDS, "seconds": round(seconds, 1)}
    return told | {name: round(each, 1) for name, each in spent.items()} | _counted()


def _of_postgresql() -> float:
    """Seconds of the processor that PostgreSQL has used so far, with its children, those that ended too."""
    from kraamkring.config.places import home

    number = (home() / "postgresql" / "data" / "postmaster.pid").read_text("utf-8").split()[0]
    server = psutil.Process(int(number))
    living = sum(sum(each.cpu_times()[:2]) for each in server.children())
    return float(sum(server.cpu_times()[:4]) + living)


def _counted() -> dict[str, int]:
    from kraamkring.rooms.audit.models import AuditEvent
    from kraamkring.rooms.careplan.models import AlarmStep
    from kraamkring.rooms.messages.models import Message
    from kraamkring.rooms.people.models import PregnancyEpisode
    from kraamkring.rooms.record.models import Entry

    tables = (PregnancyEpisode, Entry, Message, AlarmStep, AuditEvent)
    return {each.__name__: each.objects.count() for each in tables}


if __name__ == "__main__":
    main()
