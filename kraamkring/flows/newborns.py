"""What an entry about a birth or a death does to the persons themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Birth, Death
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.actions import identify, note_death, register_newborn
from kraamkring.rooms.people.models import PersonIdentifier, Subject
from kraamkring.rooms.record.actions import Statement


def keep_persons(
    said: Iterable[Statement], subjects: Mapping[str, Subject], by: User, now: datetime
) -> dict[UUID, PersonIdentifier]:
    """Newborns become persons, stillborn ones too, numbers are kept, deaths noted. Returns the numbers by statement."""
    numbers: dict[UUID, PersonIdentifier] = {}
    for each in said:
        if isinstance(each.value, Birth):
            child = register_newborn(
                subject=subjects[each.value.newborn], born_at=each.value.born_at, by=by, now=now
            )
            if each.number:
                numbers[each.id] = identify(person=child, number=each.number, now=now)
        elif isinstance(each.value, Death) and (person := subjects[each.value.who].person):
            note_death(person=person, at=each.value.at)
    return numbers
