"""Rounds by the routing solver of OR-Tools: the whole problem, two carers included; guided local search.

Its cost is the way and all lateness. It has no word for the greatest lateness, which the judge adds.
"""

from __future__ import annotations

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from .days import SCALE, Document, whole

LONGEST_DAY_MINUTES = 100_000


def routes(day: Document, seconds: float) -> Document | None:
    """Its best solution; None if it found none."""
    tasks = [
        (at, which)
        for at, patient in enumerate(day["patients"])
        for which in range(len(patient["required_caregivers"]))
    ]
    nodes = pywrapcp.RoutingIndexManager(len(tasks) + 1, len(day["caregivers"]), 0)
    model = pywrapcp.RoutingModel(nodes)

    def place(node: int) -> int:
        return 0 if node == 0 else int(tasks[node - 1][0]) + 1

    def lasts(node: int) -> int:
        if node == 0:
            return 0
        at, which = tasks[node - 1]
        return whole(day["patients"][at]["required_caregivers"][which]["duration"])

    ways = [[whole(each) for each in row] for row in day["distances"]]

    def way(here: int, there: int) -> int:
        return ways[place(nodes.IndexToNode(here))][place(nodes.IndexToNode(there))]

    def time(here: int, there: int) -> int:
        return way(here, there) + lasts(nodes.IndexToNode(here))

    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitCallback(way))
    longest = whole(LONGEST_DAY_MINUTES)
    model.AddDimension(model.RegisterTransitCallback(time), longest, longest, False, "time")
    clock, solver = model.GetDimensionOrDie("time"), model.solver()
    index_of = {}
    for number, (at, which) in enumerate(tasks, start=1):
        patient, index = day["patients"][at], nodes.NodeToIndex(number)
        index_of[at, which] = index
        opens, closes = map(whole, patient["time_window"])
        clock.CumulVar(index).SetMin(opens)
        clock.SetCumulVarSoftUpperBound(index, closes, 1)
        wanted = patient["required_caregivers"][which]["service"]
        for carer, each in enumerate(day["caregivers"]):
            if wanted not in each["abilities"]:
                model.VehicleVar(index).RemoveValue(carer)
    for at, patient in enumerate(day["patients"]):
        if len(patient["required_caregivers"]) == 1:
            continue
        one, two = index_of[at, 0], index_of[at, 1]
        said = patient["synchronization"]
        least, most = (0, 0) if said["type"] == "simultaneous" else map(whole, said["distance"])
        apart = clock.CumulVar(two) - clock.CumulVar(one)
        solver.Add(apart >= least)
        solver.Add(apart <= most)
        solver.Add(model.VehicleVar(one) != model.VehicleVar(two))
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    how.time_limit.FromMilliseconds(int(seconds * 1000))
    found = model.SolveWithParameters(how)
    if found is None:
        return None
    return _driven(day, tasks, nodes, model, clock, found)


def _driven(
    day: Document,
    tasks: list[tuple[int, int]],
    nodes: pywrapcp.RoutingIndexManager,
    model: pywrapcp.RoutingModel,
    clock: pywrapcp.RoutingDimension,
    found: pywrapcp.Assignment,
) -> Document:
    done = []
    for carer, each in enumerate(day["caregivers"]):
        stops, index = [], found.Value(model.NextVar(model.Start(carer)))
        while not model.IsEnd(index):
            at, which = tasks[nodes.IndexToNode(index) - 1]
            patient = day["patients"][at]
            stops.append(
                {
                    "patient": patient["id"],
                    "service": patient["required_caregivers"][which]["service"],
                    "arrival_time": found.Min(clock.CumulVar(index)) / SCALE,
                }
            )
            index = found.Value(model.NextVar(index))
        done.append({"caregiver_id": each["id"], "locations": stops})
    return {"routes": done}
