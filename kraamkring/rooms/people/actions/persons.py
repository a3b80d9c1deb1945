"""Registering persons, and giving them numbers that replace one another without being lost."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs.identifiers import SUPERSEDES, KnownNumber
from kraamkring.rooms.accounts.models import Organisation

from ..models import Person, PersonIdentifier
from ..models.persons import Sex


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
    """A new person; what was not asked stays empty."""
    return Person.objects.create(
        id=new_id(now),
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        sex=sex,
        language=language,
        interpreter_needed=interpreter_needed,
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
