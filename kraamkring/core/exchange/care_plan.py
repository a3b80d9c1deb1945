"""What the protocol promises to one family, as a CarePlan: it names the tasks, each of which says how it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, derived_id, reference
from .systems import OWN, coding

TYPE = "CarePlan"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("care-team", "reference", "careTeam", ("CareTeam",)),
        Parameter("category", "token", "category"),
        Parameter("date", "date", "period"),
        Parameter("intent", "token", "intent"),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    mandatory=("status", "intent", "subject"),
    summary=("status", "intent", "category", "title", "subject", "period"),
)
CATEGORIES = f"{OWN}/CodeSystem/care-plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """The promises to one family, in a fixed order; withdrawn ones too."""

    episode: UUID
    mother: UUID
    booked_on: date
    promised: Collection[UUID] = ()


def plan_of(episode: UUID) -> UUID:
    """The id of the CarePlan of a pregnancy."""
    return derived_id(episode, TYPE)


def care_plan(pathway: Pathway) -> Made:
    """The CarePlan. It stands as `active`, as the EpisodeOfCare does: no row says when the care is over."""
    elements = {
        "status": "active",
        "intent": "plan",
        "category": [
            {"coding": [coding(CATEGORIES, "pathway", "Care around a birth, as the protocol promises it")]}
        ],
        "subject": reference("Patient", pathway.mother),
        "period": {"start": pathway.booked_on.isoformat()},
        "careTeam": [reference("CareTeam", derived_id(pathway.episode, "CareTeam"))],
        "activity": [{"reference": reference("Task", id)} for id in pathway.promised],
    }
    return Made(
        type=TYPE, id=plan_of(pathway.episode), home=pathway.episode, module="plan", elements=elements
    )
