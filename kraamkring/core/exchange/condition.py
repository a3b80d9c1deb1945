"""What is the matter, as far as the record says so by itself, as a Condition: a loss, a child that was stillborn, a
concern about mother or child, a pregnancy that is complicated. None of our sources has a code for these: all are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference
from .systems import OWN, coding

TYPE = "Condition"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("clinical-status", "token", "clinicalStatus"),
        Parameter("code", "token", "code"),
        Parameter("onset-date", "date", "onsetDateTime"),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("recorded-date", "date", "recordedDate"),
        Parameter("subject", "reference", "subject", ("Patient",)),
        Parameter("verification-status", "token", "verificationStatus"),
    ),
    mandatory=("subject",),
    summary=("clinicalStatus", "verificationStatus", "code", "subject", "onsetDateTime", "recordedDate"),
)
CODES = f"{OWN}/CodeSystem/condition"
# FHIR R4, bindings of clinicalStatus and verificationStatus.
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
WORDS: Mapping[str, str] = {
    "miscarriage": "Miscarriage",
    "ectopic": "Ectopic pregnancy",
    "termination": "Termination of pregnancy",
    "vanished_twin": "Loss of one of several children in pregnancy",
    "stillborn": "Stillborn child",
    "concern": "Concern about how she is",
    "complicated": "Complicated pregnancy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """what: one of `WORDS`. since: when it happened, None where nobody said since when it is. now: whether it still
    is, None where nothing says so. recorded_at: when it was written down first. stands: not taken back."""

    id: UUID
    episode: UUID
    module: str
    about: UUID
    what: str
    since: datetime | None
    recorded_at: datetime | None
    now: Literal["active", "inactive"] | None = None
    stands: bool = True


def condition(matter: Matter) -> Made:
    """The Condition. One that was a mistake says nothing of how it is now (con-5 of R4)."""
    verified = "confirmed" if matter.stands else "entered-in-error"
    clinical = matter.now if matter.stands else None
    elements = {
        "clinicalStatus": {"coding": [coding(CLINICAL, clinical)]} if clinical else None,
        "verificationStatus": {"coding": [coding(VERIFICATION, verified)]},
        "code": {"coding": [coding(CODES, matter.what, WORDS[matter.what])]},
        "subject": reference("Patient", matter.about),
        "onsetDateTime": instant(matter.since),
        "recordedDate": instant(matter.recorded_at),
    }
    return Made(type=TYPE, id=matter.id, home=matter.episode, module=matter.module, elements=elements)
