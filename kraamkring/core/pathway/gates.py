"""The gates of going home: what must be settled before somebody leaves, read off the promises that close as they leave.

There is no second list of rules. A gate is a promise whose window runs up to the homecoming (on its card: `between` an
event and `homecoming`), looked at as if they left at that moment. Its colour, the first that applies:

- green: done, in time or late; or waived.
- amber: not asked, where the card asks for a wish that nobody knows; done by the act of discharge itself (ON_LEAVING);
  or not required.
- red: required, and not done.

What was *agreed* is green only if it lies in the days of the care that it is for; otherwise the duty of that care
decides: a first visit after 24 h is red where the first visit is required, and amber where it is recommended.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal, NamedTuple

from ..facts.coherence import standing
from ..facts.model import Discharge, PregnancyFacts
from . import cards
from .cards import Card, Protocol
from .course import Course
from .derive import derive, protocol_in_force
from .phrases import Phrase
from .promises import Promise
from .states import Activity, assess
from .view import views

Colour = Literal["green", "amber", "red"]

# What the act of discharge does itself: it tells everyone on the list, and the letter goes with it. The source (KCE
# 232As, 3.3.4) lists neither as a reason to keep a family; that they may close with the act is our reading.
ON_LEAVING: Mapping[str, str] = {"network_told": "gate_told_now", "transfer_letter_sent": "gate_letter_now"}


class Gate(NamedTuple):
    """One gate for one person. on_leaving: the act of discharge closes it. step: what is recorded to open it, or
    None for what is agreed. care: the care that an agreement is for, if any."""

    card: Card
    subject: str
    colour: Colour
    said: tuple[Phrase, ...]
    on_leaving: bool = False
    care: Promise | None = None

    @property
    def key(self) -> str:
        """`activity/subject`: one gate of a card for a person."""
        return f"{self.card.activity}/{self.subject}"

    @property
    def step(self) -> str | None:
        """The step of a procedure that opens it; None if something must be agreed or screened."""
        return self.card.done_by.step

    @property
    def screening(self) -> str | None:
        """The screening that opens it, if it is one."""
        return self.card.done_by.screening

    @property
    def agreed(self) -> str | None:
        """The kind of contact that must be agreed; None if it is a step."""
        return self.card.done_by.agreed


def gates_of(
    facts: PregnancyFacts,
    protocols: Mapping[str, Protocol],
    who: Collection[str],
    at: datetime,
    now: datetime,
) -> tuple[Gate, ...]:
    """The gates of these people, as if they left the stay around the birth at `at`; in the order of the cards. None
    for who has gone home from it before. Raises ImpossibleFact if they cannot leave then."""
    protocol = protocol_in_force(facts, protocols)
    leaving = _still_there(facts, protocol, who)
    if not leaving:
        return ()
    gone = replace(facts, discharges=(*facts.discharges, Discharge(who=leaving, at=at)))
    activities = assess(derive(gone, protocols), gone, now)
    found = {(gate.card.activity, gate.subject): gate for gate in _called_for(activities, leaving, gone)}
    for gate in _not_asked(Course(gone, views(gone)[0][0], protocol), leaving):
        found.setdefault((gate.card.activity, gate.subject), gate)
    order = [card.activity for card in protocol.cards]
    people = ("mother", *sorted(set(leaving) - {"mother"}))
    return tuple(
        sorted(found.values(), key=lambda gate: (order.index(gate.card.activity), people.index(gate.subject)))
    )


def shut(gates: Collection[Gate]) -> tuple[Gate, ...]:
    """Those that are red: nobody leaves through them without a reason that is written down."""
    return tuple(gate for gate in gates if gate.colour == "red")


def _still_there(facts: PregnancyFacts, protocol: Protocol, who: Collection[str]) -> tuple[str, ...]:
    course = Course(facts, views(facts)[0][0], protocol)
    found = []
    for subject in who:
        birth, home = course.first("birth", subject), course.first("homecoming", subject)
        here = birth is not None and birth.basis == "recorded" and home is not None
        if here and home is not None and home.basis != "recorded" and course.gone_at(subject) is None:
            found.append(subject)
    return tuple(found)


def _called_for(
    activities: Collection[Activity], leaving: Collection[str], facts: PregnancyFacts
) -> Iterator[Gate]:
    for activity in activities:
        promise = activity.promise
        if promise.subject in leaving and _up_to_homecoming(promise.rule) and activity.state != "withdrawn":
            yield _gate(activity, activities, facts)


def _up_to_homecoming(rule: cards.PromiseRule) -> bool:
    return isinstance(rule.window, cards.Between) and rule.window.before == "homecoming"


def _gate(activity: Activity, activities: Collection[Activity], facts: PregnancyFacts) -> Gate:
    promise = activity.promise
    card, subject = promise.card, promise.subject
    if activity.state == "waived":
        return Gate(card, subject, "green", activity.said)
    care = _care_it_is_for(promise, activities)
    if activity.state == "done":
        if care is None or care.state in ("arranged", "done", "waived"):
            said = care.said if care is not None and care.state == "arranged" else activity.said
            return Gate(card, subject, "green", said, care=care.promise if care else None)
        window, zone = care.promise.window, promise.protocol.zone
        why = Phrase("gate_outside", earliest=window.earliest, latest=window.latest, zone=zone)
        return Gate(card, subject, _unless_required(care.promise), (why,), care=care.promise)
    step = card.done_by.step or ""
    if step in ON_LEAVING:
        return Gate(card, subject, "amber", (Phrase(ON_LEAVING[step]),), on_leaving=True)
    missing = Phrase("gate_not_accepted" if _proposed(promise, facts) else "gate_missing")
    return Gate(card, subject, _unless_required(promise), (missing,), care=care.promise if care else None)


def _unless_required(promise: Promise) -> Colour:
    return "red" if promise.obligation == "required" else "amber"


def _care_it_is_for(promise: Promise, activities: Collection[Activity]) -> Activity | None:
    """The first care of the kind that is agreed upon, for the same person."""
    agreed = promise.card.done_by.agreed
    owed = [
        each
        for each in activities
        if agreed
        and each.promise.card.done_by.contact == agreed
        and each.promise.subject == promise.subject
        and each.promise.withdrawn is None
    ]
    return min(owed, key=lambda each: (each.promise.window.latest, each.promise.key), default=None)


def _proposed(promise: Promise, facts: PregnancyFacts) -> bool:
    """Whether a time was proposed that nobody accepted yet."""
    return any(
        each.care == promise.card.done_by.agreed
        and not each.accepted
        and each.outcome is None
        and (each.who is None or promise.subject in each.who)
        for each in standing(facts.appointments, facts.retracted)
    )


def _not_asked(course: Course, leaving: Collection[str]) -> Iterator[Gate]:
    """Gates that hang on a wish, while nobody asked what is wished: not asked is not "no"."""
    for card in course.protocol.cards:
        if card.event != "homecoming":
            continue
        for subject in leaving:
            home = course.first("homecoming", subject)
            edition = card.edition_on(course.day_of(home)) if home else None
            if edition is None or (card.for_ == "mother") != (subject == "mother"):
                continue
            for rule in filter(_up_to_homecoming, edition.promises):
                failed = rule.condition(course.lookup(subject))
                if failed is not None and course.fact(subject, failed) is None:
                    yield Gate(card, subject, "amber", (Phrase("gate_not_asked", fact=failed, value=None),))
