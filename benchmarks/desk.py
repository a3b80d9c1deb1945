"""How long the pages of the desk take at the server with many families. `python benchmarks/desk.py [families]`.

Each page is asked for as a browser would, through the whole of Django, by a midwife with about 250 families and by
one of a hospital with about 3,000; sign-in is done before. The peer in the same run is the page of invitations: the
frame, the sign-in, and nothing of a family.
"""

from __future__ import annotations

import json
import platform
import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.region import region

ROUNDS = 30
PAGES = (
    "today",
    "families",
    "family",
    "record",
    "plan",
    "discharge",
    "screening",
    "network",
    "looks",
    "invitations",
)


def main() -> None:
    families = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with region(families, datetime.now(UTC)) as made:
        measured = {
            "practice": _measured(made.practice),
            "hospital": _measured(made.hospital),
        }
    told = {
        "families": made.families,
        "seconds_to_make": round(made.seconds_to_make),
        "rows": made.rows,
        "milliseconds_median_and_95th_of_30": measured,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {_cores()} cores",
    }
    print(json.dumps(told, indent=1))


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def _measured(user: Any) -> dict[str, Any]:
    from django.test import Client

    from kraamkring.config.collecting import collect_seldom

    collect_seldom()  # as a server does
    client = Client(HTTP_ACCEPT_LANGUAGE="nl")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    hers = _families_of(user)
    found: dict[str, Any] = {"families": len(hers)}
    for page in PAGES:
        address = _address(page)
        if address:
            found[page] = _timed(client, [address.replace("FAMILY", str(each)) for each in hers])
    return found


def _families_of(user: Any) -> list[Any]:
    from kraamkring.rooms.network.queries import episodes_of

    return list(episodes_of(user, datetime.now(UTC)).values_list("pk", flat=True).order_by("pk"))


def _address(page: str) -> str:
    """The address of a page, with FAMILY where its id stands; empty if there is none."""
    from uuid import UUID

    from django.urls import NoReverseMatch, reverse

    nobody = UUID(int=0)
    for arguments in ([], [nobody]):
        try:
            return reverse(page, args=arguments).replace(str(nobody), "FAMILY")
        except NoReverseMatch:
            continue
    return ""


def _timed(client: Any, addresses: list[str]) -> list[float]:
    """Median and 95th percentile, in milliseconds, over different families; two rounds to warm up come before."""
    took = []
    for number in range(ROUNDS + 2):
        address = addresses[number * 7 % len(addresses)]
        begun = time.perf_counter()
        answer = client.get(address)
        spent = (time.perf_counter() - begun) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{address.split('/')[-2]}: answer {answer.status_code}")
        if number >= 2:
            took.append(spent)
    return [round(statistics.median(took), 1), round(statistics.quantiles(took, n=20)[-1], 1)]


if __name__ == "__main__":
    main()
