"""The days of maternity care of families, derived again from what is known now: facts in, days out, nothing kept twice.

Who plans is shown days and hours, and nothing that they follow from.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import PregnancyFacts
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.core.kraamzorg.care_days import Known, care_days
from kraamkring.core.kraamzorg.indicate import indicate
from kraamkring.core.pathway.course import Course
from kraamkring.packs.families import care_in
from kraamkring.packs.kraamzorg import book
from kraamkring.packs.planning import practice, week_rules
from kraamkring.rooms.planner.actions import Day, keep_care_days
from kraamkring.rooms.planner.hotels import agreed_days
from kraamkring.rooms.planner.models import CareNeed, CareRequest, Shortening
from kraamkring.rooms.planner.queries import needs_of, shortenings_of
from kraamkring.rooms.record.facts import facts_from
from kraamkring.rooms.record.queries import entries_about_each

from .see_entitlements import course_of, family_of


def derive_care_days(requests: Collection[CareRequest], now: datetime) -> int:
    """The days at home of these families as they follow now; how many changed. A number of queries that does not
    grow."""
    entries = entries_about_each([request.episode for request in requests])
    needs = needs_of([request.pk for request in requests])
    shortened = shortenings_of([request.episode_id for request in requests])
    away = agreed_days([request.episode_id for request in requests])
    found: dict[UUID, tuple[UUID, list[Day]]] = {}
    for request in requests:
        need = needs.get(request.episode_id)
        days: list[Day] = []
        if need is not None:
            try:
                facts = facts_from(request.episode, entries[request.episode_id], numbers={})
                days = _days(facts, need, shortened.get(request.episode_id), now)
            except Refusal:
                days = []  # it cannot be read, or must be judged first: nobody is planned on a guess
        elsewhere = away.get(request.episode_id, set())
        at_home = [each for each in days if each.day not in elsewhere]
        found[request.episode_id] = (request.organisation_id, at_home)
    return keep_care_days(found, now)


class Due(NamedTuple):
    """When a child that is not born yet is due. first: whether it is her first birth; None if nobody asked."""

    on: date
    first: bool | None


def due_dates(requests: Collection[CareRequest], now: datetime) -> dict[UUID, Due]:
    """Of the families whose child is not born yet, when it is due, as far as is known."""
    entries = entries_about_each([request.episode for request in requests])
    found: dict[UUID, Due] = {}
    for request in requests:
        try:
            facts = facts_from(request.episode, entries[request.episode_id], numbers={})
            course = course_of(facts)
        except Refusal:
            continue  # it cannot be read, or must be judged first: nobody is expected on a guess
        view = course.view
        if view.due is not None and not any(slot in view.births for slot in course.slots):
            first = None if facts.earlier_births is None else facts.earlier_births == 0
            found[request.episode_id] = Due(view.due, first)
    return found


def indicated(facts: PregnancyFacts, on: date) -> tuple[float, int] | None:
    """Hours and days by the scheme where the family lives; None where there is none, or somebody must judge."""
    method = care_in(facts.region).method
    if method is None:
        return None
    answer = indicate(family_of(facts), book(method), on)
    if answer.hours is None:
        return None
    plan = answer.spreading.plan if answer.spreading else ()
    return answer.hours, sum(1 for each in plan if each.what == "care") or practice().usual_days


def _days(facts: PregnancyFacts, need: CareNeed, shortening: Shortening | None, now: datetime) -> list[Day]:
    course = course_of(facts)
    births = [course.view.births[slot] for slot in course.slots if slot in course.view.births]
    last = max(births, key=lambda birth: birth.born_at) if births else None
    home = course.first("homecoming", "mother")
    hours, days = need.hours, need.days
    if hours is None or days is None:
        said = indicated(facts, local_day(now, course.zone))
        hours = hours or (said[0] if said else None)  # type: ignore[assignment]
        days = days or (said[1] if said else practice().usual_days)
    if hours is None:
        return []
    if shortening is not None and shortening.at >= need.written_at:
        hours = min(hours, shortening.hours)
    known = Known(
        hours=hours,
        days=days,
        due_on=course.view.due,
        born_on=local_day(last.born_at, course.zone) if last else None,
        home_on=local_day(home.at, course.zone) if home is not None and home.basis == "recorded" else None,
        at_home=last is not None and last.place == "home",
        stays_days=practice().days_in_hospital,
        over=_over(course, need),
    )
    most = week_rules().most_hours_a_day
    return [Day(each.day, each.hours, each.expected) for each in care_days(known, most)]


def _over(course: Course, need: CareNeed) -> bool:
    """Whether nobody is to be cared for as it was asked: the mother died; or no child of hers lives, and nobody said
    anew what she needs."""
    gone = [course.gone_at(slot) for slot in course.slots]
    lost = [at for at in gone if at is not None]
    return course.gone_at("mother") is not None or (len(lost) == len(gone) and need.written_at < max(lost))
