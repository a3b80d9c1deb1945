"""What one card calls for in one course: its promises, their windows, and why one need not be kept any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..facts.model import Birth
from ..kernel import gestation
from ..kernel.moments import DAY, HOUR, local_day, start_of_day
from ..kernel.windows import Window
from ..kernel.working_days import holding_working_days, working_day_from
from . import cards
from .cards import Card, Uncomplicated
from .course import Basis, Course, Happening
from .phrases import Phrase
from .promises import WEIGHT, Promise


def instances(card: Card, course: Course, subject: str, beyond: bool) -> Iterator[tuple[Promise | None, str]]:
    """Each promise of a card that is called for; or None and the name of the condition that failed, if one did."""
    for event in course.events(card.event, subject):
        if card.occurrence not in (None, event.number):
            continue
        edition = card.edition_on(course.day_of(event))
        if edition is None:
            yield None, ""
            continue
        for rule in edition.promises:
            failed = rule.condition(course.lookup(subject)) if rule.when or rule.unless else None
            if failed is not None:
                yield None, failed
                continue
            made = _window(rule.window, course, subject, event)
            if made is None:
                yield None, ""
                continue
            window, basis, time_left = made
            undone = _undone(card, course, subject, event, window, basis) if time_left else NO_TIME_LEFT
            promise = Promise(
                f"{card.activity}/{subject}/{event.token}/{rule.ordinal}",
                card,
                edition,
                course.protocol,
                rule.ordinal,
                subject,
                event.token,
                window,
                basis,
                _obligation(rule, course, subject),
                rule.lead,
                rule,
                undone,
                contradicted=False,
                beyond_scope=beyond and card.scope is not None,
            )
            yield promise, ""


NO_TIME_LEFT = Phrase("no_time_left")


def _obligation(rule: cards.PromiseRule, course: Course, subject: str) -> cards.Obligation:
    required = rule.requirement is not None and rule.requirement(course.lookup(subject)) is None
    return "required" if required else rule.obligation


def _window(
    spec: cards.Window, course: Course, subject: str, event: Happening
) -> tuple[Window, Basis, bool] | None:
    """The window as instants, the weakest thing it rests on, and whether any time is left in it. None if an event it
    needs cannot happen."""
    last_counts = True
    if spec.unit == "gestational age":
        first, aim, last = (
            start_of_day(gestation.date_at(course.view.due, days), course.zone) for days in spec.days
        )
        basis: Basis = "recorded"
        last_counts = False
    else:
        anchor = event if spec.after == event.name else course.first(spec.after, subject)
        if anchor is None:
            return None
        basis = anchor.basis
        if spec.unit == "elapsed hours":
            first, aim, last = (
                anchor.at + hours * HOUR for hours in (spec.earliest, spec.target, spec.latest)
            )
            if spec.aims_at_working_day:
                aim = _on_a_working_day(aim, course)
            if spec.or_next_working_day and (opens := _on_a_working_day(last, course)) != last:
                last, last_counts = start_of_day(local_day(opens, course.zone) + DAY, course.zone), False
        elif spec.unit == "local days":
            day, zone = course.day_of(anchor), course.zone
            end_day = day + timedelta(days=spec.latest)
            if spec.working_days is not None:
                end_day = holding_working_days(day, end_day, spec.working_days, course.protocol.holidays)
            first = start_of_day(day + timedelta(days=spec.earliest), zone)
            aim = start_of_day(day + timedelta(days=spec.target), zone)
            last = start_of_day(end_day + DAY, zone)
            last_counts = False
        elif spec.unit == "season":
            begins, aims, ends = spec.from_day(course.day_of(anchor))
            first, aim = (max(anchor.at, start_of_day(each, course.zone)) for each in (begins, aims))
            last = start_of_day(ends + DAY, course.zone)
            last_counts = False
        else:
            end = event if spec.before == event.name else course.first(spec.before, subject)
            if end is None:
                return None
            first, aim, last = anchor.at, end.at, end.at
            basis = max(basis, end.basis, key=WEIGHT.__getitem__)
    bound = spec.not_before
    if bound is not None:
        other = event if bound.event == event.name else course.first(bound.event, subject)
        if other is None:
            return None
        floor = (
            start_of_day(course.day_of(other) + bound.days * DAY, course.zone)
            if bound.days is not None
            else other.at + (bound.hours or 0) * HOUR
        )
        if floor > last or (floor == last and not last_counts):
            return Window(first, aim, last, last_counts), basis, False
        if floor > first:
            first, aim = floor, max(aim, floor)
            basis = max(basis, other.basis, key=WEIGHT.__getitem__)
    return Window(first, max(first, min(aim, last)), last, last_counts), basis, last > first or last_counts


def _on_a_working_day(aim: datetime, course: Course) -> datetime:
    """The same instant on a working day; else the beginning of the next one."""
    day = local_day(aim, course.zone)
    working = working_day_from(day, course.protocol.holidays)
    return aim if working == day else start_of_day(working, course.zone)


def _undone(
    card: Card, course: Course, subject: str, event: Happening, window: Window, basis: Basis
) -> Phrase | None:
    """Why a promise that is called for need not be kept any more, or None."""
    gone = course.gone_at(subject)
    if gone is not None and event.name != "loss" and not window.closed_at(gone):
        return Phrase("mother_died" if subject == "mother" else "child_gone", at=gone, zone=course.zone)
    if event.name == "booking" and window.closed_at(course.booked_at):
        return Phrase("before_booking", on=course.facts.booked_on)
    for name in card.ends_with:
        end = course.first(name, subject)
        if end is not None and end.basis == "recorded" and not window.closed_at(end.at):
            return Phrase(f"ended_by_{name}", at=end.at, zone=course.zone)
    if card.event == "booking":
        lost = course.lost_at(subject)
        if lost is not None and not window.closed_at(lost):
            return Phrase("lost", at=lost, zone=course.zone)
    if card.pauses_in_hospital and basis == "recorded":
        for since, until in course.in_hospital(subject):
            if not window.closed_at(since) and (until is None or window.closed_at(until)):
                return Phrase("in_hospital", at=since, zone=course.zone)
    return None


def beyond_uncomplicated(course: Course) -> bool:
    """True if it is known that this was not the single, vaginal birth without complications, at term and of a child
    of an ordinary weight, that the sources of this country speak of. After a loss nothing is said of it."""
    facts, births = course.facts, course.view.births.values()
    usual = course.protocol.bounds.uncomplicated
    if usual is None or any(birth.outcome == "stillborn" for birth in births):
        return False
    if facts.course == "complicated" or facts.mother_condition == "concern" or len(course.slots) > 1:
        return True
    return any(_out_of_the_ordinary(birth, course, usual) for birth in births)


def _out_of_the_ordinary(birth: Birth, course: Course, usual: Uncomplicated) -> bool:
    days = gestation.gestation_days(course.view.due, local_day(birth.born_at, course.zone))
    light = birth.weight_g is not None and birth.weight_g <= usual.above_g
    first, last = usual.days
    return birth.mode != "vaginal" or birth.condition == "concern" or light or not first <= days <= last
