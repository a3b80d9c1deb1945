"""Maternity care at home that a family asked an organisation for, as a ServiceRequest with the hours that it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference
from .systems import OWN, SNOMED, UCUM, coding

TYPE = "ServiceRequest"
BY = ("Patient", "Practitioner", "RelatedPerson")
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("authored", "date", "authoredOn"),
        Parameter("code", "token", "code"),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("performer", "reference", "performer", ("Organization",)),
        Parameter("requester", "reference", "requester", BY),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    mandatory=("status", "intent", "subject"),
    summary=(
        "status",
        "intent",
        "code",
        "quantityQuantity",
        "subject",
        "authoredOn",
        "requester",
        "performer",
    ),
)
MATERNITY_CARE = "147771000146108"  # kraamzorg asked for: shared/STANDARDS.md 1.3
CODES = f"{OWN}/CodeSystem/service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """by: who asked, as type and id. hours: None where the indication says it. over: asked elsewhere, or at an end."""

    id: UUID
    episode: UUID
    mother: UUID
    organisation: UUID
    by: tuple[str, UUID]
    at: datetime
    over: bool
    hours: int | None = None


def service_request(request: Request) -> Made:
    """The ServiceRequest."""
    hours = {"value": request.hours, "unit": "h", "system": UCUM, "code": "h"}
    elements = {
        "status": "completed" if request.over else "active",
        "intent": "order",
        "code": {
            "coding": [
                coding(SNOMED, MATERNITY_CARE),
                coding(CODES, "maternity_care", "Maternity care at home"),
            ]
        },
        "quantityQuantity": hours if request.hours else None,
        "subject": reference("Patient", request.mother),
        "authoredOn": instant(request.at),
        "requester": reference(*request.by),
        "performer": [reference("Organization", request.organisation)],
    }
    return Made(type=TYPE, id=request.id, home=request.episode, module="plan", elements=elements)
