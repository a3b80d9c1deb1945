"""What a mother gave or refused, as a Consent: one for each word of hers, the last one about the same holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference
from .systems import OWN, ROLES, coding

TYPE = "Consent"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("actor", "reference", "provision.actor.reference", ("Practitioner",)),
        Parameter("category", "token", "category"),
        Parameter("date", "date", "dateTime"),
        Parameter("patient", "reference", "patient", ("Patient",)),
        Parameter("scope", "token", "scope"),
        Parameter("security-label", "token", "provision.securityLabel"),
        Parameter("status", "token", "status"),
    ),
    mandatory=("status", "scope", "category"),
    summary=("status", "scope", "category", "patient", "dateTime", "policyRule", "provision"),
)
SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope"  # HL7's examples of Consent
LABELS = f"{OWN}/CodeSystem/module"
POLICIES = f"{OWN}/CodeSystem/policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """She gave or refused one module: to a person, to a role, or to everybody. overruled: she said another thing about
    the same later."""

    id: UUID
    episode: UUID
    mother: UUID
    module: str
    given: bool
    person: UUID | None
    role: str
    at: datetime
    overruled: bool


def consent(word: Word) -> Made:
    """The Consent. Beside it the rules of each role hold (docs/access.md)."""
    role = {"coding": [coding(ROLES, word.role or "member")]}
    whom = reference("Practitioner", word.person) if word.person else {"display": word.role or "everybody"}
    elements = {
        "status": "inactive" if word.overruled else "active",
        "scope": {"coding": [coding(SCOPES, "patient-privacy")]},
        "category": [{"coding": [coding(POLICIES, "part-of-the-record")]}],
        "patient": reference("Patient", word.mother),
        "dateTime": instant(word.at),
        "performer": [reference("Patient", word.mother)],
        "policyRule": {"coding": [coding(POLICIES, "access")]},
        "provision": {
            "type": "permit" if word.given else "deny",
            "actor": [{"role": role, "reference": whom}],
            "securityLabel": [coding(LABELS, word.module)],
        },
    }
    return Made(type=TYPE, id=word.id, home=word.episode, module="network", elements=elements)
