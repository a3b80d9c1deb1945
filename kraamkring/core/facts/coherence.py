"""Which facts cannot be true beside one another. One check, one small function, one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from ..kernel import gestation
from ..kernel.errors import ImpossibleFact
from ..kernel.moments import DAY, plausible

if TYPE_CHECKING:
    from .model import Fact, PregnancyFacts

EARLIEST_BIRTH_DAYS = 20 * 7  # before 20+0 it is recorded as a loss
MOST_NEWBORNS = 9
MOST_EARLIER_BIRTHS = 30  # more is a slip of the finger
MOST_OF_A_KIND = 1000  # more than one family can bring about; keeps a hostile document quick to refuse


def check(facts: PregnancyFacts) -> None:
    """Raise ImpossibleFact for the first contradiction that no two honest people could both have written."""
    for name, listed in facts.lists():
        if len(listed) > MOST_OF_A_KIND:
            raise ImpossibleFact(
                name,
                "there are more than %(most)s of these",
                "Send one family at a time",
                most=MOST_OF_A_KIND,
            )
    _identified(facts)
    _dated(facts)
    _born(facts)
    _at_home(facts)
    _about_somebody(facts)


F = TypeVar("F", bound="Fact")


def standing(facts: Iterable[F], retracted: AbstractSet[str]) -> tuple[F, ...]:
    """The facts that no other fact corrects, and that were not taken back. A correction that was taken back
    corrects nothing; one that corrects it in turn replaces what it would have replaced."""
    listed = tuple(facts)
    replaced = {fact.corrects for fact in listed if fact.corrects and fact.id not in retracted}
    if retracted:
        pointing = {fact.id: fact.corrects for fact in listed if fact.id in retracted}
        passed_on = list(replaced)
        while passed_on:
            if (earlier := pointing.pop(passed_on.pop(), None)) is not None:
                replaced.add(earlier)
                passed_on.append(earlier)
        listed = tuple(fact for fact in listed if fact.id not in retracted)
    return (
        tuple(fact for fact in listed if fact.id is None or fact.id not in replaced) if replaced else listed
    )


def _identified(facts: PregnancyFacts) -> None:
    seen: dict[str, tuple[str, Fact]] = {}
    for name, index, fact in _numbered(facts):
        if fact.id is None:
            continue
        if fact.id in seen:
            raise ImpossibleFact(
                f"{name}[{index}].id",
                "the id %(id)s is used twice",
                "Give each fact its own",
                id=repr(fact.id),
            )
        seen[fact.id] = (name, fact)
    corrected: set[str] = set()
    for name, index, fact in _numbered(facts):
        if fact.corrects is None:
            continue
        field = f"{name}[{index}].corrects"
        if fact.corrects == fact.id or seen.get(fact.corrects, ("", fact))[0] != name:
            raise ImpossibleFact(
                field,
                "there is no other fact %(id)s in %(list)s",
                "Name the one it corrects",
                id=repr(fact.corrects),
                list=name,
            )
        if fact.corrects in corrected:
            raise ImpossibleFact(
                field,
                "%(id)s is corrected twice",
                "Correct the correction instead",
                id=repr(fact.corrects),
            )
        corrected.add(fact.corrects)
        _no_circle(field, fact, seen)
    for index, retraction in enumerate(facts.retractions):
        if seen.get(retraction.fact, ("retractions", None))[0] in ("retractions", "decisions"):
            raise ImpossibleFact(
                f"retractions[{index}].fact", "there is no such fact to take back", "Name the id of the fact"
            )
    for index, decision in enumerate(facts.decisions):
        if decision.stands not in seen:
            raise ImpossibleFact(
                f"decisions[{index}].stands",
                "there is no fact %(id)s",
                "Name the id of the fact that stands",
                id=repr(decision.stands),
            )


def _no_circle(field: str, fact: Fact, seen: dict[str, tuple[str, Fact]]) -> None:
    start, step = fact, fact
    while step.corrects and step.corrects in seen:
        step = seen[step.corrects][1]
        if step is start:
            raise ImpossibleFact(
                field, "these corrections go round in a circle", "Leave the first one without `corrects`"
            )


def _dated(facts: PregnancyFacts) -> None:
    plausible(facts.booked_on, "booked_on")
    if not standing(facts.due_dates, facts.retracted):
        raise ImpossibleFact("due_dates", "there is no due date", "Give at least one")
    if facts.expected_newborns is not None and not 1 <= facts.expected_newborns <= MOST_NEWBORNS:
        raise ImpossibleFact(
            "expected_newborns",
            "%(number)s cannot be expected",
            "Give 1 to %(most)s",
            number=facts.expected_newborns,
            most=MOST_NEWBORNS,
        )
    if facts.earlier_births is not None and not 0 <= facts.earlier_births <= MOST_EARLIER_BIRTHS:
        raise ImpossibleFact(
            "earlier_births",
            "so many births cannot be meant",
            "Give 0 to %(most)s",
            most=MOST_EARLIER_BIRTHS,
        )
    for index, due in _standing_numbered(facts, "due_dates"):
        weeks = gestation.gestation_days(due.due_on, facts.booked_on)
        field = f"due_dates[{index}].due_on"
        if weeks < 0:
            raise ImpossibleFact(
                field, "with this due date the booking was before the pregnancy began", "Check both dates"
            )
        if weeks > gestation.LONGEST_DAYS:
            raise ImpossibleFact(
                field,
                "with this due date the booking was at %(weeks)s",
                "Check both dates",
                weeks=gestation.notation(weeks),
            )


def _born(facts: PregnancyFacts) -> None:
    dues = [due.due_on for due in standing(facts.due_dates, facts.retracted)]
    for index, birth in _standing_numbered(facts, "births"):
        day = birth.born_at.date()  # in UTC: at most a day beside the local one, so a day is allowed for
        field = f"births[{index}].born_at"
        if day < facts.booked_on - DAY:
            raise ImpossibleFact(
                field,
                "the birth lies before the booking on %(day)s",
                "Check both dates",
                day=_day(facts.booked_on),
            )
        days = min(
            (gestation.gestation_days(due, day) for due in dues), key=lambda d: abs(d - gestation.TERM_DAYS)
        )
        if days > gestation.LONGEST_DAYS + 1:
            raise ImpossibleFact(
                field,
                "this birth would be at %(weeks)s",
                "Check it against the due date",
                weeks=gestation.notation(days),
            )
        if days < 0:
            raise ImpossibleFact(
                field, "this birth would be before the pregnancy began", "Check it against the due date"
            )
        if days < EARLIEST_BIRTH_DAYS - 1:
            raise ImpossibleFact(
                field,
                "this birth would be at %(weeks)s",
                "Check it against the due date; before 20+0 it is recorded as a loss",
                weeks=gestation.notation(days),
            )
    for index, loss in _standing_numbered(facts, "losses"):
        gone = [
            birth
            for birth in standing(facts.births, facts.retracted)
            if loss.newborn in (None, birth.newborn)
        ]
        if gone:
            raise ImpossibleFact(
                f"losses[{index}]",
                "the pregnancy cannot both be lost and end in a birth",
                "Record a stillbirth as a birth",
            )
        if loss.at.date() < facts.booked_on - timedelta(days=LONGEST_BEFORE_BOOKING_DAYS):
            raise ImpossibleFact(
                f"losses[{index}].at", "the loss lies before the pregnancy", "Check the date"
            )
    born: dict[str, datetime] = {}  # of contradictory births the first: then no order of entry is refused
    for birth in standing(facts.births, facts.retracted):
        born[birth.newborn] = min(birth.born_at, born.get(birth.newborn, birth.born_at))
    for index, death in _standing_numbered(facts, "deaths"):
        if death.who in born and death.at < born[death.who]:
            raise ImpossibleFact(
                f"deaths[{index}].at", "this child died before being born", "Record a stillbirth as a birth"
            )
        if death.who != "mother" and death.who not in born:
            raise ImpossibleFact(
                f"deaths[{index}].who", "this child has not been born", "Record the birth, or the loss"
            )
    for index, admitted in _standing_numbered(facts, "admissions"):
        for who in admitted.who if admitted.ward is not None else ():
            if who != "mother" and who not in born:
                raise ImpossibleFact(
                    f"admissions[{index}].who", "this child has not been born", "Record the birth first"
                )
            if who != "mother" and admitted.at < born[who]:
                raise ImpossibleFact(
                    f"admissions[{index}].at", "this lies before the birth", "Check the time"
                )
    for name in ("screenings", "results"):
        for index, fact in _standing_numbered(facts, name):
            if fact.newborn not in born:
                raise ImpossibleFact(
                    f"{name}[{index}].newborn", "this child has not been born", "Record the birth first"
                )
            if fact.at < born[fact.newborn]:
                raise ImpossibleFact(f"{name}[{index}].at", "this lies before the birth", "Check the time")


LONGEST_BEFORE_BOOKING_DAYS = 45 * 7


def _at_home(facts: PregnancyFacts) -> None:
    """Nobody goes home who was not born or admitted, and nobody comes back who did not go home."""
    births = standing(facts.births, facts.retracted)
    for index, leaving in _standing_numbered(facts, "discharges"):
        if leaving.planned:
            continue
        for who in leaving.who:
            stays = [
                a.at
                for a in standing(facts.admissions, facts.retracted)
                + standing(facts.readmissions, facts.retracted)
                if who in a.who
            ]
            stays += [b.born_at for b in births if who in ("mother", b.newborn) and b.place != "home"]
            if not any(at <= leaving.at for at in stays):
                raise ImpossibleFact(
                    f"discharges[{index}].at",
                    "this person was not in hospital yet at that time",
                    "Check it against the birth and the admissions",
                )
    for index, back in _standing_numbered(facts, "readmissions"):
        for who in back.who:
            homes = [
                d.at for d in standing(facts.discharges, facts.retracted) if who in d.who and not d.planned
            ]
            homes += [b.born_at for b in births if who in ("mother", b.newborn) and b.place == "home"]
            if not any(at <= back.at for at in homes):
                raise ImpossibleFact(
                    f"readmissions[{index}].at",
                    "this person had not gone home yet at that time",
                    "Check it against the discharges",
                )


def _about_somebody(facts: PregnancyFacts) -> None:
    slots = set(newborn_slots(facts)) | {"mother"}
    for name, index, fact in _numbered(facts):
        who = getattr(fact, "who", None)
        for subject in (who,) if isinstance(who, str) else who or ():
            if subject not in slots:
                raise ImpossibleFact(
                    f"{name}[{index}].who",
                    "this child is not expected and not born",
                    "Check it, or say that more children are expected",
                )


def newborn_slots(facts: PregnancyFacts) -> tuple[str, ...]:
    """newborn-1 to newborn-n: as many as are expected or born, at least one."""
    most = facts.expected_newborns or 1
    for birth in facts.births:
        most = max(most, int(birth.newborn[8:]))
    return SLOTS[:most]


SLOTS = tuple(f"newborn-{n}" for n in range(1, MOST_NEWBORNS + 1))


def _standing_numbered(facts: PregnancyFacts, name: str) -> Iterator[tuple[int, Any]]:
    """The standing facts of a list, each with its place in the whole list."""
    listed = getattr(facts, name)
    kept = {id(fact) for fact in standing(listed, facts.retracted)}
    return ((index, fact) for index, fact in enumerate(listed) if id(fact) in kept)


def _numbered(facts: PregnancyFacts) -> Iterator[tuple[str, int, Fact]]:
    for name, listed in facts.lists():
        for index, fact in enumerate(listed):
            yield name, index, fact


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
