"""A practice, hospital or service, as an Organization."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made
from .systems import KINDS_OF_ORGANISATION, coding, naming_system

TYPE = "Organization"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("active", "token", "active"),
        Parameter("identifier", "token", "identifier"),
        Parameter("name", "string", "name"),
        Parameter("type", "token", "type"),
    ),
    summary=("identifier", "active", "type", "name"),
    directory=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An organisation that people work for. number: as it gave it, of a system that nobody named."""

    id: UUID
    name: str
    kind: str
    number: str = ""


def organization(house: House) -> Made:
    """The Organization."""
    number = {"system": naming_system("organisation"), "value": house.number}
    elements = {
        "identifier": [number] if house.number else [],
        "active": True,
        "type": [{"coding": [coding(KINDS_OF_ORGANISATION, house.kind)]}],
        "name": house.name,
    }
    return Made(type=TYPE, id=house.id, home=house.id, module="", elements=elements, of_episode=False)
