"""The codes that are understood, each as it stands in a published example or code list (ADR 0402). Others are kept."""

from __future__ import annotations

from collections.abc import Mapping

from .tree import Node

SNOMED, LOINC = "snomed.info/sct", "loinc.org"

# --- observations
DUE_DATE_DECIDED = "147781000146105"
DUE_DATE = ("161714006", "11778-8")
LAST_PERIOD = ("21840007", "8665-2")
GESTATION = ("57036006",)
EXPECTED_CHILDREN = ("11878-6",)
KIND_OF_BIRTH, PLACE_OF_BIRTH = ("364336006",), ("366344009",)
BIRTH_WEIGHT = ("8339-4",)
APGAR = ("9272-6", "9271-8", "9274-2")
BLOOD_SPOT, HEARING = "77262006", "252957005"
WISH_OF_PLACE, WISH_OF_FEEDING = ("142961000146102",), ("268467002",)

# --- answers
MODES: Mapping[str, str] = {
    "48782003": "vaginal",  # spontaneous
    "700000006": "vaginal",
    "22633006": "vaginal",
    "61586001": "instrumental",  # vacuum
    "302383004": "instrumental",  # forceps
    "11466000": "caesarean",
}
PLACES: Mapping[str, str] = {"56321000146103": "hospital", "56311000146108": "birth_centre"}
WISHED_PLACES: Mapping[str, str] = {"264362003": "home"}
FEEDINGS: Mapping[str, str] = {"169643005": "breast", "169644004": "formula"}

# --- procedures, encounters
BIRTH = ("3950001",)
CONTACTS: Mapping[str, str] = {
    "158111000146102": "home_care_intake",
    "158101000146104": "home_visit",
    "169762003": "home_visit",
}
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


def answer(node: Node, known: Mapping[str, str]) -> tuple[str, Node | None]:
    """What a coded answer means, and the coding; empty if it is not known."""
    for system, code, coding in coded(node, "valueCodeableConcept"):
        if system.endswith(SNOMED) and code in known:
            return known[code], coding
    return "", None
