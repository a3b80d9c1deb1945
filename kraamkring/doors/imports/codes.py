"""Who is who: the codes of roles, numbers and profiles, and the few rules about codes that are no row of a table (ADR
0803)."""

from __future__ import annotations

from collections.abc import Mapping

from kraamkring.core.exchange.dialects.tree import Node

SNOMED, LOINC = "snomed.info/sct", "loinc.org"

# --- what is not in a table: rules about what is told, not how
APGAR = ("9272-6", "9271-8", "9274-2")
BIRTH = ("3950001",)
MODES: Mapping[str, str] = {"caesarean": "caesarean", "vacuum": "instrumental", "forceps": "instrumental"}
AT_HOME, AMBULATORY = "HH", "AMB"

# --- people
ROLES: Mapping[str, str] = {
    "03.000": "midwife",  # uzi-rolcode
    "01.015": "gp",
    "0800": "midwife",  # AGB-Z, specialties
    "0101": "gp",
    "0100": "gp",
    "151531000146108": "maternity_carer",  # SNOMED CT
    "persmidwife": "midwife",  # cd-hcparty
    "persgeneralphysician": "gp",
    "persgynecologistobstetrics": "gynaecologist",
    "perspediatrician": "paediatrician",
    "persphysiotherapist": "physiotherapist",
    "perssocialworker": "social_worker",
}
ROLE_SYSTEMS = (
    "uzi-rolcode", "2.16.840.1.113883.2.4.15.111", "2.16.840.1.113883.2.4.6.7", SNOMED, "cd-hcparty",
)  # fmt: skip
MOTHER_OF = frozenset({"MTH", "NMTH", "72705000"})
PARTNERS = frozenset({"HUSB", "WIFE", "DOMPART", "SPS"})

# --- numbers of persons and of professionals, by the end of their naming system
NUMBERS: Mapping[str, str] = {
    "NamingSystem/ssin": "ssin",
    "2.16.840.1.113883.3.6777.5.1": "ssin",
    "NamingSystem/bsn": "bsn",
    "2.16.840.1.113883.2.4.6.3": "bsn",
}
PROFESSIONAL: Mapping[str, str] = {  # the first that somebody has is taken
    "NamingSystem/nihdi": "nihdi",
    "NamingSystem/nihdi-professional": "nihdi",
    "NamingSystem/big": "big",
    "NamingSystem/agb-z": "agb",
    "NamingSystem/agb": "agb",
    "2.16.840.1.113883.2.4.6.1": "agb",
    "NamingSystem/uzi-nr-pers": "uzi",
}

# --- profiles: whose rules are known here. A resource that claims another is not guessed at.
PROFILES = (
    "http://hl7.org/fhir/",
    "http://fhir.nl/fhir/",
    "http://nictiz.nl/fhir/",
    "https://www.ehealth.fgov.be/standards/fhir/",
)


def coded(node: Node, *paths: str) -> list[tuple[str, str, Node]]:
    """System, code, and the coding itself, of every coding at these paths."""
    found = [coding for path in paths for coding in node.all(f"{path}.coding")]
    return [(each.text("system"), each.text("code"), each) for each in found]


def has_code(node: Node, codes: tuple[str, ...]) -> bool:
    """Whether this observation or procedure is about one of these, in SNOMED CT or LOINC."""
    return any(code in codes and system.endswith((SNOMED, LOINC)) for system, code, _ in coded(node, "code"))
