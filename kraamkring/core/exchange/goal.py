"""What a family and its carers aim at, as a Goal: a point of the postnatal plan, `proposed` until it is settled and
`accepted` then; and the goals of the week as they were written last at a visit, `active`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, reference, without_nothing
from .systems import OWN, coding

TYPE = "Goal"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("category", "token", "category"),
        Parameter("lifecycle-status", "token", "lifecycleStatus"),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("start-date", "date", "startDate"),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    mandatory=("lifecycleStatus", "description", "subject"),
    summary=("lifecycleStatus", "category", "description", "subject", "startDate"),
)
TOPICS = f"{OWN}/CodeSystem/plan-topic"
OF_THE_WEEK = "goals of the week"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """topic: as it was typed. text: empty where it was taken back. at: when it was written as it is."""

    id: UUID
    episode: UUID
    module: str
    mother: UUID
    topic: str
    text: str
    status: Literal["proposed", "accepted", "active", "entered-in-error"]
    at: datetime


def goal(aim: Aim) -> Made:
    """The Goal."""
    codes = [coding(TOPICS, "week")] if aim.topic == OF_THE_WEEK else []
    elements = {
        "lifecycleStatus": aim.status,
        "category": [without_nothing({"coding": codes, "text": aim.topic})] if aim.topic else [],
        "description": {"text": aim.text or aim.topic},
        "subject": reference("Patient", aim.mother),
        "startDate": aim.at.date().isoformat(),
    }
    return Made(type=TYPE, id=aim.id, home=aim.episode, module=aim.module, elements=elements)
