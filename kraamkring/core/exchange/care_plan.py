"""What the protocol promises to one family, as a CarePlan: it names the tasks, each of which says how it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .plan_definition import url_of
from .resource import Json, Made, derived_id, reference, without_nothing
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
    summary=("instantiatesCanonical", "status", "intent", "category", "title", "subject", "period"),
)
CATEGORIES = f"{OWN}/CodeSystem/care-plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """The promises to one family, in a fixed order; withdrawn ones too. protocol: by which they are made (`be-vlg`),
    None where that is not known."""

    episode: UUID
    mother: UUID
    protocol: str | None
    booked_on: date
    promised: Collection[UUID] = ()


def plan_of(episode: UUID) -> UUID:
    """The id of the CarePlan of a pregnancy."""
    return derived_id(episode, TYPE)


def care_plan(pathway: Pathway) -> Made:
    """The CarePlan. It stands as `active`, as the EpisodeOfCare does: no row says when the care is over."""
    elements = {
        "instantiatesCanonical": [url_of(pathway.protocol)] if pathway.protocol else [],
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


def with_tasks_inside(plan: Json, tasks: Collection[Json]) -> dict[str, Any]:
    """A CarePlan with the tasks that it names inside it. One that the asker does not read is named, and stands not
    inside."""
    inside = {each["id"]: {name: value for name, value in each.items() if name != "meta"} for each in tasks}
    activities = [
        {"reference": {"reference": f"#{id}"}} if (id := _task_of(each)) in inside else each
        for each in plan.get("activity", [])
    ]
    head = {name: plan[name] for name in ("resourceType", "id", "meta")}
    rest = {name: value for name, value in plan.items() if name not in head}
    return without_nothing({**head, "contained": list(inside.values()), **rest, "activity": activities})


def tasks_of(plan: Json) -> list[UUID]:
    """The ids of the tasks that a CarePlan names, in its order."""
    return [UUID(_task_of(each)) for each in plan.get("activity", [])]


def _task_of(activity: Json) -> str:
    return str(activity["reference"]["reference"]).rpartition("/")[2]
