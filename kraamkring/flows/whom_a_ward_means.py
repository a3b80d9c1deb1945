"""Whom a message of a ward is about: found by numbers, in the care of that hospital, or left to a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.finding import Known, contradiction
from kraamkring.core.kernel.moments import local_day
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.people.finding import (
    Alike,
    known_rows,
    mothers_who_may_be,
    persons_with,
    pregnancies_of_each,
    slots_of_persons,
)
from kraamkring.rooms.people.models import Person, PregnancyEpisode

from .ward_event import HOSPITAL, MOTHER, WardEvent, Whom

# From booking on, as long as a stay may belong to this pregnancy: it lasts ten months, and who comes back does so in
# the weeks after it. Our choice: it keeps the next pregnancy apart, and decides nothing about care.
BELONGS_FOR = timedelta(days=60 * 7)


class Meant(NamedTuple):
    """The one pregnancy; or None, and why not (of `rooms.wards.waiting`). slot: of a child known by a number."""

    episode: PregnancyEpisode | None
    why: str = ""
    slot: str = ""


def known_of(whom: Whom) -> Known:
    """What a message says of somebody, as it is compared. A hospital's number says nothing to anybody else."""
    return Known(
        given_name=whom.given_name,
        family_name=whom.family_name,
        birth_date=whom.birth_date,
        numbers=frozenset(each for each in whom.numbers if each[0] != HOSPITAL),
    )


def meant(event: WardEvent, by: User, now: datetime) -> Meant:
    """Whom the system of this hospital means. A number finds; a name and a birth date find nobody, they only speak
    against it."""
    house = by.organisation
    if house is None:
        return Meant(None, "nobody")
    scope = episodes_of(by, now)
    near = event.at or (event.child.born_at if event.child else None) or now
    found: set[tuple[UUID, str]] = set()
    episodes: dict[UUID, PregnancyEpisode] = {}
    if event.child:
        persons = persons_with(event.child.whom.numbers, house)
        for subject in slots_of_persons(scope, persons):
            episodes[subject.episode_id] = subject.episode
            found.add((subject.episode_id, subject.slot))
    if event.mother.numbers:
        persons = persons_with(event.mother.numbers, house)
        hers = list(Person.objects.filter(pk__in=persons))
        if _speaks_against(hers, event.mother):
            return Meant(None, "contradiction")
        for each in _at_that_time(scope, hers, near):
            episodes[each.pk] = each
            if not any(pk == each.pk for pk, _slot in found):
                found.add((each.pk, "" if event.child else MOTHER))
    if len(found) != 1:
        return Meant(None, "several" if found else "nobody")
    ((pk, slot),) = found
    return Meant(episodes[pk], slot=slot)


def _speaks_against(persons: Collection[Person], whom: Whom) -> bool:
    """Whether something that is known of them cannot be true of her."""
    told = known_of(whom)
    rows = known_rows(persons)
    return any(contradiction(told, row) for hers in rows.values() for row in hers.values())


def _at_that_time(scope: object, persons: Collection[Person], near: datetime) -> list[PregnancyEpisode]:
    hers = pregnancies_of_each(scope, persons)  # type: ignore[arg-type]
    return [
        each
        for pregnancies in hers.values()
        for each in pregnancies
        if each.booked_on <= local_day(near, ZoneInfo(each.zone)) <= each.booked_on + BELONGS_FOR
    ]


class MayBe(NamedTuple):
    """A pregnancy that a message may be about, for a person to decide, and why: `hospital` for the hospital's own
    number, else as `core.finding.Likeness`."""

    episode: PregnancyEpisode
    mother: Person
    why: str


def who_it_may_be(event: WardEvent, house: Organisation, by: User, now: datetime) -> list[MayBe]:
    """Everybody in the care of this reader whom the message may mean; by a number first, else by a likeness."""
    scope = episodes_of(by, now)
    near = event.at or (event.child.born_at if event.child else None) or now
    numbered = persons_with(event.mother.numbers, house)
    alike = [Alike(each, HOSPITAL) for each in Person.objects.filter(pk__in=numbered)]  # type: ignore[arg-type]
    alike += [
        each for each in mothers_who_may_be(scope, known_of(event.mother)) if each.person.pk not in numbered
    ]
    children = persons_with(event.child.whom.numbers, house) if event.child else set()
    found = [MayBe(each.episode, each.episode.mother, HOSPITAL) for each in slots_of_persons(scope, children)]
    for each in alike:
        found += [
            MayBe(episode, each.person, each.why) for episode in _at_that_time(scope, [each.person], near)
        ]
    return list({each.episode.pk: each for each in reversed(found)}.values())[::-1]
