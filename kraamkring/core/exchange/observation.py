"""What was measured or seen, as an Observation: one resource for a chain of corrections, one version for each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference
from .systems import ANSWERS, LOINC, OBSERVABLES, OBSERVATION_CATEGORY, SNOMED, UCUM, coding

TYPE = "Observation"
ABOUT = ("Patient",)
BY = ("Patient", "Practitioner", "RelatedPerson")
PARAMETERS = (
    Parameter("category", "token", "category"),
    Parameter("code", "token", "code"),
    Parameter("date", "date", "effectiveDateTime"),
    Parameter("encounter", "reference", "encounter", ("Encounter",)),
    Parameter("has-member", "reference", "hasMember", ("Observation",)),
    Parameter("identifier", "token", "identifier"),
    Parameter("method", "token", "method"),
    Parameter("patient", "reference", "subject", ABOUT),
    Parameter("performer", "reference", "performer", BY),
    Parameter("status", "token", "status"),
    Parameter("subject", "reference", "subject", ABOUT),
    Parameter("value-concept", "token", "valueCodeableConcept"),
    Parameter("value-date", "date", "valueDateTime"),
    Parameter("value-quantity", "quantity", "valueQuantity"),
)
DEFINED = ResourceType(
    name=TYPE,
    parameters=PARAMETERS,
    creates=True,
    updates=True,
    mandatory=("status", "code",), 
    summary=(
        "identifier", "status", "code", "subject", "effectiveDateTime", "issued", "performer",
        "valueQuantity", "valueCodeableConcept", "valueString", "valueBoolean", "valueInteger", "valueDateTime",
        "hasMember",
    ),
)  # fmt: skip

VITAL, EXAM, SURVEY = "vital-signs", "exam", "survey"


class Code(NamedTuple):
    """A code of somebody else's for an observable of ours, with the place where it was read."""

    system: str
    code: str
    read_in: str


# STANDARDS: shared/STANDARDS.md 1.3, verified there in the published examples. HL7: Observation-blood-pressure, R4.
CODES: Mapping[str, Code] = {
    "temperature_c": Code(LOINC, "8310-5", "STANDARDS 1.3"),
    "newborn_temperature_c": Code(LOINC, "8310-5", "STANDARDS 1.3"),
    "pulse_per_min": Code(LOINC, "8893-0", "STANDARDS 1.3"),
    "systolic_mmhg": Code(LOINC, "8480-6", "HL7"),
    "diastolic_mmhg": Code(LOINC, "8462-4", "HL7"),
    "weight_g": Code(LOINC, "29463-7", "STANDARDS 1.3"),
    "lochia_amount": Code(SNOMED, "249211006", "STANDARDS 1.3, lochia"),
    "lochia_smells": Code(SNOMED, "276375002", "STANDARDS 1.3"),
    "lochia_clots": Code(SNOMED, "146381000146107", "STANDARDS 1.3"),
    "feed_milk": Code(SNOMED, "109021000146107", "STANDARDS 1.3, kind of feeding"),
    "feeds_24h": Code(SNOMED, "364653007", "STANDARDS 1.3, frequency"),
    "supplement": Code(SNOMED, "158451000146107", "STANDARDS 1.3"),
    "navel": Code(SNOMED, "364595007", "STANDARDS 1.3, cord stump"),
    "crying": Code(SNOMED, "28263002", "STANDARDS 1.3"),
    "breathing": Code(SNOMED, "364062005", "STANDARDS 1.3"),
    "stool_look": Code(SNOMED, "249612005", "STANDARDS 1.3, stools"),
    "urine_colour": Code(SNOMED, "301830001", "STANDARDS 1.3, urine"),
    "safe_sleep_explained": Code(SNOMED, "1263932002", "STANDARDS 1.3"),
    "vitamin_d_explained": Code(SNOMED, "118791000146100", "STANDARDS 1.3"),
}
# Our units, as UCUM writes them (unitsofmeasure.org; those of the examples, and arithmetic).
UNITS: Mapping[str, str] = {
    "°C": "Cel", "/min": "/min", "mmHg": "mm[Hg]", "%": "%", "h": "h", "g": "g", "ml": "mL", "min": "min",
    "µmol/L": "umol/L",
}  # fmt: skip
VITAL_SIGNS = {
    "temperature_c", "newborn_temperature_c", "pulse_per_min", "systolic_mmhg", "diastolic_mmhg", "weight_g",
    "respirations_per_min", "oxygen_saturation_percent",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that was chosen. code: of SNOMED CT, empty where the dataset gives none."""

    id: str
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The row that stands of a chain of corrections. id: of the first of them. value: None where it was taken back.
    words, unit: of the observable. by: who saw it, as type and id. version: how many rows the chain has."""

    id: UUID
    episode: UUID
    module: str
    about: UUID | None
    what: str
    words: str
    unit: str
    value: Answer | float | int | str | bool | None
    at: datetime
    issued_at: datetime
    by: tuple[str, UUID]
    version: int = 1
    note: str = ""


def observation(seen: Seen) -> Made:
    """The Observation. One that was taken back keeps what it was about and when, and says that it was a mistake."""
    elements: dict[str, Any] = {
        "status": _status(seen),
        "category": [{"coding": [coding(OBSERVATION_CATEGORY, _category(seen))]}],
        "code": {"coding": codes_of(seen.what, seen.words), "text": seen.words},
        "subject": reference("Patient", seen.about),
        "effectiveDateTime": instant(seen.at),
        "issued": instant(seen.issued_at),
        "performer": [reference(*seen.by)],
        **_value(seen),
        "note": [{"text": seen.note}] if seen.note else [],
    }
    return Made(type=TYPE, id=seen.id, home=seen.episode, module=seen.module, elements=elements)


def codes_of(what: str, words: str) -> list[dict[str, str]]:
    """The codings of an observable: that of the world first, where one was read, and our own."""
    known = CODES.get(what)
    own = coding(OBSERVABLES, what, words)
    return [coding(known.system, known.code), own] if known else [own]


def _status(seen: Seen) -> str:
    if seen.value is None:
        return "entered-in-error"
    return "final" if seen.version == 1 else "corrected"


def _category(seen: Seen) -> str:
    if seen.what in VITAL_SIGNS:
        return VITAL
    return SURVEY if isinstance(seen.value, str) else EXAM


def _value(seen: Seen) -> dict[str, Any]:
    value = seen.value
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, Answer):
        known = [coding(SNOMED, value.code)] if value.code else []
        own = coding(ANSWERS, f"{seen.what}.{value.id}", value.words)
        return {"valueCodeableConcept": {"coding": [*known, own], "text": value.words}}
    if isinstance(value, str):
        return {"valueString": value}
    if value is None:
        return {}
    if not seen.unit:
        return {"valueInteger": value} if isinstance(value, int) else {"valueQuantity": {"value": value}}
    quantity = {"value": value, "unit": seen.unit, "system": UCUM, "code": UNITS[seen.unit]}
    return {"valueQuantity": quantity}
