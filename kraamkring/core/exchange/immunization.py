"""Protection against RSV that was given, to the mother or to a child, as an Immunization: all that the record holds of
vaccinations. Which product it was, it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference
from .systems import OWN, coding

TYPE = "Immunization"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("date", "date", "occurrenceDateTime"),
        Parameter("patient", "reference", "patient", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("vaccine-code", "token", "vaccineCode"),
    ),
    mandatory=("status", "vaccineCode", "patient", "occurrenceDateTime"),
    summary=("status", "vaccineCode", "patient", "occurrenceDateTime"),
)
VACCINES = f"{OWN}/CodeSystem/vaccine"  # none of our sources has a code for either
WORDS: Mapping[str, str] = {
    "rsv_vaccine_given": "Vaccine against RSV, in pregnancy",
    "rsv_immunised": "Antibody against RSV, to the child",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """step: by which the record says so. stands: not taken back."""

    id: UUID
    episode: UUID
    module: str
    about: UUID
    step: str
    at: datetime
    stands: bool = True


def immunization(given: Given) -> Made:
    """The Immunization."""
    elements = {
        "status": "completed" if given.stands else "entered-in-error",
        "vaccineCode": {"coding": [coding(VACCINES, given.step, WORDS[given.step])]},
        "patient": reference("Patient", given.about),
        "occurrenceDateTime": instant(given.at),
    }
    return Made(type=TYPE, id=given.id, home=given.episode, module=given.module, elements=elements)
