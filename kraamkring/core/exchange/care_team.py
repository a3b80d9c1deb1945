"""The network around a family, as a CareTeam: everybody who said yes, since when, until when, and who coordinates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .practitioner_role import codes_of_role
from .resource import Made, derived_id, period, reference

TYPE = "CareTeam"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter(
            "participant", "reference", "participant.member", ("Patient", "Practitioner", "RelatedPerson")
        ),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    summary=("status", "subject", "participant", "managingOrganization"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the network, taken by somebody. who: as type and id, None for one who is known by name only."""

    role: str
    who: tuple[str, UUID] | None
    name: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The places of one pregnancy, in the order in which they were taken."""

    episode: UUID
    mother: UUID
    organisation: UUID
    places: Collection[Place] = ()


def care_team(network: Network) -> Made:
    """The CareTeam."""
    elements = {
        "status": "active",
        "subject": reference("Patient", network.mother),
        "participant": [_participant(place) for place in network.places],
        "managingOrganization": [reference("Organization", network.organisation)],
    }
    return Made(
        type=TYPE,
        id=derived_id(network.episode, TYPE),
        home=network.episode,
        module="network",
        elements=elements,
    )


def _participant(place: Place) -> dict[str, Any]:
    who = reference(*place.who) if place.who else {"display": place.name}
    return {
        "role": [{"coding": codes_of_role(place.role)}],
        "member": who,
        "period": period(place.since, place.until),
    }
