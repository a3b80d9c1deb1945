"""Which sections a document has, and what stands in each. `INTERNATIONAL` has the shape of the International Patient
Summary (hl7.org/fhir/uv/ips); `LETTER` goes along when mother and child go home.

Codes: LOINC for sections and kinds, from HL7/fhir-ips and, for the note of a transfer, C-CDA on FHIR; else ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .document import Document, Section
from .pregnancy import AT_BIRTH, CODES
from .resource import Json
from .systems import LOINC, OWN, coding

SECTIONS = f"{OWN}/CodeSystem/section"
SUMMARY = coding(LOINC, "60591-5", "Patient summary Document")
TRANSFER = coding(LOINC, "18761-7", "Transfer summary note")


def _is(kind: str, **states: Iterable[str]) -> Callable[[Json], bool]:
    """Of this type, and in one of these states."""
    wanted = {name: frozenset(values) for name, values in states.items()}

    def holds(resource: Json) -> bool:
        return resource["resourceType"] == kind and all(
            bool(values.intersection(_codes(resource.get(name)))) for name, values in wanted.items()
        )

    return holds


def _codes(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    for concept in said if isinstance(said, list) else [said] if isinstance(said, dict) else []:
        yield from (each["code"] for each in concept.get("coding", ()))


HAND_OVER = coding(SECTIONS, "hand-over", "Hand-over (SBAR)")
PARTS_OF_A_HAND_OVER = {
    "S": coding(SECTIONS, "situation", "Situation"),
    "B": coding(SECTIONS, "background", "Background"),
    "A": coding(SECTIONS, "assessment", "Assessment"),
    "R": coding(SECTIONS, "recommendation", "Recommendation"),
    "to": coding(SECTIONS, "given-to", "To whom"),
    "since": coding(SECTIONS, "said-since", "Said since"),
}

FINAL = ("final", "corrected")
_problem = _is("Condition", verificationStatus=["confirmed"])


def _is_over(resource: Json) -> bool:
    return "inactive" in _codes(resource.get("clinicalStatus"))


_at_birth = _is("Observation", status=FINAL, code=AT_BIRTH)
_pregnancy = _is("Observation", status=FINAL, code=set(CODES) - AT_BIRTH)

_PROBLEMS = Section(
    coding(LOINC, "11450-4", "Problem list - Reported"),
    "Problems",
    lambda each: _problem(each) and not _is_over(each),
    "This record keeps no list of problems: that none stands here does not say that there is none.",
)
_PAST = Section(
    coding(LOINC, "11348-0", "History of Past illness note"),
    "Past problems",
    lambda each: _problem(each) and _is_over(each),
)
_IMMUNISATIONS = Section(
    coding(LOINC, "11369-6", "History of Immunization note"),
    "Immunisations",
    _is("Immunization", status=["completed"]),
)
_PROCEDURES = Section(
    coding(LOINC, "47519-4", "History of Procedures Document"),
    "Births and tests",
    _is("Procedure", status=["completed"]),
)
_VITAL = Section(
    coding(LOINC, "8716-3", "Vital signs note"),
    "Vital signs, the last of each",
    _is("Observation", status=FINAL, category=["vital-signs"]),
)
_FINDINGS = Section(
    coding(SECTIONS, "findings", "What was seen at visits"),
    "What was seen, the last of each",
    _is("Observation", status=FINAL),
)
_ALERTS = Section(
    coding(LOINC, "104605-1", "Alert"), "Care that needs somebody", _is("Flag", status=["active"])
)

INTERNATIONAL = Document(
    kind=SUMMARY,
    title="International Patient Summary",
    sections=(
        Section(
            coding(LOINC, "48765-2", "Allergies and adverse reactions Document"),
            "Allergies and intolerances",
            lambda _each: False,
            "This record holds nothing about allergies.",
        ),
        Section(
            coding(LOINC, "10160-0", "History of Medication use Narrative"),
            "Medication",
            lambda _each: False,
            "This record holds nothing about medication.",
        ),
        _PROBLEMS,
        _PAST,
        Section(coding(LOINC, "10162-6", "History of pregnancies Narrative"), "Pregnancy", _pregnancy),
        _IMMUNISATIONS,
        _PROCEDURES,
        _VITAL,
        Section(coding(SECTIONS, "birth", "How the child was born"), "At birth", _at_birth),
        _FINDINGS,
        _ALERTS,
        Section(
            coding(LOINC, "18776-5", "Plan of care note"), "Plan of care", _is("CarePlan", status=["active"])
        ),
    ),
)
LETTER = Document(
    kind=TRANSFER,
    title="Transfer letter",
    sections=(
        Section(coding(SECTIONS, "pregnancy", "The pregnancy"), "Pregnancy", _pregnancy),
        Section(coding(SECTIONS, "birth", "How the child was born"), "At birth", _at_birth),
        Section(
            coding(SECTIONS, "stay", "In hospital"),
            "In hospital",
            _is(
                "Encounter",
                type=["admission", "readmission", "birth"],
                status=["finished", "in-progress", "unknown"],
            ),
        ),
        _PROBLEMS,
        _IMMUNISATIONS,
        _PROCEDURES,
        _VITAL,
        _FINDINGS,
        Section(
            coding(SECTIONS, "agreed", "What is agreed"),
            "Agreed",
            _is("Appointment", status=["booked", "pending", "proposed"]),
            to_come=True,
        ),
        Section(
            coding(SECTIONS, "open", "What is still open"),
            "Still open",
            _is("Task", status=["requested", "accepted"]),
        ),
        _ALERTS,
        Section(coding(SECTIONS, "circle", "Who is around them"), "Who is around them", _is("CareTeam")),
    ),
)
