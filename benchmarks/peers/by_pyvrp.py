"""Rounds by PyVRP: hybrid genetic search. Windows are hard for it, skills are roads that only some may drive."""

from __future__ import annotations

from pyvrp import Model
from pyvrp.stop import MaxRuntime

from .days import Document, able, as_early_as_can_be, whole

NO_WAY = 10_000_000  # minutes times a hundred: more than any day has


def routes(day: Document, seconds: float) -> Document | None:
    """Its best solution, driven as early as can be; None if somebody is not visited."""
    model = Model()
    places = [model.add_location(0, 0) for _ in day["distances"]]
    depot = model.add_depot(places[0])
    for at, patient in enumerate(day["patients"]):
        opens, closes = map(whole, patient["time_window"])
        lasts = whole(patient["required_caregivers"][0]["duration"])
        model.add_client(places[at + 1], service_duration=lasts, tw_early=opens, tw_late=closes)
    kinds: dict[tuple[str, ...], list[int]] = {}
    for at, carer in enumerate(day["caregivers"]):
        kinds.setdefault(tuple(sorted(carer["abilities"])), []).append(at)
    for carers in kinds.values():
        profile = model.add_profile()
        model.add_vehicle_type(len(carers), start_depot=depot, end_depot=depot, profile=profile)
        open_to = {0, *(at + 1 for at in range(len(day["patients"])) if carers[0] in able(day, at))}
        for here, row in enumerate(day["distances"]):
            for there, minutes in enumerate(row):
                takes = whole(minutes) if {here, there} <= open_to or here == there else NO_WAY
                model.add_edge(places[here], places[there], takes, takes, profile)
    best = model.solve(MaxRuntime(seconds), seed=1, display=False, collect_stats=False).best
    found: list[list[int]] = [[] for _ in day["caregivers"]]
    free = [list(carers) for carers in kinds.values()]
    for route in best.routes():
        found[free[route.vehicle_type()].pop()] = [
            visit.idx for visit in route.schedule() if visit.is_client()
        ]
    complete = sum(map(len, found)) == len(day["patients"])
    return as_early_as_can_be(day, found) if complete else None
