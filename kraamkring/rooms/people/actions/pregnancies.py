"""Opening a pregnancy, its slots, and the newborn who becomes a person in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs.identifiers import PROVISIONAL, unchecked
from kraamkring.rooms.accounts.models import Organisation, User

from ..models import ParentChildLink, Person, PregnancyEpisode, Subject
from .persons import identify, register_person

MOTHER = "mother"


@transaction.atomic
def open_pregnancy(
    *,
    mother: Person,
    region: str | None,
    booked_on: date,
    zone: str,
    organisation: Organisation,
    by: User,
    now: datetime,
    id: UUID | None = None,
) -> PregnancyEpisode:
    """A new pregnancy, with the mother as its first subject. id: made by whoever sends it, if it may come twice."""
    episode = PregnancyEpisode.objects.create(
        id=id or new_id(now),
        mother=mother,
        region=region,
        booked_on=booked_on,
        zone=zone,
        organisation=organisation,
        registered_by=by,
        registered_at=now,
    )
    Subject.objects.create(id=new_id(now), episode=episode, slot=MOTHER, person=mother)
    return episode


def make_slots(*, episode: PregnancyEpisode, slots: Iterable[str], now: datetime) -> dict[str, Subject]:
    """Every subject of the pregnancy by slot, those that were missing made."""
    there = {subject.slot: subject for subject in Subject.objects.filter(episode=episode)}
    for subject in there.values():
        subject.episode = episode
    missing = [Subject(id=new_id(now), episode=episode, slot=slot) for slot in slots if slot not in there]
    return there | {subject.slot: subject for subject in Subject.objects.bulk_create(missing)}


@transaction.atomic
def register_newborn(*, subject: Subject, born_at: datetime, by: User, now: datetime) -> Person:
    """The person in a newborn's slot: made at the first word of the birth, with a provisional number and the
    link to her mother. Raises Refusal for the mother's slot."""
    if subject.slot == MOTHER:
        raise Refusal("newborn", "the mother is not born in her own pregnancy", 'Write "newborn-1" and so on')
    born_on = local_day(born_at, ZoneInfo(subject.episode.zone))
    if subject.person is not None:
        Person.objects.filter(pk=subject.person.pk).update(birth_date=born_on)
        return subject.person
    child = register_person(now=now, birth_date=born_on)
    Subject.objects.filter(pk=subject.pk).update(person=child)
    subject.person = child
    identify(person=child, number=unchecked(PROVISIONAL, str(new_id(now))), now=now)
    ParentChildLink.objects.create(
        id=new_id(now),
        parent_id=subject.episode.mother_id,
        child=child,
        kind=ParentChildLink.Kind.BIRTH_MOTHER,
        since=born_at,
        recorded_by=by,
        recorded_at=now,
    )
    return child
