"""The screening clock: for each test of a newborn one bar, its window, since the birth, with what happened and now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kraamkring.core.facts.coherence import standing
from kraamkring.core.facts.model import Screening, ScreeningResult
from kraamkring.core.kernel.moments import HOUR, start_of_day
from kraamkring.core.pathway import Activity
from kraamkring.core.pathway.cards import ElapsedHours
from kraamkring.doors.ui import line, notation
from kraamkring.doors.ui.care import Care, Teller
from kraamkring.doors.ui.standing import Standing
from kraamkring.flows.see_around_birth import SeenAroundBirth

from .shown import called

SCREENINGS = ("blood_spot", "hearing")
STEP_HOURS, STEP_DAYS = 24, 7
ROOM = 0.15  # of the window, drawn after its end


@dataclass(frozen=True)
class Test:
    """One screening of one newborn: its picture, the test and its result as activities, and what was recorded."""

    newborn: str
    screening: str
    name: str
    picture: SafeString
    test: Care
    result: Care | None
    other: tuple[Care, ...]
    history: tuple[str, ...]
    done: bool


@dataclass(frozen=True)
class Clock:
    """One newborn with all its screenings."""

    newborn: str
    name: str
    born: str
    age: str
    tests: tuple[Test, ...]


def clocks(seen: SeenAroundBirth, standing_now: Standing, language: str) -> list[Clock]:
    """One clock for each child that lives."""
    births = standing_now.course.view.births
    return [
        _clock(slot, seen, standing_now, language)
        for slot in seen.people
        if slot != "mother" and slot in births and births[slot].outcome == "live"
    ]


def _clock(slot: str, seen: SeenAroundBirth, now: Standing, language: str) -> Clock:
    born_at = now.course.view.births[slot].born_at
    hours = int((now.now - born_at) / HOUR)
    return Clock(
        newborn=slot,
        name=called(slot, seen),
        born=notation.moment(born_at, now.zone, language),
        age=notation.hours(hours, language)
        if hours <= 5 * STEP_HOURS
        else notation.postpartum(hours // 24, language),
        tests=tuple(_tests(slot, seen, now, language)),
    )


def _tests(slot: str, seen: SeenAroundBirth, now: Standing, language: str) -> Iterator[Test]:
    teller = Teller(seen.activities, now.zone, language, len(now.course.slots))
    for screening in SCREENINGS:
        own = [a for a in seen.activities if a.promise.subject == slot and _about(a) == screening]
        test = next((a for a in own if a.promise.card.done_by.screening), None)
        if test is None:
            continue
        result = next((a for a in own if a.promise.card.done_by.result), None)
        others = [a for a in own if a not in (test, result) and a.state != "withdrawn"]
        yield Test(
            newborn=slot,
            screening=screening,
            name=anchor_of(slot, screening),
            picture=_picture(test, now, language, f"{slot}-{screening}"),
            test=teller.tell(test),
            result=teller.tell(result) if result and result.state != "withdrawn" else None,
            other=tuple(teller.tell(each) for each in others),
            history=tuple(_history(slot, screening, seen, now, language)),
            done=test.state == "done",
        )


def anchor_of(slot: str, screening: str) -> str:
    """Where this screening of this newborn stands on the page."""
    return f"{slot}-{screening.replace('_', '-')}"


def _about(activity: Activity) -> str:
    """The screening that an activity is about: the test, its result, or the refusal in writing; or empty."""
    done_by, event = activity.promise.card.done_by, activity.promise.card.event
    refused = event.removesuffix("_refused") if done_by.step == "refusal_in_writing" else ""
    return done_by.screening or done_by.result or refused


def _picture(activity: Activity, now: Standing, language: str, name: str) -> SafeString:
    window = activity.promise.window
    born_at = now.course.view.births[activity.promise.subject].born_at
    points = [window.latest + (window.latest - born_at) * ROOM, activity.done_at or window.latest]
    if now.now < window.latest + (window.latest - window.earliest):
        points.append(now.now)
    span = line.Span(born_at, max(points))
    in_hours = isinstance(activity.promise.rule.window, ElapsedHours)
    row = line.Row(
        label=getattr(activity.promise.card.title, language),
        state=activity.state,
        earliest=window.earliest,
        latest=window.latest,
        point=activity.done_at or activity.arranged_for,
        firm=activity.promise.basis == "recorded",
    )
    return mark_safe(  # noqa: S308 (line.draw escapes every word)
        line.draw(
            [row],
            span,
            list(_hours(span) if in_hours else _days(span, now)),
            [line.Event(_("birth"), born_at), line.Event(_("now"), now.now, "now")],
            title=_("The clock of this test"),
            description=_("From the birth on. Everything in the picture stands in words below it."),
            name=f"clock-{name}",
        )
    )


def _hours(span: line.Span) -> Iterator[line.Tick]:
    hours = STEP_HOURS
    while span.holds(span.start + hours * HOUR):
        yield line.Tick(f"{hours}{notation.NO_BREAK}h", span.start + hours * HOUR)
        hours += STEP_HOURS


def _days(span: line.Span, now: Standing) -> Iterator[line.Tick]:
    first = span.start.astimezone(now.zone).date()
    day = STEP_DAYS
    while span.holds(at := start_of_day(first + timedelta(days=day), now.zone)):
        yield line.Tick(str(day) if day > STEP_DAYS else _("day %(day)s") % {"day": day}, at)
        day += STEP_DAYS


def _history(slot: str, screening: str, seen: SeenAroundBirth, now: Standing, language: str) -> Iterator[str]:
    """What was recorded of it, in the order of time, in a sentence each."""
    facts = seen.facts
    told: list[tuple[datetime, str]] = []
    for test in standing(facts.screenings, facts.retracted):
        if (test.newborn, test.screening) == (slot, screening):
            told.append((test.at, _outcome(test)))
    for result in standing(facts.results, facts.retracted):
        if (result.newborn, result.screening) == (slot, screening):
            told.append((result.at, _said(result)))
    for at, sentence in sorted(told):
        yield f"{notation.moment(at, now.zone, language)}: {sentence}"


def _outcome(test: Screening) -> str:
    return {
        "done": _("the test was done"),
        "unusable": _("the test could not be used"),
        "refused": _("the test was refused"),
    }[test.outcome]


def _said(result: ScreeningResult) -> str:
    return {
        "normal": _("the result is normal"),
        "no_news": _("no news came, and that is good news"),
        "refer": _("the child is referred for a further test"),
        "abnormal": _("the result asks for action"),
    }[result.result]
