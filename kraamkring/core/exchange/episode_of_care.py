"""A pregnancy and what follows it, as an EpisodeOfCare: who is cared for, since when, and by which house.

It stands as `active`: when the care around a birth is over, no row says; what became of the pregnancy stands in the
parts of the record that say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, reference
from .systems import OWN, coding

TYPE = "EpisodeOfCare"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("date", "date", "period"),
        Parameter("identifier", "token", "identifier"),
        Parameter("organization", "reference", "managingOrganization", ("Organization",)),
        Parameter("patient", "reference", "patient", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("type", "token", "type"),
    ),
    mandatory=("status", "patient"),
    summary=("identifier", "status", "type", "patient", "managingOrganization", "period"),
)
KINDS = f"{OWN}/CodeSystem/episode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A pregnancy that was booked."""

    id: UUID
    mother: UUID
    booked_on: date
    organisation: UUID


def episode_of_care(episode: Episode) -> Made:
    """The EpisodeOfCare."""
    elements = {
        "status": "active",
        "type": [{"coding": [coding(KINDS, "pregnancy")]}],
        "patient": reference("Patient", episode.mother),
        "managingOrganization": reference("Organization", episode.organisation),
        "period": {"start": episode.booked_on.isoformat()},
    }
    return Made(type=TYPE, id=episode.id, home=episode.id, module="", elements=elements)
