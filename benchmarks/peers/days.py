"""What the peers of the rounds are given, in the format of the published benchmark, and how their routes come back.

PyVRP and VROOM know no visit by two carers, so they are given the same days without those visits. All three get whole
numbers: minutes times a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Document = dict[str, Any]
SCALE = 100


def one_carer_only(day: Document) -> Document:
    """The same day without the visits that need two carers."""
    kept = [at for at, each in enumerate(day["patients"]) if len(each["required_caregivers"]) == 1]
    rows = [0, *(at + 1 for at in kept)]
    return day | {
        "patients": [day["patients"][at] for at in kept],
        "distances": [[day["distances"][here][there] for there in rows] for here in rows],
    }


def whole(minutes: float) -> int:
    """Minutes as a solver of whole numbers takes them."""
    return round(minutes * SCALE)


def able(day: Document, patient: int) -> list[int]:
    """The carers who can do the only task of a patient."""
    wanted = day["patients"][patient]["required_caregivers"][0]["service"]
    return [at for at, each in enumerate(day["caregivers"]) if wanted in each["abilities"]]


def as_early_as_can_be(day: Document, routes: Sequence[Sequence[int]]) -> Document:
    """The solution of routes of single visits, one route a carer, patients by their place in the list."""
    done = []
    for carer, route in zip(day["caregivers"], routes, strict=True):
        here, free, stops = 0, 0.0, []
        for at in route:
            patient = day["patients"][at]
            task = patient["required_caregivers"][0]
            begins = max(free + day["distances"][here][at + 1], patient["time_window"][0])
            stops.append({"patient": patient["id"], "service": task["service"], "arrival_time": begins})
            here, free = at + 1, begins + task["duration"]
        done.append({"caregiver_id": carer["id"], "locations": stops})
    return {"routes": done}
