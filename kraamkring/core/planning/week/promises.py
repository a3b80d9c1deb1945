"""What of a promised plan changed, and why: one change for every family and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .causes import day_by, hours_by, why_impossible
from .events import Event, after, concerned
from .model import Plan, Shift, WeekProblem
from .reasons import Code, Reason, because


@dataclass(frozen=True)
class Change:
    """Who was promised to a family on a day, who comes now, and why. None: nobody."""

    family: str
    day: int
    was: Shift | None
    now: Shift | None
    reason: Reason

    @property
    def broken(self) -> bool:
        """Whether less was kept than was promised: another carer, nobody, or fewer hours."""
        if self.was is None:
            return False
        return self.now is None or self.now.carer != self.was.carer or self.now.hours < self.was.hours


def diff(
    problem: WeekProblem,
    before: Plan,
    now: Plan,
    events: Sequence[Event],
    today: int,
    kept: Plan | None = None,
) -> tuple[Change, ...]:
    """Every care day that changed, in order of day and family, each with its reason.

    problem: before the events. kept: the plan that would have broken no promise to other families; it says what would
    have become of a family if nobody had made room for it.
    """
    changed = after(problem, before, events, today)
    return _Explained(problem, changed, before, now, events, kept or before).changes()


def compared(problem: WeekProblem, before: Plan, now: Plan) -> tuple[Change, ...]:
    """The changes between two plans of one problem, when nothing happened but that somebody wished it."""
    return _Explained(problem, problem, before, now, (), before).changes()


def explained(
    problem: WeekProblem, before: Plan, now: Plan, kept: Plan, fallen: Mapping[tuple[str, int], Reason]
) -> tuple[Change, ...]:
    """The changes where the problem is known as it is now, and of some promises why they cannot be kept any more.

    before: all that was promised, even to families and by carers that are gone. fallen: by family and day.
    """
    return _Explained(problem, problem, before, now, (), kept, fallen).changes()


def applied(plan: Plan, changes: Iterable[Change]) -> Plan:
    """The plan after these changes."""
    shifts = {(shift.family, shift.day): shift for shift in plan.shifts}
    for change in changes:
        shifts.pop((change.family, change.day), None)
        if change.now is not None:
            shifts[change.family, change.day] = change.now
    return Plan(tuple(sorted(shifts.values())))


class _Explained:
    """Two plans side by side, and what is known about the way from one to the other."""

    def __init__(
        self,
        problem: WeekProblem,
        changed: WeekProblem,
        before: Plan,
        now: Plan,
        events: Sequence[Event],
        kept: Plan,
        fallen: Mapping[tuple[str, int], Reason] | None = None,
    ) -> None:
        self.fallen = fallen or {}
        self.problem, self.changed, self.events = problem, changed, events
        self.before = {(each.family, each.day): each for each in before.shifts}
        self.now = {(each.family, each.day): each for each in now.shifts}
        self.kept = {(each.family, each.day): each for each in kept.shifts}
        self.concerned = concerned(problem, before, events) | {family for family, _ in self.fallen}
        self.new_visits: dict[str, list[Shift]] = {}
        for key, shift in sorted(self.now.items()):
            was = self.before.get(key)
            if was is None or was.carer != shift.carer or was.hours < shift.hours:
                self.new_visits.setdefault(shift.carer, []).append(shift)

    def changes(self) -> tuple[Change, ...]:
        """All of them."""
        keys = sorted(self.before.keys() | self.now.keys(), key=lambda key: (key[1], key[0]))
        found = []
        for family, day in keys:
            was, now = self.before.get((family, day)), self.now.get((family, day))
            if was != now:
                found.append(Change(family, day, was, now, self._reason(family, day, was, now)))
        return tuple(found)

    def _reason(self, family: str, day: int, was: Shift | None, now: Shift | None) -> Reason:
        if (family, day) in self.fallen:
            return self.fallen[family, day]
        if was is None:
            known = self.problem.family_by_id.get(family)
            if known is None or day not in known.days:
                return day_by(self.changed, family, day, self.events)
            return because(Code.TIME_CAME_FREE, carer=now.carer if now else "")
        gone = why_impossible(self.changed, was, self.events)
        if gone:
            return gone
        if now is not None and now.carer == was.carer:
            indicated = hours_by(self.problem, self.changed, family)
            more = because(Code.TIME_CAME_FREE, carer=now.carer) if now.hours > was.hours else None
            return indicated or more or self._needed(was)
        return self._needed(was)

    def _needed(self, was: Shift) -> Reason:
        """For whom a carer was needed who could still have come."""
        visits = [each for each in self.new_visits.get(was.carer, ()) if each.family != was.family]
        if visits:
            visit = min(visits, key=lambda each: (-self._gained(each), abs(each.day - was.day), each))
            otherwise = self.kept.get((visit.family, visit.day))
            code = Code.NEEDED_ELSEWHERE
            if otherwise is None:
                code = Code.WOULD_HAVE_HAD_NOBODY
            elif self._gained(visit):
                code = Code.WOULD_HAVE_BEEN_SHORTENED
            return because(code, carer=was.carer, other=visit.family, other_day=visit.day)
        if was.family in self.concerned:
            return because(Code.OWN_CHANGE, family=was.family)
        return because(Code.BETTER_AS_A_WHOLE)

    def _gained(self, visit: Shift) -> int:
        """Hours that this family has on that day because room was made for it."""
        otherwise = self.kept.get((visit.family, visit.day))
        return max(0, visit.hours - (otherwise.hours if otherwise else 0))
