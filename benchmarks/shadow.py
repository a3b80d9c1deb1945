"""What room for births to come is worth. `python benchmarks/shadow.py FOLDER [weeks] [steps] [word]`.

FOLDER holds the published weeks (`kraamzorg_week/`); they are not part of this repository. Of each region only the
families in care on the first day are known. The others are expected: women with due dates spread evenly over ten weeks
around, as many as give the births of the region, each like one of the families that began later; who gave birth before
is left out. One plan for each way to keep room, then `weeks` (8) periods lived through: births drawn from the chances,
each day planned anew on its morning with what was promised in force. The same births for every way. `steps` (30,000)
of each first search. Seconds are those of the processor.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parents[1]))

from kraamkring.config.compiled_code import keep_compiled_code

keep_compiled_code()

from kraamkring.core.planning.stop import Steps  # noqa: E402
from kraamkring.core.planning.week.document import read_week  # noqa: E402
from kraamkring.core.planning.week.expecting import begins_of, parted, with_room  # noqa: E402
from kraamkring.core.planning.week.living import Births, drawn, lived  # noqa: E402
from kraamkring.core.planning.week.model import Expected, Plan, WeekProblem  # noqa: E402
from kraamkring.core.planning.week.objective import Objective, Part, in_order  # noqa: E402
from kraamkring.core.planning.week.replanning import with_promises  # noqa: E402
from kraamkring.core.planning.week.solve import SearchParams, solve  # noqa: E402
from kraamkring.packs.planning import gestation_of_births, week_rules  # noqa: E402

START = date(2026, 11, 23)
WEEKS_OF_DUE_DATES = 10
BEFORE = timedelta(weeks=3)
CARE_DAYS = 8
REPLAN_STEPS = 1500
KEPT_BACK = 0.8

Searched = Callable[[WeekProblem], Plan]


def world(problem: WeekProblem) -> WeekProblem:
    """The region as it is known on the first morning."""
    tables, chance = gestation_of_births().tables(), random.Random(1)
    known = tuple(each for each in problem.families if 0 in each.days)
    later = [each for each in problem.families if 0 not in each.days]
    a_day = len(later) / (problem.days - 1)
    women = round(a_day * 7 * WEEKS_OF_DUE_DATES)
    expected = []
    for at in range(women):
        due = START - BEFORE + timedelta(weeks=WEEKS_OF_DUE_DATES) * at / women
        pregnant = 1.0 - sum(begins_of(due, tables, START - BEFORE * 2, BEFORE.days * 2))
        begins = begins_of(due, tables, START, problem.days, home_after_days=1)
        if chance.random() < pregnant and sum(begins) > 0:
            care = replace(chance.choice(later), id=f"e{at}", days=(), knows=frozenset())
            expected.append(Expected(care, begins, CARE_DAYS))
    return replace(problem, families=known, expected=tuple(expected))


def ways(goal: Callable[[WeekProblem], Objective], steps: int) -> dict[str, tuple[Searched, bool]]:
    """Each way to keep room: its first plan, and whether room is kept on later days."""

    def shadows(share: float) -> Searched:
        def search(problem: WeekProblem) -> Plan:
            week = with_room(problem, share)
            return parted(problem, solve(week, goal(week), Steps(steps), 1).plan)[0]

        return search

    def kept_back(problem: WeekProblem) -> Plan:
        fewer = tuple(
            replace(each, contract_hours=int(each.contract_hours * KEPT_BACK)) for each in problem.carers
        )
        week = replace(problem, carers=fewer, expected=())
        return solve(week, goal(week), Steps(steps), 1).plan

    return {
        "births ignored": (shadows(0), False),
        "a fifth of contracts kept back": (kept_back, False),
        "half as many shadows as births": (shadows(0.5), True),
        "as many shadows as births": (shadows(1.0), True),
        "a quarter more": (shadows(1.25), True),
        "as many, first plan only": (shadows(1.0), False),
    }


def region(folder: Path, name: str, weeks: int, steps: int) -> None:
    """A line for every way, by the product's order and by the weights of the instance."""
    whole, weights = read_week((folder / f"{name}.json").read_bytes(), week_rules())
    problem = world(whole)
    futures = [drawn(problem, 1000 + at) for at in range(weeks)]
    births = sum(sum(each.begins) for each in problem.expected)
    print(
        f"{name}: {len(problem.families)} families known, {len(problem.expected)} expected, {births:.0f} births "
        f"of them in these days; drawn {[len(each) for each in futures]}",
        flush=True,
    )
    families_a_move = SearchParams().families_a_move
    for title, first, later in (
        ("in the order of the product", lambda week: in_order(week, families_a_move), None),
        ("weights of the instance", lambda _: weights, with_promises(weights)),
    ):
        print(title, flush=True)
        for way, (search, keeps) in ways(first, steps).items():
            plan = search(problem)
            went(way, problem if keeps else replace(problem, expected=()), plan, futures, later, weights)


def went(
    way: str,
    problem: WeekProblem,
    plan: Plan,
    futures: list[Births],
    later: Objective | None,
    weights: Objective,
) -> None:
    """Means over the periods that were lived through."""
    begun = time.process_time()
    all_of_them = [lived(problem, plan, each, lambda: Steps(REPLAN_STEPS), 1, later) for each in futures]
    seconds = (time.process_time() - begun) / len(futures)

    def of(*parts: Part) -> float:
        return mean(sum(each.amounts[part] for part in parts) for each in all_of_them)

    cost = mean(float(weights.cost({**each.amounts, Part.ROOM_MISSING: 0})) for each in all_of_them)
    print(
        f"  {way:32} days without {of(Part.UNSERVED, Part.UNSERVED_VULNERABLE):.1f}, hours short of the vulnerable "
        f"{of(Part.SHORTENED_VULNERABLE):.1f} and others {of(Part.SHORTENED):.0f}, promises broken "
        f"{mean(each.broken for each in all_of_them):.1f} (then nobody {mean(each.lost for each in all_of_them):.1f}), "
        f"extra carers {of(Part.EXTRA_CARERS):.0f}, travel {of(Part.TRAVEL):.0f}, overtime {of(Part.OVERTIME):.0f}, "
        f"cost {cost:.0f}; {seconds:.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    place = Path(sys.argv[1]) / "kraamzorg_week"
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    how_many = int(sys.argv[3]) if len(sys.argv) > 3 else 30_000
    word = sys.argv[4] if len(sys.argv) > 4 else ""
    for each in ("region-250-300-1", "region-250-300-2"):
        if word in each:
            region(place, each, many, how_many)
