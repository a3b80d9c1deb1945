"""A running plan after something happened: the past and what is pinned stay, few promises are broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import dist

from ..stop import Stop
from .board import Board
from .causes import why_impossible
from .constraints.working_days import longest_row
from .events import Event, after, can_come, concerned
from .expecting import parted, with_room
from .model import Pin, Plan, Shift, WeekProblem
from .objective import Objective, Part, amounts, promises_first, weighted
from .promises import Change, diff
from .reasons import Reason
from .solve import SearchParams, improve

WARM_MINUTES = 20.0
A_PROMISE = 400  # minutes of travel that a broken promise weighs, where parts are weighed against one another
A_DAY_OF_ROOM = 200  # and a day for which no room is kept: no promise is broken for it
ROUNDS = 2
NEAR_SHORT = 20


@dataclass(frozen=True)
class Released:
    """A pin that can no longer be kept, and why. Nobody chose this: a person has to know."""

    pin: Pin
    reason: Reason


@dataclass(frozen=True)
class Replanned:
    """The plan after the events, and what it changes.

    problem: as it is now; its promised plan is the one before. kept: the best plan that breaks no promise to families
    whom the events do not touch. concerned: the others. room: what is kept for families still to come; it is in the
    cost, not in the amounts.
    """

    plan: Plan
    problem: WeekProblem
    changes: tuple[Change, ...]
    released: tuple[Released, ...]
    concerned: frozenset[str]
    kept: Plan
    cost: Fraction
    amounts: Counter[Part]
    room: Plan

    @property
    def changed_for_others(self) -> tuple[Change, ...]:
        """Promises to families whom the events do not touch that are kept differently now."""
        return tuple(each for each in self.changes if each.was and each.family not in self.concerned)


@dataclass(frozen=True)
class Mended:
    """A plan for a problem as it is now; kept: the best one that moves nobody but who is touched; room: kept free
    for families still to come."""

    plan: Plan
    kept: Plan
    cost: Fraction
    room: Plan


def replan(
    problem: WeekProblem,
    plan: Plan,
    events: Sequence[Event],
    today: int,
    stop: Stop,
    seed: int,
    objective: Objective | None = None,
    params: SearchParams | None = None,
) -> Replanned:
    """The plan with the least disruption after these events; the same for a seed and a number of steps.

    plan: the one in force, which keeps every rule of problem; before `today` nothing changes. objective: of the product
    if none is given: a promise is broken only so that somebody has care at all, or for hours of a vulnerable family.
    Where families are expected, room is kept for them anew, of what is left when whom the events touch has got its own.
    Raises ImpossibleFact for an event about somebody who is not there.
    """
    changed = after(problem, plan, events, today)
    touched = concerned(problem, plan, events)
    mended = mend(changed, plan, touched, stop, seed, objective, params)
    return Replanned(
        plan=mended.plan,
        problem=changed,
        changes=diff(problem, plan, mended.plan, events, today, mended.kept),
        released=_released(problem, changed, events),
        concerned=touched,
        kept=mended.kept,
        cost=mended.cost,
        amounts=amounts(changed, mended.plan),
        room=mended.room,
    )


def mend(
    changed: WeekProblem,
    plan: Plan,
    touched: frozenset[str],
    stop: Stop,
    seed: int,
    objective: Objective | None = None,
    params: SearchParams | None = None,
) -> Mended:
    """The same where the problem is known as it is now. touched: the families whose own care is to be planned anew."""
    params = params or SearchParams(warm_minutes=WARM_MINUTES)
    week = with_room(changed)
    shadows = frozenset(each.id for each in week.families if each.to_come)
    goal = objective or promises_first(week, params.families_a_move)
    board = Board(week, goal, params.families_a_move, seed)
    board.lay(still_possible(changed, plan))
    for _ in range(ROUNDS):
        board.settle(touched)
    kept = board.plan()
    board.settle(shadows)
    improve(board, stop, params, board.numbers(touched | short_near(changed, kept, touched)))
    for _ in range(ROUNDS):
        board.settle(_moved(plan, parted(changed, board.plan())[0]))
    found, room = parted(changed, board.plan())
    return Mended(found, kept, board.cost, room)


def in_need(problem: WeekProblem) -> frozenset[str]:
    """Families with a day to come on which nobody who was promised can come, or for whom other hours hold now."""
    stands = {
        (shift.family, shift.day): shift.hours for shift in still_possible(problem, problem.promised).shifts
    }
    told = {(shift.family, shift.day): shift.hours for shift in problem.promised.shifts}
    return frozenset(
        family.id
        for family in problem.families
        for day in family.days
        if day >= problem.settled_before
        and ((family.id, day) not in stands or stands[family.id, day] != told[family.id, day])
    )


def with_promises(objective: Objective) -> Objective:
    """Weights for a running week: those of the objective, and what promises and room weigh beside them."""
    return weighted({**objective.weights, Part.CHANGES: A_PROMISE, Part.ROOM_MISSING: A_DAY_OF_ROOM})


def still_possible(problem: WeekProblem, plan: Plan) -> Plan:
    """What of a plan is still within the rules of the problem as it is now."""
    shifts = []
    worked: defaultdict[str, set[int]] = defaultdict(set)
    for pin in problem.pins:
        worked[pin.carer].add(pin.day)
    for shift in sorted(plan.shifts, key=lambda each: (each.day, each)):
        if shift.day < problem.settled_before:
            if (shift.family, shift.day) in problem.passed:
                shifts.append(shift)
                worked[shift.carer].add(shift.day)
        elif _can_still_come(problem, shift, worked[shift.carer]):
            full = problem.family_by_id[shift.family].hours_a_day
            hours = full if shift.hours >= full else problem.rules.least_hours
            shifts.append(replace(shift, hours=hours))
            worked[shift.carer].add(shift.day)
    return Plan(tuple(sorted(shifts)))


def _can_still_come(problem: WeekProblem, shift: Shift, worked: set[int]) -> bool:
    """Whether its carer may come, and rests enough if she works these days beside it."""
    if not can_come(problem, Pin(shift.family, shift.day, shift.carer)):
        return False
    if shift.day in worked:
        return True
    carer, days, rules = problem.carer_by_id[shift.carer], worked | {shift.day}, problem.rules
    return (
        len(days) <= rules.most_days and longest_row(carer, days, problem.days) <= rules.longest_run_of_days
    )


def short_near(problem: WeekProblem, plan: Plan, touched: frozenset[str]) -> frozenset[str]:
    """Families with a day unserved or shortened that live nearest to those whom the events touch."""
    homes = [problem.family_by_id[each].place for each in touched if each in problem.family_by_id]
    given = {(shift.family, shift.day): shift.hours for shift in plan.shifts}
    short = [
        family
        for family in problem.families
        if any(
            given.get((family.id, day), 0) < family.hours_a_day
            for day in family.days
            if day >= problem.settled_before
        )
    ]
    short.sort(key=lambda family: (min((dist(family.place, home) for home in homes), default=0.0), family.id))
    return frozenset(family.id for family in short[:NEAR_SHORT])


def _moved(before: Plan, now: Plan) -> frozenset[str]:
    return frozenset(shift.family for shift in set(before.shifts) ^ set(now.shifts))


def _released(problem: WeekProblem, changed: WeekProblem, events: Sequence[Event]) -> tuple[Released, ...]:
    """Pins that the events made impossible, each with the event."""
    found = []
    for pin in problem.pins:
        reason = why_impossible(changed, Shift(pin.family, pin.day, pin.carer, 0), events)
        if pin not in changed.pins and reason:
            found.append(Released(pin, reason))
    return tuple(found)
