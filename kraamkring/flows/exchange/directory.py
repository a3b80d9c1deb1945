"""Who works in care, and where: whoever is referred to in what goes out, goes out too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange import TYPES, Made, keys_of
from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.organization import House, organization
from kraamkring.core.exchange.patient import Number
from kraamkring.core.exchange.practitioner import Professional, practitioner
from kraamkring.core.exchange.practitioner_role import Position, practitioner_role
from kraamkring.rooms.accounts.queries import accounts_with, numbers_of_professionals, organisations_with

from .sources.following import LAYPEOPLE

_LISTED = {"Practitioner", "Organization"}
_REFERENCES = {
    name: tuple(
        each for each in type.parameters if each.kind == "reference" and _LISTED.intersection(each.targets)
    )
    for name, type in TYPES.items()
}


class Referred(NamedTuple):
    """Whom resources refer to of those who work in care, and where."""

    people: set[UUID]
    houses: set[UUID]


def referred_in(made: Iterable[Made]) -> Referred:
    """Everybody that one of these refers to under a parameter of a search."""
    keys = [key for each in made for key in keys_of(each.elements, _REFERENCES[each.type])]
    return Referred(
        {id for key in keys if key.system == "Practitioner" and (id := as_uuid(key.text))},
        {id for key in keys if key.system == "Organization" and (id := as_uuid(key.text))},
    )


def referred_to(made: Iterable[Made]) -> Iterator[Made]:
    """Every Practitioner with her role, and every Organization, that one of these refers to: three queries."""
    return of_people(*referred_in(made))


def of_people(people: Collection[UUID], houses: Collection[UUID] = ()) -> Iterator[Made]:
    """These, and where they work. Of who cares for nobody by profession, nothing."""
    users = accounts_with(people) if people else {}
    numbers = numbers_of_professionals(users) if users else {}
    works = {user.organisation_id for user in users.values() if user.organisation_id}
    for house in organisations_with({*houses, *works}).values() if houses or works else ():
        yield organization(House(id=house.pk, name=house.name, kind=house.kind, number=house.number))
    for user in users.values():
        if user.profession in LAYPEOPLE:
            continue
        yield practitioner(
            Professional(
                id=user.pk,
                name=user.name,
                active=user.is_active,
                numbers=[Number(system=each.system, value=each.value) for each in numbers.get(user.pk, ())],
            )
        )
        yield practitioner_role(
            Position(
                person=user.pk,
                profession=user.profession,
                organisation=user.organisation_id,
                active=user.is_active,
            )
        )
