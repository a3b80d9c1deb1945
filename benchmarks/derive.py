"""How many families a second: facts in memory to the state of every activity. `python benchmarks/derive.py [families]`.

Families are made from a seed: ordinary ones, twins, home births, long stays, stillbirths, corrections, at every stage.
The peer in the same run is the least that any engine would do: as many named tuples as there are activities.
"""

from __future__ import annotations

import gc
import json
import platform
import random
import resource
import statistics
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from kraamkring.core.facts import model
from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel.windows import Window
from kraamkring.core.pathway import assess, derive
from kraamkring.packs import protocols

SEED = 2026
ROUNDS = 5


def family(number: int, rng: random.Random) -> PregnancyFacts:
    """One family at some stage between booking and two months after the birth."""
    due = date(2026, 1, 1) + timedelta(days=number % 365)
    noon = datetime(due.year, due.month, due.day, 11, tzinfo=UTC)
    children = 2 if rng.random() < 0.02 else 1
    stage = rng.random()
    known: dict[str, object] = {
        "booked_on": due - timedelta(days=rng.randint(190, 225)),
        "due_dates": (model.DueDate(due_on=due, set_on=due - timedelta(days=225)),),
        "region": "be-vlg",
        "expected_newborns": children,
        "preferences": model.Preferences(
            stay=rng.choice([None, "short", "classic"]), maternity_care=rng.choice([None, True, False])
        ),
        "network": (
            model.Member(role="coordinator", accepted_on=due - timedelta(days=200)),
            model.Member(role="midwife"),
        ),
        "contacts": tuple(
            model.Contact(kind="prenatal", at=noon - timedelta(days=days), by="midwife")
            for days in (200, 140, 98, 70, 42, 28, 14)
            if rng.random() < 0.9 and stage * 200 > 200 - days
        ),
    }
    if stage > 0.45:
        born_at = noon + timedelta(hours=rng.randint(-400, 200))
        place = "home" if rng.random() < 0.012 else "hospital"
        mode = rng.choices(["vaginal", "instrumental", "caesarean"], [70, 10, 20])[0]
        outcome = "stillborn" if rng.random() < 0.004 else "live"
        slots = [f"newborn-{n + 1}" for n in range(children)]
        known["births"] = tuple(
            model.Birth(
                id=f"b{n}", newborn=slot, born_at=born_at + timedelta(minutes=15 * n), outcome=outcome, place=place,
                mode=mode, weight_g=rng.randint(2300, 4200),
            )
            for n, slot in enumerate(slots)
        )  # fmt: skip
        home = born_at + timedelta(hours=rng.choice([8, 36, 50, 70, 72, 96, 120]))
        if place != "home":
            leaving = [model.Discharge(id="d", who=("mother", *slots), at=home)]
            if rng.random() < 0.03:
                leaving.append(
                    model.Discharge(corrects="d", who=("mother", *slots), at=home + timedelta(hours=5))
                )
            known["discharges"] = tuple(leaving)
        known["contacts"] = (*known["contacts"], *(  # type: ignore[misc]
            model.Contact(kind="home_visit", at=home + timedelta(hours=hours), by="midwife")
            for hours in (14, 60, 100, 150) if rng.random() < 0.9
        ))  # fmt: skip
        if outcome == "live":
            known["screenings"] = tuple(
                model.Screening(
                    screening="blood_spot", newborn=s, at=born_at + timedelta(hours=70), outcome="done"
                )
                for s in slots
            )
    return PregnancyFacts(**known)  # type: ignore[arg-type]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = random.Random(SEED)
    families = [family(number, rng) for number in range(count)]
    among, now = protocols(), datetime(2026, 7, 1, 12, tzinfo=UTC)
    gc.freeze()  # the facts lie in memory; collecting garbage need not walk through them
    share = count // ROUNDS
    seconds, peer, states, activities = [], [], Counter[str](), 0
    for part in range(ROUNDS):
        begun = time.perf_counter()
        for facts in families[part * share : (part + 1) * share]:
            for activity in assess(derive(facts, among), facts, now):
                states[activity.state] += 1
                activities += 1
        seconds.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for _ in range(activities // (part + 1)):
            Window(now, now, now, True)
        peer.append(time.perf_counter() - begun)
    rate = share / statistics.median(seconds)
    print(
        json.dumps(
            {
                "families": share * ROUNDS,
                "activities": activities,
                "families_per_second_median_of_5": round(rate),
                "times_a_named_tuple_per_activity": round(
                    statistics.median(seconds) / statistics.median(peer), 1
                ),
                "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "states": dict(sorted(states.items())),
                "python": platform.python_version(),
                "seed": SEED,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
