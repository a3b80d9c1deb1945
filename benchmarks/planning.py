"""How good and how quick plans are. `python benchmarks/planning.py FOLDER [seconds] [word]`.

FOLDER holds the published instances with their own judges: `kraamzorg_week/` and `homevisits/`, each with `check.py`,
and `homevisits/best_known.csv`. They are not part of this repository. Only instances whose name contains `word` are
run. Seconds are those of the processor, one thread: a machine with others at work measures as a quiet one does.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parents[1]))

from kraamkring.config.compiled_code import keep_compiled_code

keep_compiled_code()

from kraamkring.core.planning.rounds.document import read_rounds, written_rounds  # noqa: E402
from kraamkring.core.planning.rounds.solve import solve_rounds  # noqa: E402
from kraamkring.core.planning.stop import Steps  # noqa: E402
from kraamkring.core.planning.week.bound import lower_bound  # noqa: E402
from kraamkring.core.planning.week.document import read_week, written  # noqa: E402
from kraamkring.core.planning.week.solve import Progress, solve  # noqa: E402
from kraamkring.packs.planning import week_rules  # noqa: E402

SEED = 1
BOUND_SECONDS = 20.0


class ProcessorSeconds:
    """A search ends when it has had so much of the processor."""

    def __init__(self, most: float) -> None:
        self.most, self.begun = most, -1.0

    def share(self, steps: int) -> float:
        """The share that is over."""
        if self.begun < 0:
            self.begun = time.process_time()
        return (time.process_time() - self.begun) / self.most


def judged(folder: Path, instance: Path, solution: dict[str, object]) -> str:
    """What the judge of the benchmark says: cost and broken rules."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(solution, file)
        file.flush()
        said = subprocess.run(
            [sys.executable, folder / "check.py", instance, file.name],
            capture_output=True,
            text=True,
            check=False,
        )
    return said.stdout.strip().splitlines()[-1]


def weeks(folder: Path, seconds: float, word: str) -> None:
    """A line for every week."""
    for instance in sorted(folder.glob("*.json")):
        if word not in instance.name:
            continue
        problem, objective = read_week(instance.read_bytes(), week_rules())
        lower_bound(problem, objective, solve(problem, objective, Steps(1), SEED).cost, Steps(1))  # compiled
        firsts: list[tuple[float, Progress]] = []
        begun = time.process_time()
        result = solve(
            problem,
            objective,
            ProcessorSeconds(seconds),
            SEED,
            tell=lambda told, begun=begun, firsts=firsts: firsts.append((time.process_time() - begun, told)),
        )
        bound = lower_bound(problem, objective, result.cost, ProcessorSeconds(BOUND_SECONDS))
        at, first = firsts[0]
        print(
            f"{instance.stem}: first plan {float(first.cost):.0f} after {at:.2f} s, {float(result.cost):.0f} after "
            f"{seconds:g} s, bound {float(bound):.0f} ({100 * float(result.cost / bound - 1):.1f} %); "
            f"judge: {judged(folder, instance, written(result.plan))}",
            flush=True,
        )


def rounds(folder: Path, seconds: float, word: str) -> None:
    """A line for every day of rounds, and the mean against the best known."""
    with (folder / "best_known.csv").open(encoding="utf-8") as file:
        best = {row["instance"]: float(row["best_known"]) for row in csv.DictReader(file)}
    ratios = []
    for instance in sorted(folder.glob("*.json")):
        if word not in instance.name or instance.name not in best:
            continue
        problem = read_rounds(instance.read_bytes())
        solve_rounds(problem, Steps(1), SEED)  # compiled
        found = solve_rounds(problem, ProcessorSeconds(seconds), SEED)
        ratios.append(found.cost / best[instance.name])
        print(
            f"{instance.stem}: {found.cost:.2f}, best known {best[instance.name]:.2f}, ratio {ratios[-1]:.4f}, "
            f"{found.steps} steps; judge: {judged(folder, instance, written_rounds(found.rounds))}",
            flush=True,
        )
    if ratios:
        print(f"mean ratio {mean(ratios):.4f} of {len(ratios)}")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    how_long = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    weeks(place / "kraamzorg_week", how_long, only)
    rounds(place / "homevisits", how_long, only)
