"""A day of home visits: who must be visited in which window for what, and by whom it can be done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ...kernel.errors import ImpossibleFact

DEPOT = 0


@dataclass(frozen=True)
class Task:
    """What one carer does at a visit. minutes: how long it takes."""

    skill: str
    minutes: float


@dataclass(frozen=True)
class Gap:
    """How long after the first task the second may begin, in minutes; 0 to 0: both at once."""

    least: float
    most: float


@dataclass(frozen=True)
class Visit:
    """One or two tasks at one home. It may begin late, never early; the second of two is done by another carer."""

    id: str
    opens: float
    closes: float
    tasks: tuple[Task, ...]
    gap: Gap | None = None


@dataclass(frozen=True)
class Visitor:
    """A carer who drives a round from the depot and back."""

    id: str
    skills: frozenset[str]


@dataclass(frozen=True)
class Stop:
    """A task of a round, and when it begins."""

    visit: str
    skill: str
    begins: float


@dataclass(frozen=True)
class Rounds:
    """For every carer her stops in order."""

    of: tuple[tuple[str, tuple[Stop, ...]], ...]


@dataclass(frozen=True)
class RoundProblem:
    """One day. minutes: the way from place to place; the depot is place 0, the visits follow in their order."""

    visits: tuple[Visit, ...]
    visitors: tuple[Visitor, ...]
    minutes: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        for name, ids in (("patients", self.visits), ("caregivers", self.visitors)):
            if any(times > 1 for times in Counter(each.id for each in ids).values()):
                raise ImpossibleFact(name, "an id stands there twice", "Give everybody an id of their own")
        size = len(self.visits) + 1
        if len(self.minutes) != size or any(len(row) != size for row in self.minutes):
            raise ImpossibleFact(
                "distances",
                "there must be a row and a column for the depot and for every patient",
                "Complete them",
            )
        for at, visit in enumerate(self.visits):
            self._check(f"patients[{at}]", visit)

    @cached_property
    def skills(self) -> tuple[str, ...]:
        """Every skill that is asked for."""
        return tuple(sorted({task.skill for visit in self.visits for task in visit.tasks}))

    def _check(self, where: str, visit: Visit) -> None:
        if visit.closes < visit.opens:
            raise ImpossibleFact(f"{where}.time_window", "it ends before it begins", "Correct it")
        if len(visit.tasks) > 1:
            if visit.gap is None:
                raise ImpossibleFact(f"{where}.synchronization", "this is missing", "Say how two carers come")
            if visit.gap.most < visit.gap.least:
                raise ImpossibleFact(
                    f"{where}.synchronization.distance", "it ends before it begins", "Correct it"
                )
            if visit.tasks[0].skill == visit.tasks[1].skill:
                raise ImpossibleFact(
                    f"{where}.required_caregivers", "a service stands there twice", "Correct it"
                )
        able = [[each.id for each in self.visitors if task.skill in each.skills] for task in visit.tasks]
        if not all(able) or (len(able) > 1 and not any(a != b for a in able[0] for b in able[1])):
            raise ImpossibleFact(
                f"{where}.required_caregivers",
                "nobody there can do this",
                "Add a carer, or take the visit out",
            )


def cost(problem: RoundProblem, rounds: Rounds) -> float:
    """A third of: the way travelled, all lateness, and the greatest lateness."""
    place = {visit.id: at + 1 for at, visit in enumerate(problem.visits)}
    closes = {visit.id: visit.closes for visit in problem.visits}
    way, late = 0.0, [0.0]
    for _, stops in rounds.of:
        places = [DEPOT, *(place[stop.visit] for stop in stops), DEPOT]
        way += sum(problem.minutes[here][there] for here, there in pairwise(places))
        late += [max(0.0, stop.begins - closes[stop.visit]) for stop in stops]
    return (way + sum(late) + max(late)) / 3
