"""The code systems and naming systems of what goes out, each with where it was read. Nothing here is from memory but
where it says so: codes come from shared/STANDARDS.md (sections 1.3 and 2.1) and the published examples."""

from __future__ import annotations

from collections.abc import Mapping

OWN = "https://kraamkring.example/fhir"  # of our own codes: nobody else has to know them, nobody else defines them

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
LANGUAGES = "urn:ietf:bcp:47"  # FHIR R4, binding of Patient.communication.language
OBSERVATION_CATEGORY = (
    "http://terminology.hl7.org/CodeSystem/observation-category"  # HL7's example of blood pressure
)

OBSERVABLES = f"{OWN}/CodeSystem/observable"
ANSWERS = f"{OWN}/CodeSystem/answer"
ROLES = f"{OWN}/CodeSystem/role"
KINDS_OF_ORGANISATION = f"{OWN}/CodeSystem/organisation-kind"

# Of the naming systems of numbers: STANDARDS 1.4 (bsn: from memory there, M) and 2.1 (read in ehealth-be-core, V).
NAMING: Mapping[str, str] = {
    "bsn": "http://fhir.nl/fhir/NamingSystem/bsn",
    "ssin": "https://www.ehealth.fgov.be/standards/fhir/core/NamingSystem/ssin",
    "bis": "https://www.ehealth.fgov.be/standards/fhir/core/NamingSystem/ssin",  # a bis number is one: 2.1
    "nihdi": "https://www.ehealth.fgov.be/standards/fhir/core/NamingSystem/nihdi-professional",
    "agb": "urn:oid:2.16.840.1.113883.2.4.6.1",
}


def naming_system(system: str) -> str:
    """The URI of a naming system of ours; one of our own where the world has none that we read."""
    return NAMING.get(system, f"{OWN}/NamingSystem/{system}")


def coding(system: str, code: str, display: str = "") -> dict[str, str]:
    """A Coding, without a display where none is known."""
    return {"system": system, "code": code} | ({"display": display} if display else {})
