"""How long sealing and verifying the audit log take. `python benchmarks/audit.py [rows]`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.region import ORIGINALS, region

AT_ONCE = 1_000  # rows behind a seal: 20 seconds of 50 looks a second


def main() -> None:
    """Prints seconds and rows, as JSON."""
    rows, now = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, datetime.now(UTC)
    with region(ORIGINALS, now):
        sys.stdout.write(f"{json.dumps(_measured(rows, now), indent=2)}\n")


def _measured(rows: int, now: datetime) -> dict[str, Any]:
    from kraamkring.rooms.audit.sealing import seal, verify

    seal(now=now)  # what making the region wrote
    sealing = []
    for _ in range(0, rows, AT_ONCE):
        _write(AT_ONCE, now)
        begun = time.perf_counter()
        seal(now=now)
        sealing.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    found = verify()
    return {
        "rows": found.rows,
        "seals": found.seals,
        "broken": found.broken,
        "seal_milliseconds_median": round(1000 * statistics.median(sealing), 1),
        "seal_milliseconds_most": round(1000 * max(sealing), 1),
        "verified_rows_a_second": round(found.rows / (time.perf_counter() - begun)),
    }


def _write(rows: int, now: datetime) -> None:
    from kraamkring.core.kernel.identifiers import new_id
    from kraamkring.rooms.accounts.models import User
    from kraamkring.rooms.audit.models import AuditEvent

    by = User.objects.order_by("pk").first()
    said = {"actor": by, "actor_role": "midwife", "action": "read", "what": "families:1", "purpose": "care"}
    AuditEvent.objects.bulk_create(
        AuditEvent(id=new_id(now), at=now, ground="care_relation", **said) for _ in range(rows)
    )


if __name__ == "__main__":
    main()
