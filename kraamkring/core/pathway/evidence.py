"""Which promise does a visit keep? Matching what was done, and what is agreed, to what was promised."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import NamedTuple

from ..facts.coherence import standing
from ..facts.model import Appointment, PregnancyFacts
from ..kernel.moments import start_of_day
from .promises import Promise

Kind = tuple[str, str]  # ("contact", "home_visit"), as in Evidence.pair
SCREENINGS = frozenset({"blood_spot", "hearing"})


class Deed(NamedTuple):
    """Something done. subjects: None means everyone it concerns. by: the role, None if it does not matter.
    told: False if nobody said when; then `at` is the earliest it can have been."""

    at: datetime
    subjects: tuple[str, ...] | None
    by: str | None
    told: bool = True

    def serves(self, promise: Promise) -> bool:
        return (self.subjects is None or promise.subject in self.subjects) and (
            self.by is None or self.by in promise.card.allowed
        )


def deeds(facts: PregnancyFacts, now: datetime, zone: tzinfo) -> dict[Kind, list[Deed]]:
    """All that was done up to `now`, by kind, in the order of time."""
    found: dict[Kind, list[Deed]] = {}

    def add(kind: str, name: str, deed: Deed) -> None:
        if deed.at <= now:
            found.setdefault((kind, name), []).append(deed)

    for contact in standing(facts.contacts, facts.retracted):
        if contact.outcome == "held":
            add("contact", contact.kind, Deed(contact.at, contact.who, contact.by))
            add("agreed", contact.kind, Deed(contact.at, contact.who, contact.by))
    told = {contact.appointment for contact in standing(facts.contacts, facts.retracted)} - {None}
    for kept in standing(facts.appointments, facts.retracted):
        if kept.accepted and kept.outcome != "cancelled":
            made = kept.made_at or kept.recorded_at
            at = made or start_of_day(facts.booked_on, zone)
            add("agreed", kept.care, Deed(min(at, kept.start), kept.who, kept.role, made is not None))
        if kept.outcome == "held" and kept.id not in told:
            kind = "screening" if kept.care in SCREENINGS else "contact"
            add(kind, kept.care, Deed(kept.start, kept.who, kept.role))
    for screening in standing(facts.screenings, facts.retracted):
        if screening.outcome == "done":
            add("screening", screening.screening, Deed(screening.at, (screening.newborn,), None))
    for result in standing(facts.results, facts.retracted):
        add("result", result.screening, Deed(result.at, (result.newborn,), None))
    for step in standing(facts.steps, facts.retracted):
        add("step", step.step, Deed(step.at, step.who, None))
    for birth in standing(facts.births, facts.retracted):
        if birth.weight_g is not None:
            add("step", "weighed", Deed(birth.born_at, (birth.newborn,), None))
    for member in standing(facts.network, facts.retracted):
        if member.accepted_on and (member.until is None or start_of_day(member.until, zone) > now):
            add("member", member.role, Deed(start_of_day(member.accepted_on, zone), None, None))
    for listed in found.values():
        listed.sort(key=lambda deed: (deed.at, deed.subjects or (), deed.by or ""))
    return found


def matched(promises: Iterable[Promise], done: Mapping[Kind, list[Deed]]) -> dict[str, Deed]:
    """What kept each promise, by key. One deed keeps one promise of a kind to a subject.

    What may be kept beside others takes the first that counts for it. A first visit is the first one that comes,
    however late. Then each deed keeps the open window that closes first.
    What is left keeps, late, the promises whose windows had closed. A withdrawn promise takes only a deed that
    nothing else claims.
    """
    kept: dict[str, Deed] = {}
    for (kind, _), owed in _owed(promises, done).items():
        if kind in ("step", "member", "result", "agreed"):
            _each(owed, kept)
        else:
            beside = [promise for promise in owed[0] if promise.card.beside_others]
            _each((beside, owed[1]), kept)
            _one_by_one(([promise for promise in owed[0] if not promise.card.beside_others], owed[1]), kept)
    return kept


Owed = tuple[list[Promise], list[Deed]]


def _owed(promises: Iterable[Promise], done: Mapping[Kind, list[Deed]]) -> dict[tuple[str, str], Owed]:
    """Promises and deeds that may meet, by kind and by name and subject."""
    owed: dict[tuple[str, str], Owed] = {}
    for promise in promises:
        pair = promise.card.done_by.pair
        if pair in done:
            group = owed.setdefault((pair[0], f"{pair[1]} {promise.subject}"), ([], done[pair]))
            group[0].append(promise)
    return owed


def _each(owed: Owed, kept: dict[str, Deed]) -> None:
    """Steps, results and members are not used up: each promise takes the first that counts for it."""
    for promise in owed[0]:
        for deed in owed[1]:
            if deed.serves(promise) and (promise.card.early_counts or deed.at >= promise.window.earliest):
                kept[promise.key] = deed
                break


def _one_by_one(owed: Owed, kept: dict[str, Deed]) -> None:
    promises = sorted(owed[0], key=lambda p: (p.withdrawn is not None, p.window.latest, p.ordinal))
    left = _first_ones(promises, owed[1], kept)
    for deed in tuple(left):
        for promise in promises:
            if promise.key not in kept and _in_time(promise, deed):
                kept[promise.key] = deed
                left.remove(deed)
                break
    for promise in promises:
        if promise.key in kept or promise.withdrawn is not None:
            continue
        for deed in left:
            if deed.serves(promise) and promise.window.closed_at(deed.at):
                kept[promise.key] = deed
                left.remove(deed)
                break


def _first_ones(promises: list[Promise], deeds: list[Deed], kept: dict[str, Deed]) -> list[Deed]:
    """Gives each first visit the first deed between its own beginning and that of the next; returns the rest."""
    left = list(deeds)
    firsts = sorted(
        (p for p in promises if p.card.takes_the_first and p.withdrawn is None),
        key=lambda p: p.window.earliest,
    )
    for promise, after in zip_longest(firsts, firsts[1:]):
        for deed in left:
            begun = deed.at >= promise.window.earliest
            if begun and deed.serves(promise) and (after is None or deed.at < after.window.earliest):
                kept[promise.key] = deed
                left.remove(deed)
                break
    return left


def _in_time(promise: Promise, deed: Deed) -> bool:
    if not deed.serves(promise):
        return False
    window = promise.window
    return window.holds(deed.at) or (promise.card.early_counts and deed.at < window.earliest)


def uncalled_for(
    promises: Iterable[Promise], facts: PregnancyFacts, now: datetime, gone: Collection[str], *, over: bool
) -> tuple[Appointment, ...]:
    """The coming appointments that a loss made pointless: every promise that they were meant for is withdrawn, is for
    somebody who is gone, or belonged to the pregnancy (over: it is). One that was never meant for a promise, as a
    talk after a loss, is none of them."""

    def ended(promise: Promise) -> bool:
        return promise.subject in gone or (over and promise.event == "booking")

    listed = list(promises)
    return tuple(
        each
        for each in standing(facts.appointments, facts.retracted)
        if each.outcome is None
        and each.start > now
        and (meant := [promise for promise in listed if _meant_for(each, promise)])
        and any(ended(promise) for promise in meant)
        and all(ended(promise) or promise.withdrawn is not None for promise in meant)
    )


class Agreed(NamedTuple):
    """What is agreed: the start of the appointment that arranges a promise, and of one that would but for its time."""

    arranged: dict[str, datetime]
    outside: dict[str, datetime]


def arrangements(promises: Iterable[Promise], facts: PregnancyFacts, now: datetime) -> Agreed:
    """Appointments by the key of the promise. One arranges a promise if a person accepted it, inside the window, with a
    role that may do it, and it is not over yet; one promise to a subject each."""
    coming = sorted(
        (
            a
            for a in standing(facts.appointments, facts.retracted)
            if a.accepted and a.outcome is None and a.end > now
        ),
        key=lambda a: (a.start, a.end, a.care, a.role, a.key or "", a.who or ()),
    )
    found = Agreed({}, {})
    if not coming:
        return found
    open_ones = sorted(
        (
            p
            for p in promises
            if p.withdrawn is None and not (p.basis == "recorded" and p.window.closed_at(now))
        ),
        key=lambda p: (p.window.latest, p.ordinal, p.key),
    )
    for appointment in coming:
        taken: set[str] = set()
        fitting = [promise for promise in open_ones if _meant_for(appointment, promise)]
        for promise in fitting:
            beside = promise.card.beside_others
            if (
                (beside or promise.subject not in taken)
                and promise.key not in found.arranged
                and _inside(appointment, promise)
            ):
                found.arranged[promise.key] = appointment.start
                if not beside:
                    taken.add(promise.subject)
        for promise in fitting:
            if promise.subject not in taken and promise.key not in found.arranged:
                found.outside.setdefault(promise.key, appointment.start)
    return found


def _meant_for(appointment: Appointment, promise: Promise) -> bool:
    kind, name = promise.card.done_by.pair
    if kind not in ("contact", "screening") or name != appointment.care:
        return False
    if appointment.key is not None and appointment.key != promise.key:
        return False
    if appointment.who is not None and promise.subject not in appointment.who:
        return False
    return appointment.role in promise.card.allowed


def _inside(appointment: Appointment, promise: Promise) -> bool:
    window = promise.window
    return window.earliest <= appointment.start and appointment.end <= window.latest
