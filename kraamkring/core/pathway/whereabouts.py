"""Where somebody is, as far as it was recorded: in hospital, at home, or nobody wrote it down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from ..facts.coherence import standing
from ..facts.model import Admission, PregnancyFacts, Readmission

Place = Literal["hospital", "home"]


def whereabouts(facts: PregnancyFacts, subject: str, at: datetime) -> Place | None:
    """Where this person is at `at`. A birth anywhere but at home is a stay, as in `core.facts.coherence`; None before
    anything was recorded of her or it."""
    so_far = [happened for happened in _moves(facts, subject) if happened[0] <= at]
    if not so_far:
        return None
    return "home" if max(so_far)[1] else "hospital"


def last_move(facts: PregnancyFacts, subject: str) -> tuple[datetime, Place] | None:
    """When this person was last known to come into hospital or to be at home, and which; None before anything was
    recorded of her or it."""
    moved = max(_moves(facts, subject), default=None)
    return (moved[0], "home" if moved[1] else "hospital") if moved else None


def _moves(facts: PregnancyFacts, subject: str) -> Iterator[tuple[datetime, bool]]:
    """Each time this person came into hospital (False) or was at home (True); of the same instant, home is later."""
    stays: list[Admission | Readmission] = [
        *standing(facts.admissions, facts.retracted),
        *standing(facts.readmissions, facts.retracted),
    ]
    for stay in stays:
        if subject in stay.who:
            yield stay.at, False
    for birth in standing(facts.births, facts.retracted):
        if subject in ("mother", birth.newborn):
            yield birth.born_at, birth.place == "home"
    for leaving in standing(facts.discharges, facts.retracted):
        if subject in leaving.who and not leaving.planned:
            yield leaving.at, True
