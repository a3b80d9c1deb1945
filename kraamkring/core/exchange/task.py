"""One thing that the protocol promised to a family, as a Task: in which window, who answers for it, and whether it was
done. What is still `requested` when its window is over is the care that was missed: no clock stands in a resource, so
`Task?status=requested,accepted&due=eb2026-10-10` asks for it with a day.

Status (FHIR R4, TaskStatus): promised `requested`; an agreement inside the window that somebody accepted `accepted`;
done `completed`; waived or refused `rejected`; withdrawn, since something else became true, `cancelled`. `due` is a
parameter of our own: R4 has none for the window of a task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .practitioner_role import codes_of_role
from .resource import Made, instant, reference, without_nothing
from .systems import OWN, coding

TYPE = "Task"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("code", "token", "code"),
        Parameter("due", "date", "restriction.period"),
        Parameter("patient", "reference", "for", ("Patient",)),
        Parameter("status", "token", "status"),
        Parameter("subject", "reference", "for", ("Patient",)),
    ),
    mandatory=("status", "intent"),
    summary=(
        "instantiatesCanonical", "basedOn", "status", "statusReason", "intent", "code", "description", "for",
        "executionPeriod", "performerType",
    ),
)  # fmt: skip
ACTIVITIES = f"{OWN}/CodeSystem/activity"
REASONS = f"{OWN}/CodeSystem/task-reason"
TARGET = f"{OWN}/StructureDefinition/task-target"
OBLIGATION = f"{OWN}/StructureDefinition/task-obligation"

State = Literal["open", "arranged", "done", "waived", "withdrawn"]
STATUS: Mapping[State, str] = {
    "open": "requested",
    "arranged": "accepted",
    "done": "completed",
    "waived": "rejected",
    "withdrawn": "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise as it stands. about: the Patient it is for, a child that is not born yet being in its mother. title:
    of the card, empty where no card of today promises it. reason, said: why it was waived or withdrawn, as a code and
    in words. done_at: None where nobody said when. plan: the CarePlan it belongs to."""

    id: UUID
    episode: UUID
    about: UUID
    plan: UUID
    activity: str
    title: str
    role: str
    obligation: str
    earliest: datetime
    target: datetime
    latest: datetime
    state: State
    reason: str = ""
    said: str = ""
    done_at: datetime | None = None


def task(promised: Promised) -> Made:
    """The Task."""
    why = [coding(REASONS, promised.reason)] if promised.reason else []
    elements = {
        "extension": [
            {"url": OBLIGATION, "valueCode": promised.obligation},
            {"url": TARGET, "valueDateTime": instant(promised.target)},
        ],
        "basedOn": [reference("CarePlan", promised.plan)],
        "status": STATUS[promised.state],
        "statusReason": without_nothing({"coding": why, "text": promised.said}),
        "intent": "proposal" if promised.obligation == "proposed" else "plan",
        "code": {"coding": [coding(ACTIVITIES, promised.activity, promised.title)]},
        "description": promised.title,
        "for": reference("Patient", promised.about),
        "executionPeriod": without_nothing({"end": instant(promised.done_at)}),
        "performerType": [{"coding": codes_of_role(promised.role)}],
        "restriction": {"period": {"start": instant(promised.earliest), "end": instant(promised.latest)}},
    }
    return Made(type=TYPE, id=promised.id, home=promised.episode, module="plan", elements=elements)
