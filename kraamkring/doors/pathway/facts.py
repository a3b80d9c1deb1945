"""Answers of a page into facts of core. What was not told stays unknown; nothing is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kraamkring.core.facts.model import (
    Appointment,
    Birth,
    Contact,
    Discharge,
    DueDate,
    Member,
    Preferences,
    PregnancyFacts,
    Screening,
    StepDone,
)
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.pathway import Promise

Answers = Mapping[str, Any]

MINUTE = timedelta(minutes=1)  # how long a visit takes is not asked: only its beginning counts
TICKABLE = ("contact", "screening", "step", "member")  # kinds of evidence that a tick can stand for


def facts_of(answers: Answers, now: datetime) -> PregnancyFacts:
    """The facts that the answers tell. Raises ImpossibleFact for what cannot be true."""
    births = _births(answers)
    return PregnancyFacts(
        booked_on=answers["booked_on"],
        due_dates=(DueDate(due_on=answers["due_on"], set_on=answers["booked_on"]),),
        region="be-vlg",
        expected_newborns=int(answers["expected"]) if answers["expected"] else None,
        preferences=Preferences(
            stay=answers["stay"] or None,
            maternity_care={"yes": True, "no": False}.get(answers["maternity_care"]),
        ),
        births=births,
        discharges=_discharges(answers, births),
        contacts=tuple(_contacts(answers)),
        screenings=tuple(_screenings(answers, births)),
        appointments=tuple(_appointments(answers, births, now)),
    )


def _births(answers: Answers) -> tuple[Birth, ...]:
    return tuple(
        Birth(
            newborn=f"newborn-{number}",
            born_at=answers[f"born_{number}_at"],
            outcome=answers[f"outcome_{number}"],
            place=answers["place"],
            mode=answers["mode"],
            weight_g=answers[f"weight_{number}"],
        )
        for number in (1, 2, 3)
        if answers[f"born_{number}_at"]
    )


def _living(births: Iterable[Birth]) -> tuple[str, ...]:
    return tuple(birth.newborn for birth in births if birth.outcome == "live")


def _discharges(answers: Answers, births: Iterable[Birth]) -> tuple[Discharge, ...]:
    if not answers["home"]:
        return ()
    who = ("mother", *_living(births))
    return (Discharge(who=who, at=answers["home_at"], planned=answers["home"] == "planned"),)


def _contacts(answers: Answers) -> Iterable[Contact]:
    if answers["visit"] == "done":
        yield Contact(kind="home_visit", at=answers["visit_at"], by="midwife")
    if answers["check"] == "done":
        yield Contact(kind="paediatric_check", at=answers["check_at"], by="paediatrician")


def _screenings(answers: Answers, births: Iterable[Birth]) -> Iterable[Screening]:
    for birth in births:
        said = answers[f"spot_{birth.newborn[8:]}"]
        if said in ("done", "refused"):
            at = answers[f"spot_{birth.newborn[8:]}_at"]
            yield Screening(screening="blood_spot", newborn=birth.newborn, at=at, outcome=said)


def _appointments(answers: Answers, births: Iterable[Birth], now: datetime) -> Iterable[Appointment]:
    """What is agreed counts as agreed before going home: when it was agreed is not asked."""
    made = min(now, answers["home_at"] or now)
    if answers["visit"] == "agreed":
        yield _agreed("home_visit", answers["visit_at"], "midwife", made)
    if answers["check"] == "agreed":
        yield _agreed("paediatric_check", answers["check_at"], "paediatrician", made)
    for birth in births:
        if answers[f"spot_{birth.newborn[8:]}"] == "agreed":
            at = answers[f"spot_{birth.newborn[8:]}_at"]
            yield _agreed("blood_spot", at, "coordinator", made, (birth.newborn,))


def _agreed(
    care: Any, start: datetime, role: Any, made: datetime, who: tuple[str, ...] | None = None
) -> Appointment:
    return Appointment(
        care=care,
        start=start,
        end=start + MINUTE,
        role=role,
        accepted=True,
        who=who,
        made_at=min(made, start),
    )


# --- ticks


def may_be_ticked(promise: Promise, now: datetime) -> bool:
    """True if a tick can say that it was done: its time has begun, and the facts still ask for it."""
    return (
        promise.withdrawn is None
        and promise.card.done_by.pair[0] in TICKABLE
        and promise.window.earliest <= now
    )


def ticked(facts: PregnancyFacts, promises: Iterable[Promise], now: datetime) -> PregnancyFacts:
    """The facts, and beside them each of these promises as done in its window."""
    contacts, screenings, steps, network = [], [], [], []
    for promise in promises:
        kind, name = promise.card.done_by.pair
        at, by, who = moment_in_window(promise, now), promise.card.role, (promise.subject,)
        if kind == "contact":
            contacts.append(Contact(kind=name, at=at, by=by, who=who))  # type: ignore[arg-type]
        elif kind == "screening":
            screenings.append(Screening(screening=name, newborn=promise.subject, at=at, outcome="done"))  # type: ignore[arg-type]
        elif kind == "step":
            steps.append(StepDone(step=name, at=at, by=by, who=who))  # type: ignore[arg-type]
        elif kind == "member":
            network.append(Member(role=name, accepted_on=local_day(at, promise.protocol.zone)))  # type: ignore[arg-type]
    return replace(
        facts,
        contacts=(*facts.contacts, *contacts),
        screenings=(*facts.screenings, *screenings),
        steps=(*facts.steps, *steps),
        network=(*facts.network, *network),
    )


def moment_in_window(promise: Promise, now: datetime) -> datetime:
    """The target, or the last moment before it that lies in the window and not after now."""
    window = promise.window
    at = min(window.target, now)
    return window.latest - MINUTE if window.closed_at(at) else max(at, window.earliest)
