"""Where a family is at home and cared for, as a Location: its address, how it is reached, and what helps to find it.
The appointments that are still to come there name it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, derived_id, without_nothing
from .systems import OWN, coding

TYPE = "Location"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("address", "string", "address"),
        Parameter("address-city", "string", "address.city"),
        Parameter("address-postalcode", "string", "address.postalCode"),
        Parameter("status", "token", "status"),
        Parameter("type", "token", "type"),
    ),
    summary=("status", "description", "mode", "type"),
)
KINDS = f"{OWN}/CodeSystem/place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """As it was said last; empty is "not asked". phone: E.164, of who opens the door."""

    episode: UUID
    street: str
    postcode: str
    town: str
    phone: str
    finding: str


def location_of(episode: UUID) -> UUID:
    """The id of the place where this family is at home."""
    return derived_id(episode, TYPE)


def location(home: Home) -> Made:
    """The Location."""
    address = without_nothing(
        {
            "line": [home.street] if home.street else [],
            "city": home.town,
            "postalCode": home.postcode,
        }
    )
    elements = {
        "status": "active",
        "description": home.finding,
        "mode": "instance",
        "type": [{"coding": [coding(KINDS, "home", "Where the family is at home")]}],
        "telecom": [{"system": "phone", "value": home.phone}] if home.phone else [],
        "address": {"use": "home", **address} if address else None,
    }
    return Made(type=TYPE, id=location_of(home.episode), home=home.episode, module="plan", elements=elements)
