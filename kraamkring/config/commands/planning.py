"""`kraamkring plan`: reads a problem, searches, shows how it went, writes the plan whole or not at all."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from kraamkring.config.compiled_code import keep_compiled_code
from kraamkring.config.complaint import Complaint
from kraamkring.config.documents import Sentences, document

if TYPE_CHECKING:
    from fractions import Fraction

    from kraamkring.core.planning.stop import Stop
    from kraamkring.core.planning.week.model import WeekProblem
    from kraamkring.core.planning.week.objective import Objective

SHARE_OF_A_LINE = 0.1
SHARE_OF_A_BOUND = 0.25
LEAST_SECONDS_OF_A_BOUND = 3.0
MOST_SECONDS_OF_A_BOUND = 15.0
MOST_STEPS_OF_A_BOUND = 500


class Seconds:
    """A search ends when the clock says so. The clock starts when it is first asked."""

    def __init__(self, most: float) -> None:
        self.most, self.begun = most, -1.0

    def share(self, steps: int) -> float:
        """The share of the time that has passed."""
        if self.begun < 0:
            self.begun = perf_counter()
        return (perf_counter() - self.begun) / self.most if self.most > 0 else 1.0


class Told(Protocol):
    """What every search says about how far it has come."""

    @property
    def steps(self) -> int:
        """How many there were."""

    @property
    def share(self) -> float:
        """How much of the search is over."""

    @property
    def cost(self) -> Any:
        """The best so far."""


def plan_week(chosen: argparse.Namespace) -> int:
    """Plans a week and writes the solution."""
    _compile(first=not keep_compiled_code())
    from kraamkring.core.planning.week import document as documents
    from kraamkring.core.planning.week import objective as objectives
    from kraamkring.core.planning.week.constraints import broken_rules
    from kraamkring.core.planning.week.expecting import parted, with_room
    from kraamkring.core.planning.week.solve import SearchParams, solve
    from kraamkring.core.planning.week.together import solve_together
    from kraamkring.packs.planning import gestation_of_births, week_rules

    target = _target(chosen.output)
    params = SearchParams()
    with Sentences():
        problem, objective = documents.read_week(
            document(chosen.instance), week_rules(), gestation_of_births().tables()
        )
        week = with_room(problem)
        if chosen.in_order:
            objective = objectives.in_order(week, params.families_a_move)
        start = documents.read_plan(document(chosen.start), problem) if chosen.start else None
    care_days = sum(len(family.days) for family in problem.families)
    _say(f"{len(problem.families)} families, {care_days} care days, {len(problem.carers)} carers")
    _compiled_week()
    if chosen.threads > 1:
        result = solve_together(
            week,
            objective,
            _stop(chosen),
            chosen.seed,
            chosen.threads,
            params,
            start=start,
            tell=_trace(),
        )
    else:
        result = solve(week, objective, _stop(chosen), chosen.seed, params, start=start, tell=_trace())
    faults = broken_rules(week, result.plan)
    if faults:
        raise RuntimeError(faults[0])
    plan, room = parted(problem, result.plan)
    amounts = objectives.amounts(problem, plan)
    cost = objective.cost(amounts)
    _say("cost " + _number(cost))
    for part in objectives.Part:
        if part is not objectives.Part.ROOM_MISSING:
            _say(f"  {part.value.replace('_', ' '):22}{amounts[part]:>8}")
    if problem.expected:
        births = sum(sum(each.begins) for each in problem.expected)
        wanted = sum(len(each.days) for each in week.families if each.to_come)
        _say(
            f"{len(problem.expected)} families are expected, {births:.1f} births in these days: "
            f"room is kept on {len(room.shifts)} of {wanted} care days, and promised to nobody"
        )
    _write(target, documents.written(plan, room if problem.expected else None))
    _say(f"written to {chosen.output}")
    if not chosen.in_order:
        _show_bound(problem, objective, cost, chosen)
    return 0


def replan(chosen: argparse.Namespace) -> int:
    """Plans a running week anew after what happened, says what changes and why, and writes the new plan."""
    _compile(first=not keep_compiled_code())
    from dataclasses import replace

    from kraamkring.core.planning.stop import Steps
    from kraamkring.core.planning.week import document as documents
    from kraamkring.core.planning.week.constraints import broken_rules
    from kraamkring.core.planning.week.events_document import read_events
    from kraamkring.core.planning.week.replanning import replan as planned_anew
    from kraamkring.core.planning.week.replanning import with_promises
    from kraamkring.packs.planning import gestation_of_births, week_rules

    target = _target(chosen.output)
    with Sentences():
        problem, objective = documents.read_week(
            document(chosen.instance), week_rules(), gestation_of_births().tables()
        )
        plan = documents.read_plan(document(chosen.solution), problem)
        events, pins = read_events(document(chosen.events))
        problem = replace(problem, pins=pins)
        goal = with_promises(objective) if chosen.weighted else None
        planned_anew(
            problem, plan, events, chosen.today, Steps(1), 1, goal
        )  # loads or makes the machine code
        done = planned_anew(problem, plan, events, chosen.today, _stop(chosen), chosen.seed, goal)
    faults = broken_rules(done.problem, done.plan)
    if faults:
        raise RuntimeError(faults[0])
    others = done.changed_for_others
    _say(f"{len(done.changes)} changes, {len(others)} for families to whom nothing happened")
    for change in done.changes:
        was, now = (f"{each.carer} {each.hours} h" if each else "nobody" for each in (change.was, change.now))
        _say(f"  day {change.day}  {change.family:12} {was} -> {now}  ({change.reason.said()})")
    for released in done.released:
        pin = released.pin
        _say(f"  no longer held: {pin.carer} at {pin.family} on day {pin.day}  ({released.reason.said()})")
    _write(target, documents.written(done.plan, done.room if problem.expected else None))
    _say(f"written to {chosen.output}")
    return 0


def plan_rounds(chosen: argparse.Namespace) -> int:
    """Plans the rounds of a day and writes the solution."""
    _compile(first=not keep_compiled_code())
    from kraamkring.core.planning.rounds.document import read_rounds, written_rounds
    from kraamkring.core.planning.rounds.rules import broken_rules
    from kraamkring.core.planning.rounds.solve import solve_rounds
    from kraamkring.core.planning.rounds.together import solve_rounds_together
    from kraamkring.core.planning.stop import Steps

    target = _target(chosen.output)
    with Sentences():
        problem = read_rounds(document(chosen.instance))
    _say(f"{len(problem.visits)} visits, {len(problem.visitors)} carers")
    solve_rounds(problem, Steps(1), 1)  # loads or makes the machine code
    if chosen.threads > 1:
        result = solve_rounds_together(problem, _stop(chosen), chosen.seed, chosen.threads, _trace())
    else:
        result = solve_rounds(problem, _stop(chosen), chosen.seed, tell=_trace())
    faults = broken_rules(problem, result.rounds)
    if faults:
        raise RuntimeError(faults[0])
    _write(target, written_rounds(result.rounds))
    _say(f"cost {_number(result.cost)}")
    _say(f"written to {chosen.output}")
    return 0


def _show_bound(
    problem: "WeekProblem", objective: "Objective", cost: "Fraction", chosen: argparse.Namespace
) -> None:
    """Says what no plan can cost less than, and how far this one is above it."""
    from kraamkring.core.planning.stop import Steps
    from kraamkring.core.planning.week.bound import lower_bound

    lower_bound(problem, objective, cost, Steps(1))  # loads or makes the machine code
    seconds = chosen.seconds * SHARE_OF_A_BOUND
    seconds = min(MOST_SECONDS_OF_A_BOUND, max(LEAST_SECONDS_OF_A_BOUND, seconds))
    stop = Seconds(seconds) if chosen.steps is None else Steps(min(chosen.steps, MOST_STEPS_OF_A_BOUND))
    bound = lower_bound(problem, objective, cost, stop, tell=_trace("bound"))
    above = (
        f"; the plan is at most {100 * float(cost / bound - 1):.1f} % above the best conceivable"
        if bound
        else ""
    )
    _say(f"bound {_number(bound)}{above}")


def _compile(*, first: bool) -> None:
    if first:
        print("compiling the planner; this happens once", file=sys.stderr, flush=True)  # noqa: T201


def _compiled_week() -> None:
    """Loads or makes the machine code before the clock of the search starts."""
    from kraamkring.core.planning.stop import Steps
    from kraamkring.core.planning.week.model import Carer, Family, Travel, WeekProblem, WeekRules
    from kraamkring.core.planning.week.objective import Part, weighted
    from kraamkring.core.planning.week.solve import solve

    home = (0.0, 0.0)
    rules = WeekRules(1, 1, 1, 1, 1, 1, 1, Travel(1, 1, 1))
    one = WeekProblem(1, (Family("f", home, (0,), 1),), (Carer("c", home, frozenset(), 1),), rules)
    solve(one, weighted(dict.fromkeys(Part, 1)), Steps(1), 1)


def _stop(chosen: argparse.Namespace) -> "Stop":
    from kraamkring.core.planning.stop import Steps

    return Steps(chosen.steps) if chosen.steps is not None else Seconds(chosen.seconds)


def _trace(what: str = "cost") -> Callable[[Told], None]:
    """A line at the start, at the end, and for every tenth between."""
    begun = perf_counter()
    shown = -1.0

    def tell(told: Told) -> None:
        nonlocal shown
        if shown < 0 or told.share >= min(1.0, shown + SHARE_OF_A_LINE):
            shown = told.share
            _say(f"{perf_counter() - begun:8.2f} s {told.steps:10} steps   {what} {_number(told.cost)}")

    return tell


def _number(cost: Any) -> str:
    return str(cost) if getattr(cost, "denominator", 0) == 1 else f"{float(cost):.3f}"


def _target(name: str) -> Path:
    """The file to write, looked at before the search. Raises Complaint if it cannot be written there."""
    target = Path(name)
    try:
        if target.is_dir():
            raise Complaint(f"{name} is a folder. Name a file for the plan.")
        if not target.parent.is_dir():
            raise Complaint(f"the folder of {name} does not exist. Make it, or name another file.")
        if not os.access(target.parent, os.W_OK):
            raise Complaint(f"{name} cannot be written. Name another file.")
    except (OSError, ValueError):
        raise Complaint("the output is not a file name. Name a file for the plan.") from None
    return target


def _write(target: Path, solution: dict[str, object]) -> None:
    """Writes beside the target first, then puts it in its place."""
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(solution, file)
            file.write("\n")
        Path(beside).chmod(0o644)
        Path(beside).replace(target)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise Complaint(
            f"{target} cannot be written ({(error.strerror or 'unknown reason').lower()})."
        ) from None
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command prints)
