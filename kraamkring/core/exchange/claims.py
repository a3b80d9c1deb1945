"""Which national profiles a resource says it fits (`meta.profile`): those of the Dutch nl-core for FHIR R4.

Source: Nictiz-R4-zib2020, commit 63373ef (18-08-2026), where each of them is a draft. A profile is claimed for every
resource of its type, or of its code, wherever the family lives: whoever does not know it passes it over. Not verified:
the value sets of codes, of which none was to be read.
"""

from __future__ import annotations

from collections.abc import Mapping

from .resource import Json
from .systems import LOINC, SNOMED

NL_CORE = "http://nictiz.nl/fhir/StructureDefinition/nl-core-"
OF_TYPES: Mapping[str, str] = {
    "Patient": "Patient",
    "RelatedPerson": "ContactPerson",
    "Practitioner": "HealthProfessional-Practitioner",
    "PractitionerRole": "HealthProfessional-PractitionerRole",
    "Organization": "HealthcareProvider-Organization",
    "EpisodeOfCare": "EpisodeOfCare",
    "Encounter": "Encounter",
}
OF_OBSERVATIONS: Mapping[tuple[str, str], str] = {
    (LOINC, "8310-5"): "BodyTemperature",
    (LOINC, "29463-7"): "BodyWeight",
    (LOINC, "8893-0"): "PulseRate.PulseRateValue",
    (SNOMED, "161714006"): "Pregnancy.EstimatedDateOfDelivery",
    (SNOMED, "364325004"): "Pregnancy.Parity",
}


def claimed_by(type: str) -> tuple[str, ...]:
    """Every profile that a resource of this type may claim."""
    if type == "Observation":
        return tuple(NL_CORE + name for name in OF_OBSERVATIONS.values())
    return (NL_CORE + OF_TYPES[type],) if type in OF_TYPES else ()


def claims(type: str, elements: Json) -> tuple[str, ...]:
    """The profiles that this resource claims, at most one."""
    if type != "Observation":
        return claimed_by(type)
    codings = ((each["system"], each["code"]) for each in elements["code"]["coding"])
    return tuple(NL_CORE + name for each in codings if (name := OF_OBSERVATIONS.get(each)))[:1]
