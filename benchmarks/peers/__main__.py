"""`python -m benchmarks.peers FOLDER [seconds] [word]`: ours and theirs on the same machine, in the same run.

FOLDER as for benchmarks/planning.py. Seconds are those of the processor, one thread, for ours; those of the clock for
the peers, who have a thread each (CP-SAT: two). Every solution is judged by the published checker.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from kraamkring.core.planning.rounds.document import read_rounds, written_rounds
from kraamkring.core.planning.rounds.solve import solve_rounds
from kraamkring.core.planning.stop import Steps
from kraamkring.core.planning.week.document import read_week, written
from kraamkring.core.planning.week.solve import solve
from kraamkring.packs.planning import week_rules

from ..planning import SEED, ProcessorSeconds, judged
from . import by_ortools, by_pyvrp, by_vroom
from .days import Document, one_carer_only
from .weeks_by_cp_sat import plan_by_cp_sat

CP_SAT_THREADS = 2


def weeks(folder: Path, seconds: float, word: str) -> None:
    """Ours and CP-SAT on every week."""
    for instance in sorted(folder.glob("*.json")):
        if word not in instance.name:
            continue
        problem, objective = read_week(instance.read_bytes(), week_rules())
        solve(problem, objective, Steps(1), SEED)  # compiled
        ours = written(solve(problem, objective, ProcessorSeconds(seconds), SEED).plan)
        said(instance.stem, "ours", judged(folder, instance, ours))
        theirs = plan_by_cp_sat(problem, objective, seconds, CP_SAT_THREADS)
        said(instance.stem, "CP-SAT", judged(folder, instance, written(theirs)) if theirs else "no plan")


def rounds(folder: Path, seconds: float, word: str) -> None:
    """Ours and OR-Tools on every day; all four on the days without visits by two carers."""
    for instance in sorted(folder.glob("Instanz*.json")):
        if word not in instance.name:
            continue
        day = json.loads(instance.read_bytes())
        name = instance.stem.removeprefix("Instanz")
        compare(folder, name, day, seconds, alone=False)
        compare(folder, f"{name}, one carer", one_carer_only(day), seconds, alone=True)


def compare(folder: Path, name: str, day: Document, seconds: float, *, alone: bool) -> None:
    """One day by everybody who can express it."""
    problem = read_rounds(json.dumps(day))
    solve_rounds(problem, Steps(1), SEED)  # compiled
    found = {"ours": written_rounds(solve_rounds(problem, ProcessorSeconds(seconds), SEED).rounds)}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(day, file)
        file.flush()
        said(name, "ours", judged(folder, Path(file.name), found["ours"]))
        for who, peer in (("OR-Tools", by_ortools), ("PyVRP", by_pyvrp), ("VROOM", by_vroom)):
            if peer is not by_ortools and not alone:
                continue
            theirs = peer.routes(day, seconds)
            said(name, who, judged(folder, Path(file.name), theirs) if theirs else "no rounds")


def said(instance: str, who: str, what: str) -> None:
    """A line of the table."""
    print(f"{instance:28} {who:9} {what}", flush=True)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    how_long = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    weeks(place / "kraamzorg_week", how_long, only)
    rounds(place / "homevisits", how_long, only)
