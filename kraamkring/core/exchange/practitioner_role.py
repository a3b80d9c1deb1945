"""What somebody does, and for whom she works, as a PractitionerRole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, derived_id, reference
from .systems import ROLES, coding

TYPE = "PractitionerRole"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("active", "token", "active"),
        Parameter("organization", "reference", "organization", ("Organization",)),
        Parameter("practitioner", "reference", "practitioner", ("Practitioner",)),
        Parameter("role", "token", "code"),
    ),
    summary=("active", "practitioner", "organization", "code"),
    directory=True,
)
HCPARTY = "https://www.ehealth.fgov.be/standards/fhir/core/CodeSystem/cd-hcparty"
# Of our roles those that cd-hcparty has (STANDARDS 2.2, read in ehealth-be-core); it has none for maternity carers.
IN_HCPARTY: Mapping[str, str] = {
    "midwife": "persmidwife",
    "ward_midwife": "persmidwife",
    "gp": "persgeneralphysician",
    "gynaecologist": "persgynecologistobstetrics",
    "paediatrician": "perspediatrician",
    "physiotherapist": "persphysiotherapist",
    "social_worker": "perssocialworker",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Somebody by her account, with her profession and for whom she works, if for anybody."""

    person: UUID
    profession: str
    organisation: UUID | None
    active: bool


def practitioner_role(position: Position) -> Made:
    """The PractitionerRole: one for each person."""
    elements = {
        "active": position.active,
        "practitioner": reference("Practitioner", position.person),
        "organization": reference("Organization", position.organisation),
        "code": [{"coding": codes_of_role(position.profession)}],
    }
    return Made(
        type=TYPE,
        id=derived_id(position.person, TYPE),
        home=position.person,
        module="",
        elements=elements,
        of_episode=False,
    )


def codes_of_role(role: str) -> list[dict[str, str]]:
    """The codings of a role: that of the Belgian table where it has one, and our own."""
    known = IN_HCPARTY.get(role)
    own = coding(ROLES, role)
    return [coding(HCPARTY, known), own] if known else [own]
