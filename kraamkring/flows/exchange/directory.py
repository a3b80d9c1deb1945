"""Who works in care, where, and by which protocol: whatever is referred to in what goes out, goes out too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange import TYPES, Made, keys_of
from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.organization import House, organization
from kraamkring.core.exchange.patient import Number
from kraamkring.core.exchange.plan_definition import plan_definition
from kraamkring.core.exchange.practitioner import Professional, practitioner
from kraamkring.core.exchange.practitioner_role import Position, practitioner_role
from kraamkring.packs import protocols
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
    """Whom resources refer to of those who work in care, where they work, and by which protocol: ids of what goes
    out."""

    people: set[UUID]
    houses: set[UUID]
    protocols: set[UUID]


def referred_in(made: Iterable[Made]) -> Referred:
    """Everybody that one of these refers to under a parameter of a search, and the protocols that they follow."""
    made = list(made)
    keys = [key for each in made for key in keys_of(each.elements, _REFERENCES[each.type])]
    return Referred(
        {id for key in keys if key.system == "Practitioner" and (id := as_uuid(key.text))},
        {id for key in keys if key.system == "Organization" and (id := as_uuid(key.text))},
        {id for id, made_of in _ours().items() if any(_follows(each, made_of) for each in made)},
    )


@cache
def _ours() -> Mapping[UUID, Made]:
    """Every protocol that there is, as it goes out."""
    return {made.id: made for made in map(plan_definition, protocols().values())}


def _follows(made: Made, protocol: Made) -> bool:
    return protocol.elements["url"] in made.elements.get("instantiatesCanonical", ())


def referred_to(made: Iterable[Made]) -> Iterator[Made]:
    """Every Practitioner with her role, every Organization and every PlanDefinition that one of these refers to: three
    queries."""
    return listed(referred_in(made))


def listed(referred: Referred) -> Iterator[Made]:
    """These, as they go out."""
    yield from (_ours()[id] for id in referred.protocols)
    yield from of_people(referred.people, referred.houses)


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
