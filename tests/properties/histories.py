"""Made-up families for Hypothesis: a beginning, and facts that can be entered in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from kraamkring.core.facts import model
from kraamkring.core.facts.model import PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact

Entry = tuple[str, Any]
DUE = date(2026, 10, 20)


@st.composite
def histories(
    draw: st.DrawFn, moves_to: tuple[str, ...] = (), region: str = "be-vlg"
) -> tuple[PregnancyFacts, list[Entry]]:
    """What is known at booking, and everything that is entered later, in the order of telling."""
    due = DUE + timedelta(days=draw(st.integers(-200, 200)))
    newborns = draw(st.sampled_from([1, 1, 1, 2, 3]))
    start = PregnancyFacts(
        booked_on=due - timedelta(days=draw(st.integers(60, 230))),
        due_dates=(model.DueDate(id="due-1", due_on=due, set_on=due - timedelta(days=230)),),
        region=region,
        expected_newborns=draw(st.sampled_from([None, newborns])),
        preferences=model.Preferences(
            stay=draw(st.sampled_from([None, "short", "classic"])),
            maternity_care=draw(st.sampled_from([None, True, False])),
            place_of_birth=draw(st.sampled_from([None, "home", "hospital"])),
        ),
    )
    born_at = datetime(due.year, due.month, due.day, tzinfo=UTC) + timedelta(
        minutes=draw(st.integers(-90_000, 12_000))
    )
    told = [*_prenatal(draw, due), *_births(draw, newborns, born_at), *_after(draw, newborns, born_at)]
    told += [
        ("moves", model.Move(on=due + timedelta(days=draw(st.integers(-150, 40))), to=to)) for to in moves_to
    ]
    return start, told


def _prenatal(draw: st.DrawFn, due: date) -> list[Entry]:
    told: list[Entry] = []
    if draw(st.booleans()):
        moved = model.DueDate(
            id="due-2", due_on=due + timedelta(days=draw(st.integers(-9, 9))), set_on=due - timedelta(200)
        )
        told.append(("due_dates", moved))
    if draw(st.booleans()):
        again = model.DueDate(
            id="due-3", corrects="due-1", due_on=due + timedelta(days=3), set_on=due - timedelta(230)
        )
        told.append(("due_dates", again))
    for days in draw(st.lists(st.integers(-200, 5), max_size=3)):
        at = datetime(due.year, due.month, due.day, 10, tzinfo=UTC) + timedelta(days=days)
        told.append(
            ("contacts", model.Contact(kind="prenatal", at=at, by=draw(st.sampled_from(["midwife", "gp"]))))
        )
    if draw(st.integers(0, 9)) == 0:
        at = datetime(due.year, due.month, due.day, tzinfo=UTC) - timedelta(days=draw(st.integers(150, 230)))
        told.append(("losses", model.Loss(at=at, kind="miscarriage")))
    return told


def _births(draw: st.DrawFn, newborns: int, born_at: datetime) -> list[Entry]:
    told: list[Entry] = []
    for number in range(1, newborns + 1):
        birth = model.Birth(
            id=f"birth-{number}",
            newborn=f"newborn-{number}",
            born_at=born_at + timedelta(minutes=17 * number),
            outcome=draw(st.sampled_from(["live", "live", "live", "stillborn"])),
            place=draw(st.sampled_from(["hospital", "hospital", "home"])),
            mode=draw(st.sampled_from(["vaginal", "caesarean"])),
            weight_g=draw(st.sampled_from([None, 2400, 3300])),
        )
        told.append(("births", birth))
        match draw(st.integers(0, 7)):
            case 0:
                later = birth.born_at + timedelta(minutes=9)
                told.append(("births", replace(birth, id=f"fix-{number}", corrects=birth.id, born_at=later)))
            case 1:
                told.append(
                    (
                        "births",
                        replace(birth, id=f"other-{number}", place="hospital", born_at=later_by(birth, 11)),
                    )
                )
            case 2:
                told.append(
                    (
                        "deaths",
                        model.Death(who=birth.newborn, at=later_by(birth, draw(st.integers(1, 20_000)))),
                    )
                )
    return told


def later_by(birth: model.Birth, minutes: int) -> datetime:
    return birth.born_at + timedelta(minutes=minutes)


def _after(draw: st.DrawFn, newborns: int, born_at: datetime) -> list[Entry]:
    told: list[Entry] = []
    everyone = ("mother", *(f"newborn-{number}" for number in range(1, newborns + 1)))
    home = born_at + timedelta(hours=draw(st.integers(1, 400)))
    who = draw(st.sampled_from([everyone, ("mother",)]))
    if draw(st.booleans()):
        planned = home + timedelta(hours=draw(st.integers(-40, 40)))
        told.append(("discharges", model.Discharge(id="plan", who=who, at=planned, planned=True)))
    if draw(st.booleans()):
        told.append(("discharges", model.Discharge(id="home", who=who, at=home)))
    match draw(st.integers(0, 5)):
        case 0:
            at = home + timedelta(hours=draw(st.integers(1, 60)))
            told.append(("discharges", model.Discharge(id="home-2", corrects="home", who=who, at=at)))
        case 1:
            at = home + timedelta(hours=draw(st.integers(1, 60)))
            told.append(("discharges", model.Discharge(id="home-b", who=who, at=at)))
            if draw(st.booleans()):
                decided = model.Decision(
                    stands=draw(st.sampled_from(["home", "home-b"])), by="coordinator", at=at
                )
                told.append(("decisions", decided))
        case 2:
            back = home + timedelta(hours=draw(st.integers(1, 100)))
            told.append(("readmissions", model.Readmission(who=("mother",), at=back)))
            if draw(st.booleans()):
                told.append(("discharges", model.Discharge(who=("mother",), at=back + timedelta(hours=30))))
    if draw(st.integers(0, 5)) == 0:
        slip = draw(st.sampled_from(["home", "home-2", "plan", "birth-2", "fix-1"]))
        told.append(("retractions", model.Retraction(fact=slip, by="midwife", why="a slip", at=home)))
    for hours in draw(st.lists(st.integers(0, 400), max_size=4)):
        visit = model.Contact(kind="home_visit", at=born_at + timedelta(hours=hours), by="midwife")
        told.append(("contacts", visit))
    for outcome in draw(st.lists(st.sampled_from(["done", "refused", "unusable"]), max_size=2)):
        at = born_at + timedelta(hours=draw(st.integers(20, 140)))
        told.append(
            (
                "screenings",
                model.Screening(screening="blood_spot", newborn="newborn-1", at=at, outcome=outcome),
            )
        )
    if draw(st.booleans()):
        start = home + timedelta(hours=draw(st.integers(0, 30)))
        agreed = model.Appointment(
            care="home_visit", start=start, end=start + timedelta(hours=1), role="midwife", accepted=True
        )
        told.append(("appointments", agreed))
    return told


def entered(start: PregnancyFacts, told: list[Entry]) -> list[PregnancyFacts]:
    """The facts after each entry. What cannot be true yet is refused, and entered again when more is known."""
    known, waiting, known_after = start, list(told), [start]
    while waiting:
        refused = []
        for name, fact in waiting:
            try:
                known = replace(known, **{name: (*getattr(known, name), fact)})
            except ImpossibleFact:
                refused.append((name, fact))
            else:
                known_after.append(known)
        if len(refused) == len(waiting):
            break  # these contradict what was entered: a person would be told so
        waiting = refused
    return known_after
