"""Care that needs somebody, as a Flag: an alarm of the house, `active` until it ended. Which care it is has the code of
its Task; whether it is at risk or was missed is the category. The codes are ours: no source that was read has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .defining import ResourceType
from .parameters import Parameter
from .resource import Made, period, reference
from .systems import OWN, coding
from .task import ACTIVITIES

TYPE = "Flag"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("date", "date", "period"),
        Parameter("patient", "reference", "subject", ("Patient",)),
        Parameter("subject", "reference", "subject", ("Patient",)),
    ),
    mandatory=("status", "code", "subject"),
    summary=("status", "category", "code", "subject", "period"),
)
LEVELS = f"{OWN}/CodeSystem/alarm"
WORDS: Mapping[str, str] = {"at_risk": "Care at risk", "gap": "Care gap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """about: the Patient it is for. level: one of `WORDS`. until: when it ended, None while it stands open."""

    id: UUID
    episode: UUID
    about: UUID
    activity: str
    level: str
    since: datetime
    until: datetime | None


def flag(raised: Raised) -> Made:
    """The Flag. An act that waited for the sweep has an earlier moment than the alarm it settles: over at once."""
    until = raised.until and max(raised.since, raised.until)
    elements = {
        "status": "inactive" if until else "active",
        "category": [{"coding": [coding(LEVELS, raised.level, WORDS[raised.level])]}],
        "code": {"coding": [coding(ACTIVITIES, raised.activity)]},
        "subject": reference("Patient", raised.about),
        "period": period(raised.since, until),
    }
    return Made(type=TYPE, id=raised.id, home=raised.episode, module="plan", elements=elements)
