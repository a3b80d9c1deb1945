"""What happens while a plan is running: each event a fact, and the problem as it is afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import dist
from typing import TypeVar

from ...kernel.errors import ImpossibleFact
from .expecting import not_begun
from .model import Carer, Family, Pin, Place, Plan, WeekProblem
from .reasons import Code


@dataclass(frozen=True)
class Born:
    """The child came: these are the care days now. With twins more hours a day, or a skill that is needed.

    Of a family that was expected, too: from now on it is there.
    """

    family: str
    days: tuple[int, ...]
    hours_a_day: int | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CarerSick:
    """A carer cannot work on these days."""

    carer: str
    days: tuple[int, ...]


@dataclass(frozen=True)
class GoesHomeEarly:
    """A family leaves the hospital on this day; its care begins then."""

    family: str
    on: int


@dataclass(frozen=True)
class StaysLonger:
    """A family stays in hospital; before this day nobody need come."""

    family: str
    until: int


@dataclass(frozen=True)
class Readmitted:
    """A family goes back to hospital: these care days fall away, those come back afterwards."""

    family: str
    away: tuple[int, ...]
    back: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReIndicated:
    """From today a family gets other hours a day."""

    family: str
    hours_a_day: int


@dataclass(frozen=True)
class Refused:
    """A family does not want this carer any more."""

    family: str
    carer: str


@dataclass(frozen=True)
class LostDay:
    """Nobody travels on this day: everywhere, or within so many km of a place."""

    day: int
    centre: Place | None = None
    km: float = 0.0

    def reaches(self, place: Place) -> bool:
        """Whether it is lost there."""
        return self.centre is None or dist(self.centre, place) <= self.km


@dataclass(frozen=True)
class NewFamily:
    """A family that nobody had counted on."""

    family: Family


@dataclass(frozen=True)
class Left:
    """A family needs no care any more."""

    family: str


_Known = TypeVar("_Known", Family, Carer)

OfAFamily = Born | GoesHomeEarly | StaysLonger | Readmitted | ReIndicated | Refused | Left
Event = OfAFamily | CarerSick | LostDay | NewFamily

CODES: dict[type[Event], Code] = {
    Born: Code.BORN,
    CarerSick: Code.CARER_SICK,
    GoesHomeEarly: Code.WENT_HOME_EARLY,
    StaysLonger: Code.STAYS_LONGER,
    Readmitted: Code.READMITTED,
    ReIndicated: Code.HOURS_INDICATED,
    Refused: Code.CARER_REFUSED,
    LostDay: Code.NOBODY_TRAVELS,
    NewFamily: Code.NEW_FAMILY,
    Left: Code.LEFT,
}


def after(problem: WeekProblem, plan: Plan, events: Sequence[Event], today: int) -> WeekProblem:
    """The problem when these events have happened and this plan was promised.

    Pins that can no longer be kept are not among its pins; `released` says which. Raises ImpossibleFact for an event
    about a family, carer or day that is not there. Families that are expected still have not begun before today.
    """
    families, carers = dict(problem.family_by_id), dict(problem.carer_by_id)
    expected = {one.care.id: one for one in problem.expected}
    for at, event in enumerate(events):
        where = f"events[{at}]"
        if isinstance(event, NewFamily):
            if event.family.id in families:
                raise ImpossibleFact(where, "this family is there already", "Give it an id of its own")
            new = event.family
            expected.pop(new.id, None)
            families[new.id] = replace(new, days=tuple(day for day in sorted(new.days) if day >= today))
        elif isinstance(event, CarerSick):
            carer = _there(carers, event.carer, where)
            ill = frozenset(day for day in event.days if day >= today)
            carers[carer.id] = replace(carer, days_off=carer.days_off | ill)
        elif isinstance(event, LostDay):
            _lose(event, families, carers, today)
        elif event.family in expected and isinstance(event, Born | Left):
            one = expected.pop(event.family)
            families[one.care.id] = _changed(one.care, event, today)
        else:
            family = _there(families, event.family, where)
            families[family.id] = _changed(family, event, today)
    known = frozenset(shift for shift in plan.shifts if shift.family in families)
    changed = replace(
        problem,
        families=tuple(families.values()),
        carers=tuple(carers.values()),
        promised=Plan(tuple(sorted(known))),
        pins=(),
        settled_before=today,
        expected=tuple(not_begun(one, today) for one in expected.values()),
    )
    return replace(changed, pins=tuple(pin for pin in problem.pins if can_come(changed, pin)))


def can_come(problem: WeekProblem, pin: Pin) -> bool:
    """Whether this carer may come to this family on this day at all, whatever else is planned."""
    family, carer = problem.family_by_id.get(pin.family), problem.carer_by_id.get(pin.carer)
    if family is None or carer is None or pin.day not in family.days:
        return False
    return pin.day < problem.settled_before or (problem.able(carer, family) and pin.day not in carer.days_off)


def concerned(problem: WeekProblem, plan: Plan, events: Iterable[Event]) -> frozenset[str]:
    """The families whose own care these events touch."""
    found: set[str] = set()
    for event in events:
        if isinstance(event, NewFamily):
            found.add(event.family.id)
        elif isinstance(event, CarerSick):
            found |= {
                each.family for each in plan.shifts if each.carer == event.carer and each.day in event.days
            }
        elif isinstance(event, LostDay):
            for shift in plan.shifts:
                homes = problem.family_by_id[shift.family], problem.carer_by_id[shift.carer]
                if shift.day == event.day and any(event.reaches(home.place) for home in homes):
                    found.add(shift.family)
        else:
            found.add(event.family)
    return frozenset(found)


def _changed(family: Family, event: OfAFamily, today: int) -> Family:
    match event:
        case Born():
            return replace(
                _days(family, today, lambda _: event.days),
                hours_a_day=event.hours_a_day or family.hours_a_day,
                needs=family.needs | event.needs,
            )
        case GoesHomeEarly():
            return _days(
                family, today, lambda days: (*range(event.on, min(days, default=event.on + 1)), *days)
            )
        case StaysLonger():
            return _days(family, today, lambda days: tuple(day for day in days if day >= event.until))
        case Readmitted():
            return _days(family, today, lambda days: (*(set(days) - set(event.away)), *event.back))
        case ReIndicated():
            return replace(family, hours_a_day=event.hours_a_day)
        case Refused():
            return replace(family, not_by=family.not_by | {event.carer})
        case Left():
            return _days(family, today, lambda _: ())


def _days(family: Family, today: int, change: Callable[[tuple[int, ...]], Iterable[int]]) -> Family:
    """Other care days from today on."""
    passed = {day for day in family.days if day < today}
    coming = {day for day in change(tuple(day for day in family.days if day >= today)) if day >= today}
    return replace(family, days=tuple(sorted(passed | coming)))


def _lose(event: LostDay, families: dict[str, Family], carers: dict[str, Carer], today: int) -> None:
    if event.day < today:
        return
    for family in families.values():
        if event.day in family.days and event.reaches(family.place):
            families[family.id] = replace(family, days=tuple(day for day in family.days if day != event.day))
    for carer in carers.values():
        if event.reaches(carer.place):
            carers[carer.id] = replace(carer, days_off=carer.days_off | {event.day})


def _there(known: Mapping[str, _Known], name: str, where: str) -> _Known:
    if name not in known:
        raise ImpossibleFact(where, "it names a family or carer that is not there", "Correct it")
    return known[name]
