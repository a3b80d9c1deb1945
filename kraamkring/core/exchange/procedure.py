"""A birth, and a screening of a newborn, as a Procedure. What a screening said afterwards is no part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, instant, reference
from .systems import OWN, SNOMED, coding

TYPE = "Procedure"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("category", "token", "category"),
        Parameter("code", "token", "code"),
        Parameter("date", "date", "performedDateTime"),
        Parameter("encounter", "reference", "encounter", ("Encounter",)),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    mandatory=("status", "subject"),
    summary=("status", "statusReason", "category", "code", "subject", "encounter", "performedDateTime"),
)
CODES = f"{OWN}/CodeSystem/procedure"
OUTCOMES = f"{OWN}/CodeSystem/screening-outcome"
# shared/STANDARDS.md 1.3 (heel prick, hearing test).
SCREENINGS: Mapping[str, str] = {"blood_spot": "77262006", "hearing": "252957005"}
OBSTETRIC = coding(SNOMED, "386637004", "Obstetric procedure (procedure)")  # HL7's example Procedure/ob

Status = Literal["completed", "not-done", "entered-in-error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """what: `birth-` with its mode, or a screening. at: a day, where only the day is known. reason: why it was not
    done, in words. outcome: `unusable`, where it must be done again."""

    id: UUID
    episode: UUID
    module: str
    about: UUID
    what: str
    status: Status
    at: datetime | date
    reason: str = ""
    outcome: str = ""
    during: UUID | None = None


def procedure(act: Act) -> Made:
    """The Procedure."""
    known = SCREENINGS.get(act.what)
    birth = act.what.startswith("birth-")
    elements = {
        "status": act.status,
        "statusReason": {"text": act.reason} if act.reason else None,
        "category": {"coding": [OBSTETRIC]} if birth else None,
        "code": {"coding": [*([coding(SNOMED, known)] if known else []), coding(CODES, act.what)]},
        "subject": reference("Patient", act.about),
        "encounter": reference("Encounter", act.during),
        "performedDateTime": instant(act.at) if isinstance(act.at, datetime) else act.at.isoformat(),
        "outcome": {"coding": [coding(OUTCOMES, act.outcome)]} if act.outcome else None,
    }
    return Made(type=TYPE, id=act.id, home=act.episode, module=act.module, elements=elements)
