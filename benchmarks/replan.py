"""How quickly and how gently a running week is planned anew. `python benchmarks/replan.py FOLDER [events] [full]`.

FOLDER holds the published weeks with their judge (`kraamzorg_week/`); they are not part of this repository. For
region-250-300-1 and -2 a plan of 60 s is the one in force. Then so many random events (500), each on its own, on a
random day of which all before has passed; every tenth shift that is left is pinned. `full` of them (10) are also
planned anew in 60 s from nothing but the past and the pins, without a thought for promises: their cost is what the cost
is held against. Seconds are those of the processor, one thread.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from kraamkring.config.compiled_code import keep_compiled_code

keep_compiled_code()

from benchmarks.planning import ProcessorSeconds  # noqa: E402
from kraamkring.core.planning.stop import Steps  # noqa: E402
from kraamkring.core.planning.week.constraints import broken_rules  # noqa: E402
from kraamkring.core.planning.week.document import read_plan, read_week, written  # noqa: E402
from kraamkring.core.planning.week.events import (  # noqa: E402
    Born,
    CarerSick,
    Event,
    GoesHomeEarly,
    Left,
    LostDay,
    NewFamily,
    Readmitted,
    Refused,
    ReIndicated,
    StaysLonger,
)
from kraamkring.core.planning.week.model import Family, Pin, Plan, WeekProblem  # noqa: E402
from kraamkring.core.planning.week.objective import Objective, Part, amounts  # noqa: E402
from kraamkring.core.planning.week.replanning import Replanned, replan, with_promises  # noqa: E402
from kraamkring.core.planning.week.solve import solve  # noqa: E402
from kraamkring.packs.planning import week_rules  # noqa: E402

SECONDS = 60.0
STEPS = 1000


def random_event(chance: random.Random, problem: WeekProblem, plan: Plan, today: int) -> Event:
    """One event that can happen from today on. Births, illness and going home are more frequent than the rest."""
    days = problem.days
    coming = [each for each in problem.families if any(day >= today for day in each.days)]
    family = chance.choice(coming)
    first = max(today, family.days[0])
    shift = chance.choice([each for each in plan.shifts if each.day >= today])
    someone = chance.choice(problem.families)
    kind = chance.choices(range(10), weights=[5, 5, 2, 2, 1, 2, 1, 0.2, 3, 2])[0]
    match kind:
        case 0:
            begins = chance.randint(
                today, min(days - 1, max(today, first + chance.choice([-3, -2, -1, 1, 2, 3])))
            )
            twins = chance.random() < 0.05
            length = min(8, max(len(family.days), chance.randint(3, 8)))
            return Born(
                family.id,
                tuple(range(begins, min(days, begins + length))),
                min(8, family.hours_a_day + 2) if twins else None,
            )
        case 1:
            ends = min(days, shift.day + chance.randint(1, 4))
            return CarerSick(shift.carer, tuple(range(shift.day, ends)))
        case 2:
            return GoesHomeEarly(family.id, max(today, first - chance.randint(1, 2)))
        case 3:
            return StaysLonger(family.id, first + chance.randint(1, 2))
        case 4:
            away = tuple(day for day in family.days if day >= today)[:2]
            return Readmitted(family.id, away, tuple(day for day in (days - 2, days - 1) if day > max(away)))
        case 5:
            return ReIndicated(
                family.id, chance.choice([each for each in (3, 4, 5, 6) if each != family.hours_a_day])
            )
        case 6:
            return Refused(shift.family, shift.carer)
        case 7:
            return LostDay(chance.randint(today, days - 1), family.place, 4.0)
        case 8:
            begins = chance.randint(today, days - 1)
            length = chance.randint(3, 8)
            return NewFamily(
                replace(
                    Family(
                        "new",
                        someone.place,
                        tuple(range(begins, min(days, begins + length))),
                        chance.choice([4, 5, 6]),
                    ),
                    vulnerable=someone.vulnerable,
                    needs=someone.needs,
                )
            )
        case _:
            return Left(family.id)


def cost(problem: WeekProblem, objective: Objective, plan: Plan) -> int:
    """What the judge counts: no promises."""
    return int(objective.cost({**amounts(problem, plan), Part.CHANGES: 0}))


def judged(check: Any, said: dict[str, Any], problem: WeekProblem, plan: Plan) -> list[str]:
    """What the judge finds broken. A family whose hours changed goes to it as two: until now, and from now."""
    before = {each["id"]: each for each in said["families"]}
    families, split = [], set()
    for family in problem.families:
        was = before.get(family.id)
        new = {
            **(was or {"id": family.id, "previous_carers": []}),
            "days": [day for day in family.days if day >= problem.settled_before],
            "hours_per_day": family.hours_a_day,
            "vulnerable": family.vulnerable,
            "skill": next((int(each) for each in family.needs), None),
            "xy": list(family.place),
        }
        past = [day for day in family.days if day < problem.settled_before]
        if was and was["hours_per_day"] == family.hours_a_day:
            new["days"] = past + new["days"]
        elif was and past:
            split.add(family.id)
            families.append({**was, "id": f"{family.id} before", "days": past})
        families.append(new)
    carers = [
        {**each, "off_days": [day for day in problem.carer_by_id[each["id"]].days_off]}
        for each in said["carers"]
    ]
    shifts = [
        {**each, "family": f"{each['family']} before"}
        if each["family"] in split and each["day"] < problem.settled_before
        else each
        for each in written(plan)["shifts"]  # type: ignore[attr-defined]
    ]
    _, _, broken = check({**said, "families": families, "carers": carers}, {"shifts": shifts})
    return list(broken)


def promises(done: Replanned) -> tuple[int, int, int]:
    """Of other families: promises changed in any way; those not kept; days on which nobody comes any more."""
    others = done.changed_for_others
    return len(others), sum(each.broken for each in others), sum(each.now is None for each in others)


def region(folder: Path, name: str, events: int, full: int) -> None:
    """Everything about one region."""
    text = (folder / f"{name}.json").read_bytes()
    said = json.loads(text)
    spec = spec_from_file_location("check", folder / "check.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"there is no judge in {folder}")
    judge = module_from_spec(spec)
    spec.loader.exec_module(judge)
    problem, objective = read_week(text, week_rules())
    kept = Path(f"{name}.plan.json")
    solve(problem, objective, Steps(1), 1)  # compiled
    plan = (
        read_plan(kept.read_bytes(), problem)
        if kept.exists()
        else solve(problem, objective, ProcessorSeconds(SECONDS), 1).plan
    )
    if not kept.exists():
        kept.write_text(json.dumps(written(plan)))
    replan(problem, plan, [CarerSick(plan.shifts[0].carer, (0,))], 0, Steps(1), 1)  # compiled
    weights = with_promises(objective)
    print(f"{name}: plan in force {cost(problem, objective, plan)}", flush=True)
    for title, goal in (("weights of the instance", weights), ("in the order of the product", None)):
        measured(judge.check, said, problem, objective, goal, plan, events, full if goal else 0, title)


def measured(
    check: Any,
    said: dict[str, Any],
    problem: WeekProblem,
    objective: Objective,
    goal: Objective | None,
    plan: Plan,
    events: int,
    full: int,
    title: str,
) -> None:
    """So many events, one objective."""
    seconds, changed, broken, gone, unsaid, moved, faults = [], [], [], [], 0, 0, 0
    alone, ratios, kinds = [], [], Counter[str]()
    for number in range(events):
        chance = random.Random(number)
        today = chance.randint(0, problem.days - 2)
        event = random_event(chance, problem, plan, today)
        pins = tuple(
            Pin(each.family, each.day, each.carer)
            for each in plan.shifts
            if each.day >= today and chance.random() < 0.1
        )
        week = replace(problem, pins=pins)
        begun = time.process_time()
        done = replan(week, plan, [event], today, Steps(STEPS), number, goal)
        seconds.append(time.process_time() - begun)
        a, b, c = promises(done)
        changed.append(a)
        broken.append(b)
        gone.append(c)
        kinds[type(event).__name__] += 1
        released = {each.pin for each in done.released}
        now = {(each.family, each.day): each for each in done.plan.shifts}
        moved += sum(
            (pin.family, pin.day) not in now or now[pin.family, pin.day].carer != pin.carer
            for pin in pins
            if pin not in released
        )
        told = {(each.family, each.day) for each in done.changes}
        unsaid += sum(
            (each.family, each.day) not in told
            for each in plan.shifts
            if each != now.get((each.family, each.day))
        )
        unsaid += len(set(pins) - set(done.problem.pins) - released)
        faults += len(broken_rules(done.problem, done.plan)) + len(
            judged(check, said, done.problem, done.plan)
        )
        alone.append(sum(each.now is None and each.family in done.concerned for each in done.changes))
        if number < full:
            ratios.append(against_full(done, objective, plan))
            print(f"  full {number}: {type(event).__name__} {ratios[-1]:.4f}", flush=True)
    at = quantiles(seconds, n=20)
    print(
        f"{title}: {events} events {dict(kinds)}\n"
        f"  processor seconds p50 {median(seconds):.3f} p95 {at[18]:.3f} most {max(seconds):.3f}\n"
        f"  promises to others changed: mean {mean(changed):.2f} p50 {median(changed):.0f} "
        f"p95 {quantiles(changed, n=20)[18]:.1f} most {max(changed)}; of these not kept: mean {mean(broken):.2f} "
        f"p95 {quantiles(broken, n=20)[18]:.1f}; days lost to others: {sum(gone)}\n"
        f"  changes without a reason {unsaid}, pins moved {moved}, rules broken {faults}",
        flush=True,
    )
    if ratios:
        print(f"  cost against a full plan of {SECONDS:g} s: mean {mean(ratios):.4f} of {len(ratios)} events")


def against_full(done: Replanned, objective: Objective, plan: Plan) -> float:
    """The cost of the plan beside that of a full one, which begins with the same past and thinks of no promise."""
    whole = solve(done.problem, objective, ProcessorSeconds(SECONDS), 1)
    return cost(done.problem, objective, done.plan) / cost(done.problem, objective, whole.plan)


if __name__ == "__main__":
    place = Path(sys.argv[1]) / "kraamzorg_week"
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    some = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    for each in ("region-250-300-1", "region-250-300-2"):
        region(place, each, many, some)
