"""The course of one pregnancy as a protocol asks for it: events, and named facts for conditions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Literal, NamedTuple

from ..facts.coherence import SLOTS, standing
from ..facts.model import PregnancyFacts
from ..kernel import gestation
from ..kernel.moments import HOUR, local_day, start_of_day
from ..kernel.postpartum import postpartum_day
from .cards import Protocol
from .view import View

# What a window rests on: a recorded fact; a discharge that is planned; a homecoming awaited after a recorded birth;
# a birth that is expected.
Basis = Literal["recorded", "planned", "awaited", "expected"]


class Happening(NamedTuple):
    """An event as it happened, or is planned, awaited or expected. number: of what comes again and again, else 0.
    until: the end of a readmission, None while it lasts."""

    name: str
    at: datetime
    basis: Basis = "recorded"
    number: int = 0
    until: datetime | None = None

    @property
    def token(self) -> str:
        return f"{self.name}-{self.number}" if self.number else self.name


class Course:
    """Events and named facts of one view, each worked out once. `zone` is that of the place of care."""

    def __init__(self, facts: PregnancyFacts, view: View, protocol: Protocol) -> None:
        self.facts, self.view, self.protocol, self.zone = facts, view, protocol, protocol.zone
        self.slots = SLOTS[: max([facts.expected_newborns or 1, *(int(slot[8:]) for slot in view.births)])]
        self.booked_at = start_of_day(facts.booked_on, self.zone)
        self._events: dict[tuple[str, str], list[Happening]] = {}
        self._facts: dict[tuple[str, str], Any] = {}
        self._days: dict[datetime, date] = {}
        self._lookups: dict[str, partial[Any]] = {}

    def events(self, name: str, subject: str) -> list[Happening]:
        """The events of a name for a subject; none if it can no longer happen or did not."""
        key = (name, subject)
        if key not in self._events:
            self._events[key] = EVENTS[name](self, subject)
        return self._events[key]

    def first(self, name: str, subject: str) -> Happening | None:
        events = self.events(name, subject)
        return events[0] if events else None

    def day_of(self, event: Happening) -> date:
        day = self._days.get(event.at)
        if day is None:
            day = self._days[event.at] = local_day(event.at, self.zone)
        return day

    def lookup(self, subject: str) -> partial[Any]:
        """The named facts of conditions.NAMES for a subject; None if not known."""
        if subject not in self._lookups:
            self._lookups[subject] = partial(self.fact, subject)
        return self._lookups[subject]

    def fact(self, subject: str, name: str) -> Any:
        key = (subject, name)
        if key not in self._facts:
            self._facts[key] = FACTS[name](self, subject)
        return self._facts[key]

    def lost_at(self, subject: str) -> datetime | None:
        """When this child, or the whole pregnancy for the mother, was lost before birth."""
        losses = self.view.losses
        if "all" in losses:
            return losses["all"]
        if subject == "mother":
            return max(losses.values()) if losses and set(self.slots) <= set(losses) else None
        return losses.get(subject)

    def gone_at(self, subject: str) -> datetime | None:
        """From when there is nobody to care for: death, stillbirth, loss before birth. A mother outlives a loss."""
        if subject == "mother":
            return self.view.deaths.get("mother")
        birth = self.view.births.get(subject)
        if birth is not None and birth.outcome == "stillborn":
            return birth.born_at
        return self.view.deaths.get(subject) or self.lost_at(subject)

    def in_hospital(self, subject: str) -> list[tuple[datetime, datetime | None]]:
        """Readmissions as (from, until); until None while one lasts."""
        return [(event.at, event.until) for event in self.events("readmission", subject)]


def _booking(course: Course, subject: str) -> list[Happening]:
    return [Happening("booking", course.booked_at)]


def _birth(course: Course, subject: str) -> list[Happening]:
    births = course.view.births
    if subject == "mother" and births:
        return [Happening("birth", max(birth.born_at for birth in births.values()))]
    if subject in births:
        return [Happening("birth", births[subject].born_at)]
    if course.lost_at(subject) is not None:
        return []
    return [Happening("birth", start_of_day(course.view.due, course.zone), "expected")]


def _homecoming(course: Course, subject: str) -> list[Happening]:
    """Home from the stay around the birth; a birth at home is its own homecoming."""
    birth = course.first("birth", subject)
    if birth is None:
        return []
    if course.fact(subject, "place_of_birth") == "home":
        return [Happening("homecoming", birth.at, birth.basis)]
    backs = course.view.back.get(subject, ())
    for going in sorted(course.view.homeward.get(subject, ()), key=lambda going: going.planned):
        if going.at >= birth.at and not any(back <= going.at for back in backs):
            return [Happening("homecoming", going.at, "planned" if going.planned else "recorded")]
    basis: Basis = "awaited" if birth.basis == "recorded" else "expected"
    return [Happening("homecoming", birth.at + timedelta(hours=_expected_stay_hours(course)), basis)]


def _expected_stay_hours(course: Course) -> float:
    expect, preferred = course.protocol.expectations, course.facts.preferences.stay
    if preferred == "short":
        return expect.stay_hours_short
    return expect.stay_hours_classic if preferred == "classic" else expect.stay_hours_unknown


def _readmission(course: Course, subject: str) -> list[Happening]:
    homeward = [going.at for going in course.view.homeward.get(subject, ()) if not going.planned]
    backs = course.view.back.get(subject, ())
    return [
        Happening(
            "readmission", at, "recorded", number, next((home for home in homeward if home >= at), None)
        )
        for number, at in enumerate(backs, start=1)
    ]


def _return(course: Course, subject: str) -> list[Happening]:
    """Home again after a readmission."""
    return [
        Happening("return", event.until, "recorded", event.number)
        for event in course.events("readmission", subject)
        if event.until is not None
    ]


def _loss(course: Course, subject: str) -> list[Happening]:
    """For a child: lost before birth, stillborn or died. For the mother: the first of these."""
    if subject != "mother":
        gone = course.gone_at(subject)
        return [Happening("loss", gone)] if gone else []
    moments = [gone for slot in course.slots if (gone := course.gone_at(slot))]
    return [Happening("loss", min(moments))] if moments else []


def _screening(name: str, screening: str, kept: Literal["screened", "refused"]) -> Any:
    def event(course: Course, subject: str) -> list[Happening]:
        at = getattr(course.view, kept).get((screening, subject))
        return [Happening(name, at)] if at else []

    return event


def _hearing_refer(course: Course, subject: str) -> list[Happening]:
    """Each round of the hearing test that asked for another look, numbered."""
    rounds = course.view.referred.get(("hearing", subject), ())
    return [Happening("hearing_refer", at, "recorded", number) for number, at in enumerate(rounds, start=1)]


EVENTS: dict[str, Any] = {
    "booking": _booking,
    "birth": _birth,
    "homecoming": _homecoming,
    "readmission": _readmission,
    "return": _return,
    "loss": _loss,
    "blood_spot_done": _screening("blood_spot_done", "blood_spot", "screened"),
    "blood_spot_refused": _screening("blood_spot_refused", "blood_spot", "refused"),
    "hearing_done": _screening("hearing_done", "hearing", "screened"),
    "hearing_refused": _screening("hearing_refused", "hearing", "refused"),
    "hearing_refer": _hearing_refer,
}


def _any_birth(course: Course, subject: str) -> Any:
    births = course.view.births
    if subject in births:
        return births[subject]
    return max(births.values(), key=lambda birth: birth.born_at) if births and subject == "mother" else None


def _place_of_birth(course: Course, subject: str) -> str:
    birth = _any_birth(course, subject)
    return (
        birth.place
        if birth
        else course.facts.preferences.place_of_birth or course.protocol.expectations.place_of_birth
    )


def _mode_of_birth(course: Course, subject: str) -> str | None:
    birth = _any_birth(course, subject)
    return birth.mode if birth else None


def _outcome(course: Course, subject: str) -> str | None:
    birth = _any_birth(course, subject)
    return birth.outcome if birth else None


def _stay_hours(course: Course, subject: str) -> float | None:
    birth, home = course.first("birth", subject), course.first("homecoming", subject)
    return (home.at - birth.at) / HOUR if birth and home else None


def _homecoming_day(course: Course, subject: str) -> int | None:
    birth, home = course.first("birth", subject), course.first("homecoming", subject)
    return postpartum_day(course.day_of(birth), course.day_of(home)) if birth and home else None


def _home_after_mother_hours(course: Course, subject: str) -> float | None:
    """Known once both are said by a person: a guess about one beside a guess about the other says nothing."""
    hers, own = course.first("homecoming", "mother"), course.first("homecoming", subject)
    if not hers or not own or subject == "mother":
        return None
    said = {"recorded", "planned"}
    return (own.at - hers.at) / HOUR if hers.basis in said and own.basis in said else None


def _maternity_care_wanted(course: Course, subject: str) -> bool | None:
    return course.facts.preferences.maternity_care


def _feeding(course: Course, subject: str) -> str | None:
    return course.facts.preferences.feeding


def _earlier_births(course: Course, subject: str) -> int | None:
    return course.facts.earlier_births


def _intensive_care(course: Course, subject: str) -> bool:
    return subject in course.view.intensive


def _rsv_vaccine_days_before_birth(course: Course, subject: str) -> int | None:
    """Of the first dose before the birth; before the birth, counted to the due date."""
    birth = course.first("birth", subject)
    given = [
        local_day(step.at, course.zone)
        for step in standing(course.facts.steps, course.facts.retracted)
        if step.step == "rsv_vaccine_given" and birth and step.at <= birth.at
    ]
    return (course.day_of(birth) - min(given)).days if birth and given else None


def _gestation_at_birth_days(course: Course, subject: str) -> int | None:
    """As judged at birth, else counted from the due date; before the birth, as expected."""
    birth, born = course.first("birth", subject), course.view.births.get(subject)
    if born is not None and born.gestation:
        return gestation.parse(born.gestation)
    return gestation.gestation_days(course.view.due, course.day_of(birth)) if birth else None


def _birthday(course: Course, subject: str) -> str | None:
    birth = course.first("birth", subject)
    return f"{course.day_of(birth):%m-%d}" if birth else None


def _gestation_at_loss_days(course: Course, subject: str) -> int | None:
    """Of this child, lost before or at birth; for the mother, of the child lost last, if she lost them all so."""
    if subject == "mother":
        each = [_gestation_at_loss_days(course, slot) for slot in course.slots]
        known = [days for days in each if days is not None]
        return max(known) if len(known) == len(each) else None
    birth = course.view.births.get(subject)
    lost = birth.born_at if birth and birth.outcome == "stillborn" else course.lost_at(subject)
    return gestation.gestation_days(course.view.due, local_day(lost, course.zone)) if lost else None


def _living_children(course: Course, subject: str) -> int:
    return sum(course.gone_at(slot) is None for slot in course.slots)


FACTS: dict[str, Any] = {
    "living_children": _living_children,
    "place_of_birth": _place_of_birth,
    "mode_of_birth": _mode_of_birth,
    "outcome": _outcome,
    "stay_hours": _stay_hours,
    "homecoming_day": _homecoming_day,
    "home_after_mother_hours": _home_after_mother_hours,
    "maternity_care_wanted": _maternity_care_wanted,
    "gestation_at_loss_days": _gestation_at_loss_days,
    "feeding": _feeding,
    "earlier_births": _earlier_births,
    "intensive_care": _intensive_care,
    "birthday": _birthday,
    "gestation_at_birth_days": _gestation_at_birth_days,
    "rsv_vaccine_days_before_birth": _rsv_vaccine_days_before_birth,
}
