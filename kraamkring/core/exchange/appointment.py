"""An agreement in time, as an Appointment: one resource for all its versions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference
from .systems import OWN, coding

TYPE = "Appointment"
ACTORS = ("Patient", "Practitioner", "RelatedPerson", "Location")
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("actor", "reference", "participant.actor", ACTORS),
        Parameter("date", "date", "start"),
        Parameter("location", "reference", "participant.actor", ("Location",)),
        Parameter("part-status", "token", "participant.status"),
        Parameter("patient", "reference", "participant.actor", ("Patient",)),
        Parameter("practitioner", "reference", "participant.actor", ("Practitioner",)),
        Parameter("service-type", "token", "serviceType"),
        Parameter("status", "token", "status"),
    ),
    mandatory=("status", "participant"),
    summary=("status", "serviceType", "start", "end", "participant"),
)
KINDS_OF_CARE = f"{OWN}/CodeSystem/care"
OUTCOMES = {"held": "fulfilled", "missed": "noshow", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The version that holds. about: whom it is for; by: who comes, as an id, or name where she has no account.
    place: where they are at home, of one that is still to come there."""

    id: UUID
    episode: UUID
    care: str
    start: datetime
    end: datetime
    about: Collection[UUID]
    by: UUID | None
    name: str
    accepted: bool
    outcome: str | None
    made_at: datetime
    place: UUID | None = None


def appointment(agreed: Agreed) -> Made:
    """The Appointment. Nobody has agreed to one that is `proposed`."""
    status = OUTCOMES.get(agreed.outcome or "", "booked" if agreed.accepted else "proposed")
    elements = {
        "status": status,
        "serviceType": [{"coding": [coding(KINDS_OF_CARE, agreed.care)]}],
        "start": instant(agreed.start),
        "end": instant(agreed.end),
        "created": instant(agreed.made_at),
        "participant": [
            *({"actor": reference("Patient", id), "status": "accepted"} for id in agreed.about),
            *_coming(agreed),
            *([{"actor": reference("Location", agreed.place), "status": "accepted"}] if agreed.place else []),
        ],
    }
    return Made(type=TYPE, id=agreed.id, home=agreed.episode, module="plan", elements=elements)


def _coming(agreed: Agreed) -> list[dict[str, Any]]:
    if agreed.by is None and not agreed.name:
        return []
    actor = reference("Practitioner", agreed.by) if agreed.by else {"display": agreed.name}
    return [{"actor": actor, "status": "accepted" if agreed.accepted else "needs-action"}]
