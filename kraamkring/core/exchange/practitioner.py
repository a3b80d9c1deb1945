"""Who works in care, as a Practitioner: her name and her professional numbers. What she does where is her role."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .patient import Number
from .resource import Made
from .systems import naming_system

TYPE = "Practitioner"
PARAMETERS = (
    Parameter("active", "token", "active"),
    Parameter("identifier", "token", "identifier"),
    Parameter("name", "string", "name"),
)
DEFINED = ResourceType(
    name=TYPE,
    parameters=PARAMETERS,
    summary=("identifier", "active", "name"),
    directory=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Professional:
    """Somebody who signs in and cares for others. name: as she gave it, in one."""

    id: UUID
    name: str
    active: bool
    numbers: Collection[Number] = ()


def practitioner(person: Professional) -> Made:
    """The Practitioner. No address of hers goes out: she is reached through the network of a family."""
    elements = {
        "identifier": [
            {"system": naming_system(each.system), "value": each.value}
            for each in sorted(person.numbers, key=lambda each: (each.system, each.value))
        ],
        "active": person.active,
        "name": [{"text": person.name}] if person.name else [],
    }
    return Made(type=TYPE, id=person.id, home=person.id, module="", elements=elements, of_episode=False)
