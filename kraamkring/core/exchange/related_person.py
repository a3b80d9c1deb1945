"""Who stands beside a mother or a child and is no professional, as a RelatedPerson."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, period, reference
from .systems import ROLES, coding

TYPE = "RelatedPerson"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("active", "token", "active"),
        Parameter("name", "string", "name"),
        Parameter("patient", "reference", "patient", ("Patient",)),
        Parameter("relationship", "token", "relationship"),
    ),
    mandatory=("patient",),
    summary=("active", "patient", "relationship", "name", "period"),
)
V3_ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
NATURAL_MOTHER = "NMTH"  # HL7's example RelatedPerson/newborn-mom


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Somebody beside a Patient. role: `mother` of a child, or the role in the network (`partner`, `buddy`)."""

    id: UUID
    episode: UUID
    module: str
    patient: UUID
    role: str
    name: str
    since: datetime | None = None
    until: datetime | None = None


def related_person(related: Related) -> Made:
    """The RelatedPerson."""
    known = [coding(V3_ROLE, NATURAL_MOTHER)] if related.role == "mother" else []
    elements = {
        "active": related.until is None,
        "patient": reference("Patient", related.patient),
        "relationship": [{"coding": [*known, coding(ROLES, related.role)]}],
        "name": [{"text": related.name}] if related.name else [],
        "period": period(related.since, related.until),
    }
    return Made(type=TYPE, id=related.id, home=related.episode, module=related.module, elements=elements)
