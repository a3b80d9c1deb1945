"""Rounds by VROOM. Windows are hard for it: they are widened until everybody is visited."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import vroom

from .days import Document, as_early_as_can_be, whole

WIDER_MINUTES = (0, 15, 30, 60, 120, 240, 480, 1_000_000)
MOST_EXPLORATION = 5


def routes(day: Document, seconds: float) -> Document | None:
    """Its solution with the narrowest windows that serve everybody, driven as early as can be."""
    skills = {
        skill: at for at, skill in enumerate(sorted({s for c in day["caregivers"] for s in c["abilities"]}))
    }
    minutes = np.array([[whole(each) for each in row] for row in day["distances"]], dtype=np.uint32)
    for wider in WIDER_MINUTES:
        problem = vroom.Input()
        problem.set_durations_matrix("car", minutes)
        for at, carer in enumerate(day["caregivers"]):
            problem.add_vehicle(
                vroom.Vehicle(at, start=0, end=0, skills={skills[each] for each in carer["abilities"]})
            )
        for at, patient in enumerate(day["patients"]):
            task = patient["required_caregivers"][0]
            opens, closes = patient["time_window"]
            problem.add_job(
                vroom.Job(
                    at,
                    at + 1,
                    default_service=whole(task["duration"]),
                    skills={skills[task["service"]]},
                    time_windows=[vroom.TimeWindow(whole(opens), whole(closes + wider))],
                )
            )
        found = problem.solve(MOST_EXPLORATION, nb_threads=1, timeout=timedelta(seconds=seconds))
        if found.unassigned:
            continue
        driven: list[list[int]] = [[] for _ in day["caregivers"]]
        table = found.routes
        for carer, kind, job in zip(table["vehicle_id"], table["type"], table["id"], strict=True):
            if kind == "job":
                driven[carer].append(int(job))
        return as_early_as_can_be(day, driven)
    return None
