"""A family looks up what it may expect: help at home and its hours, and the leave around the birth, day by day.

Nothing is written. What is reckoned rests on the facts of the record as far as the reader may see them, and on what she
says on the page; what she says is kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from kraamkring.core.entitlements.answer import Leave
from kraamkring.core.entitlements.case import BirthCase
from kraamkring.core.entitlements.partner import Taken, Work, partner_leave
from kraamkring.core.entitlements.report import leave_report
from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.core.kernel.gestation import gestation_days, notation
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.kraamzorg.answer import Answer
from kraamkring.core.kraamzorg.explained import CareExplained
from kraamkring.core.kraamzorg.family import MOST_NEWBORNS, Family, Loss
from kraamkring.core.kraamzorg.indicate import indicate
from kraamkring.core.kraamzorg.scheme import PackageScheme
from kraamkring.core.pathway.course import Course
from kraamkring.core.pathway.view import views
from kraamkring.packs import protocol
from kraamkring.packs.families import care_in, partner_leave_of
from kraamkring.packs.kraamzorg import book
from kraamkring.packs.leave import leave_schemes
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.planner.models import Shortening
from kraamkring.rooms.planner.queries import shortening_of

from . import transaction
from .admitting import Admitted, admit
from .pathway import facts_now


class OwnPart(NamedTuple):
    """What a family paid for an hour, in the last year of which that was found."""

    year: int
    euro_per_hour: float


class SeenCare(NamedTuple):
    """care: what is told where she lives. hours: what the scheme reckons; None where there is none, where the reader
    may not see what it rests on, or where the facts do not allow it. last_known: where the amount of the year was
    not found. shortened: what was decided in scarcity."""

    episode: PregnancyEpisode
    care: CareExplained
    hours: Answer | None
    last_known: OwnPart | None = None
    shortened: Shortening | None = None


class SeenLeave(NamedTuple):
    """due_on: the day that is expected. leave: of the mother, with its report; None where no rule holds or where the
    reader may not see the dates; why_not: the field and the sentence. partner: what the other parent may take."""

    episode: PregnancyEpisode
    country: str
    dates_known: bool
    born: bool
    lost: bool
    leave: Leave | None
    report: dict[str, Any] | None
    why_not: Refusal | None
    partner: tuple[Taken, ...]


@dataclass(frozen=True)
class LeaveAsked:
    """What she says of her work, on the page. other: one whose rules are not here (out of work, a public servant)."""

    work: Literal["employee", "self-employed", "other"] = "employee"
    weeks_before: int | None = None
    extra_weeks: bool | None = None
    partner: Literal["employee", "self-employed", "other", "nobody"] = "employee"


@transaction.atomic
def see_maternity_care(*, episode_id: UUID, by: User, now: datetime) -> SeenCare:
    """What maternity care is where she lives, and how many hours she may expect. Raises NotAllowed if the actor may not
    see the plan."""
    admitted = admit(by, episode_id, now, "plan")
    admitted.note_look("promises:maternity_care")
    care, shortened = care_in(admitted.episode.region), shortening_of(admitted.episode.pk)
    if care.method is None or not _sees_dates(admitted):
        return SeenCare(admitted.episode, care, None, None, shortened)
    try:
        family = family_of(facts_now(admitted.episode, admitted.networks))
        hours = indicate(family, book(care.method), local_day(now, _zone(admitted.episode)))
    except Refusal:
        hours = None
    paid = hours.own_contribution if hours else None
    last = _last_known(care.method) if paid and paid.euro_per_hour is None and paid.euro != 0 else None
    return SeenCare(admitted.episode, care, hours, last, shortened)


@transaction.atomic
def see_leave(*, episode_id: UUID, by: User, now: datetime, asked: LeaveAsked) -> SeenLeave:
    """The leave around the birth, for what she says of her work. Raises NotAllowed if the actor may not see the plan;
    what cannot be reckoned is in the answer."""
    admitted = admit(by, episode_id, now, "plan")
    admitted.note_look("promises:leave")
    country = (admitted.episode.region or "").partition("-")[0]
    empty = SeenLeave(admitted.episode, country, False, False, False, None, None, None, ())
    if country not in leave_schemes() or not _sees_dates(admitted):
        return empty
    try:
        facts = facts_now(admitted.episode, admitted.networks)
        course = course_of(facts)
    except ImpossibleFact as unreadable:
        return empty._replace(why_not=unreadable)
    births = course.view.births.values()
    lost = any(course.gone_at(slot) for slot in course.slots)
    seen = empty._replace(dates_known=True, born=bool(births), lost=lost)
    leave, report, why_not = _leave(course, country, asked) if asked.work != "other" else (None, None, None)
    born = max((local_day(birth.born_at, course.zone) for birth in births), default=course.view.due)
    return seen._replace(
        leave=leave,
        report=report,
        why_not=why_not,
        partner=tuple(_partner(country, born, asked, lost=lost)),
    )


def _last_known(method: str) -> OwnPart | None:
    scheme = book(method).scheme
    known = scheme.contributions if isinstance(scheme, PackageScheme) else ()
    last = max(known, key=lambda each: each.year, default=None)
    return OwnPart(last.year, last.euro_per_hour) if last else None


def _leave(
    course: Course, country: str, asked: LeaveAsked
) -> tuple[Leave | None, dict[str, Any] | None, Refusal | None]:
    kind = leave_schemes()[country]
    try:
        case: BirthCase = kind.read(json.dumps(_case(course, country, asked), default=date.isoformat))
        leave = kind.work_out(case)
    except Refusal as refusal:
        return None, None, refusal
    return leave, leave_report(case, leave, kind.scheme, country), None


def _case(course: Course, country: str, asked: LeaveAsked) -> dict[str, Any]:
    """The case as docs/leave.md names it. Raises Refusal for a loss before birth: no scheme speaks of one."""
    case: dict[str, Any] = {"due_on": course.view.due, "children": len(course.slots)}
    births = [course.view.births[slot] for slot in course.slots if slot in course.view.births]
    if not births and any(course.lost_at(slot) for slot in course.slots):
        raise Refusal(
            "", "no rule is known here for leave after such a loss", "Ask your midwife or your doctor"
        )
    if births:
        case["born_on"] = max(local_day(birth.born_at, course.zone) for birth in births)
        if all(birth.outcome == "stillborn" for birth in births):
            case["outcome"] = "stillborn"
        died = [local_day(at, course.zone) for slot in course.slots if (at := course.view.deaths.get(slot))]
        if died and len(died) == len([birth for birth in births if birth.outcome == "live"]):
            case["child_died_on"] = max(died)
        if stays := list(_stays(course)):
            case["hospital"] = stays
        if at := course.gone_at("mother"):
            case["mother_died_on"] = local_day(at, course.zone)
    if asked.weeks_before is not None:
        case["weeks_before"] = asked.weeks_before
    asks = leave_schemes()[country].asks
    if "status" in asks:
        case["status"] = asked.work
    if "extra_weeks" in asks and len(course.slots) > 1 and asked.extra_weeks is not None:
        case["extra_weeks"] = asked.extra_weeks
    return case


def _stays(course: Course) -> Iterator[dict[str, date]]:
    """When a child lay in hospital, until the day it went home, as far as both were recorded."""
    for slot in course.slots:
        birth, home = course.view.births.get(slot), course.first("homecoming", slot)
        if birth is not None and home is not None and home.basis == "recorded" and home.at > birth.born_at:
            yield {"from": local_day(birth.born_at, course.zone), "until": local_day(home.at, course.zone)}
        for back, until in course.in_hospital(slot):
            if until is not None:
                yield {"from": local_day(back, course.zone), "until": local_day(until, course.zone)}


def _partner(country: str, born: date, asked: LeaveAsked, *, lost: bool) -> list[Taken]:
    if asked.partner == "other" or asked.partner == "nobody":
        return []
    work: Work = asked.partner
    return list(partner_leave(partner_leave_of(country), born, work, child_lost=lost))


def family_of(facts: PregnancyFacts) -> Family:
    """What the record says that matters for the hours; what it does not say is left out. Raises ImpossibleFact where
    the facts cannot be read."""
    course = course_of(facts)
    births = [course.view.births[slot] for slot in course.slots if slot in course.view.births]
    known: dict[str, Any] = {
        "due_on": course.view.due,
        "feeding": facts.preferences.feeding,
        "newborns": min(len(course.slots), MOST_NEWBORNS),
        "first_child": None if facts.earlier_births is None else facts.earlier_births == 0,
    }
    gone = [slot for slot in course.slots if course.gone_at(slot)]
    if births:
        last = max(births, key=lambda birth: birth.born_at)
        known |= {
            "born_on": local_day(last.born_at, course.zone),
            "place_of_birth": last.place,
            "mode_of_birth": last.mode,
        }
        home = course.first("homecoming", "mother")
        if home is not None and home.basis == "recorded" and last.place != "home":
            known["discharged_on"] = local_day(home.at, course.zone)
    if gone:
        at = min(moment for slot in gone if (moment := course.gone_at(slot)))
        lasted = gestation_days(
            course.view.due, local_day(min(at, last.born_at) if births else at, course.zone)
        )
        known["loss"] = Loss(
            gestation=notation(max(lasted, 0)),
            living_newborns=min(len(course.slots) - len(gone), MOST_NEWBORNS),
        )
    return Family(**known)


def course_of(facts: PregnancyFacts) -> Course:
    """The course of a pregnancy, by the protocol of its region."""
    return Course(facts, views(facts)[0][0], protocol(facts.region or ""))


def _zone(episode: PregnancyEpisode) -> Any:
    return protocol(episode.region or "").zone


def _sees_dates(admitted: Admitted) -> bool:
    """Whether the reader may see the days that everything is reckoned from."""
    return all(admitted.may(part).allowed for part in ("prenatal", "birth_and_stay"))
