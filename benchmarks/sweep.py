"""How long the sweep of the care gaps takes. `python benchmarks/sweep.py [families]`.

Every family is due at once, as after a rebuild: each is read, derived, judged, and its alarms are raised and told. Then
nothing is due, and then an hour passes: what turned in it, and the alarms that climb.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.region import region


def main() -> None:
    """Prints seconds, milliseconds and queries a family, as JSON."""
    families, now = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000, datetime.now(UTC)
    with region(families, now) as made:
        from kraamkring.flows.sweep_gaps import rebuild_watch

        begun = time.perf_counter()
        rebuild_watch(now=now)
        report: dict[str, Any] = {
            "families": made.families,
            "rebuild_seconds": round(time.perf_counter() - begun, 1),
        }
        for name, at in (("all", now), ("nothing", now), ("an_hour", now + timedelta(hours=1))):
            report[name] = _swept(at)
    sys.stdout.write(f"{json.dumps(report, indent=2)}\n")


def _swept(at: datetime) -> dict[str, Any]:
    from django.db import connection

    from kraamkring.flows.sweep_gaps import sweep_all

    queries = 0

    def counted(execute: Any, *of_it: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*of_it)

    begun = time.perf_counter()
    with connection.execute_wrapper(counted):
        swept = sweep_all(now=at)
    seconds = time.perf_counter() - begun
    done = max(swept.families, 1)
    return {
        **swept._asdict(),
        "seconds": round(seconds, 1),
        "ms_a_family": round(seconds * 1000 / done, 1),
        "queries_a_family": round(queries / done, 1),
    }


if __name__ == "__main__":
    main()
