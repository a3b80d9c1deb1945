"""A pregnancy itself, as Observations: whether she is pregnant, when the child is expected, of how many children, how
often she gave birth before; and of each child its weight at birth and after how long a pregnancy it came.

Codes: the International Patient Summary and hl7-be/pregnancy-status (status, due date, number of children), and
shared/STANDARDS.md 1.3 and 2.1 (parity, weight and gestation at birth).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..facts import PregnancyFacts
from ..facts.coherence import standing
from .observation import EXAM, SURVEY, TYPE, Code
from .resource import Made, derived_id, instant, reference
from .systems import LOINC, OBSERVABLES, OBSERVATION_CATEGORY, OWN, SNOMED, UCUM, coding

METHODS = f"{OWN}/CodeSystem/due-date-method"
CODES: Mapping[str, Code] = {
    "pregnancy_status": Code(LOINC, "82810-3", "IPS; hl7-be/pregnancy-status"),
    "due_date": Code(LOINC, "11778-8", "IPS; hl7-be/pregnancy-status"),
    "expected_newborns": Code(LOINC, "11878-6", "hl7-be/pregnancy-status"),
    "earlier_births": Code(LOINC, "11977-6", "STANDARDS 1.3, parity"),
    "birth_weight_g": Code(LOINC, "8339-4", "STANDARDS 1.3"),
    "gestation_at_birth": Code(SNOMED, "412726003", "STANDARDS 2.1, hl7-be/childrecord"),
}
AT_BIRTH = frozenset({"birth_weight_g", "gestation_at_birth"})  # of a child; the others are of the pregnancy
IN_NL_CORE: Mapping[str, Code] = {
    "due_date": Code(SNOMED, "161714006", "nl-core-Pregnancy.EstimatedDateOfDelivery"),
    "earlier_births": Code(SNOMED, "364325004", "nl-core-Pregnancy.Parity"),
}
OF_LAST_PERIOD = Code(LOINC, "11779-6", "IPS, methods of the due date")
WORDS: Mapping[str, str] = {
    "pregnancy_status": "Whether she is pregnant",
    "due_date": "Due date",
    "expected_newborns": "Number of children expected",
    "earlier_births": "Number of earlier births",
    "birth_weight_g": "Weight at birth",
    "gestation_at_birth": "Length of the pregnancy at birth",
}
PREGNANT = coding(SNOMED, "77386006", "Pregnant")
NOT_PREGNANT = coding(SNOMED, "60001007", "Not pregnant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """value: as R4 names it (`valueDateTime`); empty where it was taken back. at: of when it is so. corrected: it was
    said otherwise before. method: how a due date was found."""

    id: UUID
    episode: UUID
    module: str
    about: UUID
    what: str
    value: Mapping[str, Any]
    at: date | datetime | None
    issued_at: datetime | None = None
    corrected: bool = False
    method: str | None = None
    members: Collection[UUID] = ()


def finding(found: Finding) -> Made:
    """The Observation."""
    known = OF_LAST_PERIOD if found.method == "last_period" else CODES[found.what]
    dutch = IN_NL_CORE.get(found.what)
    own = coding(OBSERVABLES, found.what, WORDS[found.what])
    category = SURVEY if found.what == "earlier_births" else EXAM
    elements = {
        "status": "entered-in-error" if not found.value else "corrected" if found.corrected else "final",
        "category": [{"coding": [coding(OBSERVATION_CATEGORY, category)]}],
        "code": {
            "coding": [
                coding(known.system, known.code),
                *([coding(dutch.system, dutch.code)] if dutch else []),
                own,
            ],
            "text": WORDS[found.what],
        },
        "subject": reference("Patient", found.about),
        "effectiveDateTime": instant(found.at) if isinstance(found.at, datetime) else _day(found.at),
        "issued": instant(found.issued_at),
        **found.value,
        "method": {"coding": [coding(METHODS, found.method)]} if found.method else None,
        "hasMember": [reference(TYPE, member) for member in found.members],
    }
    return Made(type=TYPE, id=found.id, home=found.episode, module=found.module, elements=elements)


def id_of(episode: UUID, what: str) -> UUID:
    """The id of what is said once of a pregnancy."""
    return derived_id(episode, f"{TYPE}/{what}")


def id_after(fact: UUID, what: str) -> UUID:
    """The id of what is said with a fact: with the first of those that correct one another."""
    return derived_id(fact, f"{TYPE}/{what}")


def over_at(facts: PregnancyFacts) -> datetime | None:
    """When the pregnancy was over: the last child that was expected was born or lost; None while it lasts."""
    losses = standing(facts.losses, facts.retracted)
    whole = [each.at for each in losses if each.newborn is None]
    gone: dict[str, datetime] = {}  # of two births that stand in one slot, the later one
    for slot, at in (
        *((each.newborn, each.at) for each in losses if each.newborn is not None),
        *((each.newborn, each.born_at) for each in standing(facts.births, facts.retracted)),
    ):
        gone[slot] = max(at, gone.get(slot, at))
    if whole:
        return max([*whole, *gone.values()])
    slots = [int(slot.rpartition("-")[2]) for slot in gone]
    return max(gone.values()) if gone and len(gone) >= max(facts.expected_newborns or 1, *slots) else None


def grams(weight_g: int) -> dict[str, Any]:
    """A weight as R4 writes it."""
    return {"valueQuantity": {"value": weight_g, "unit": "g", "system": UCUM, "code": "g"}}


def days(number: int) -> dict[str, Any]:
    """A length of pregnancy as R4 writes it, in completed days."""
    return {"valueQuantity": {"value": number, "unit": "d", "system": UCUM, "code": "d"}}


def status(over: bool) -> dict[str, Any]:
    """Whether she is pregnant, as R4 writes it."""
    return {"valueCodeableConcept": {"coding": [NOT_PREGNANT if over else PREGNANT]}}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
