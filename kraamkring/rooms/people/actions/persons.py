"""Registering persons so that they are found, and giving them numbers that replace one another without being lost."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kraamkring.core.finding import endings
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs.identifiers import SUPERSEDES, KnownNumber
from kraamkring.rooms.accounts.models import Organisation

from ..models import NameEnding, Person, PersonIdentifier
from ..models.persons import Sex


@transaction.atomic
def register_person(
    *,
    now: datetime,
    given_name: str = "",
    family_name: str = "",
    birth_date: date | None = None,
    sex: Sex = Sex.UNKNOWN,
    language: str = "",
    interpreter_needed: bool | None = None,
) -> Person:
    """A new person, who can be found by her names; what was not asked stays empty."""
    id = new_id(now)
    person = Person.objects.create(
        id=id,
        stands_for_id=id,
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        sex=sex,
        language=language,
        interpreter_needed=interpreter_needed,
    )
    _can_be_found(person)
    return person


@transaction.atomic
def complete_person(
    *,
    person: Person,
    given_name: str = "",
    family_name: str = "",
    birth_date: date | None = None,
    language: str = "",
    interpreter_needed: bool | None = None,
    sex: str = "",
) -> Person:
    """What was not known of her before is filled in. Her names, birth date and sex stay as they are where they are
    known; of her language, and whether an interpreter is needed, the new answer holds. Returns the row as it is."""
    known = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    known.given_name = known.given_name or given_name
    known.family_name = known.family_name or family_name
    known.birth_date = known.birth_date or birth_date
    known.language = language or known.language
    if sex and known.sex == Sex.UNKNOWN:
        known.sex = Sex(sex)
    if interpreter_needed is not None:
        known.interpreter_needed = interpreter_needed
    known.save(
        update_fields=["given_name", "family_name", "birth_date", "language", "interpreter_needed", "sex"]
    )
    _can_be_found(known)
    return known


def _can_be_found(person: Person) -> None:
    """The endings of her names, as they are now."""
    now_hers = endings(person.given_name) | endings(person.family_name)
    NameEnding.objects.filter(person=person).exclude(ending__in=now_hers).delete()
    NameEnding.objects.bulk_create(
        [NameEnding(person=person, ending=ending) for ending in sorted(now_hers)], ignore_conflicts=True
    )


@transaction.atomic
def identify(
    *, person: Person, number: KnownNumber, now: datetime, issuer: Organisation | None = None
) -> PersonIdentifier:
    """The person's current number in that system. The one that was current ends now, and so do those that it
    supersedes, as a national number does a provisional one; all stay in the history."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    current = PersonIdentifier.objects.filter(person=person, valid_to=None)
    if known := current.filter(system=number.system, issuer=issuer, value=number.value).first():
        return known
    ended = Q(system=number.system, issuer=issuer) | Q(system__in=SUPERSEDES.get(number.system, ()))
    current.filter(ended).update(valid_to=now)
    return PersonIdentifier.objects.create(
        id=new_id(now), person=person, issuer=issuer, valid_from=now, **number._asdict()
    )


def note_death(*, person: Person, at: datetime) -> None:
    """The instant of death, as the record has it now."""
    Person.objects.filter(pk=person.pk).update(deceased_at=at)
