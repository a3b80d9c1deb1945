"""Rows into facts: appointments that were agreed here, and what the plan says of preferences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import PregnancyFacts
from kraamkring.rooms.asked_often import Often
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import Appointment, PostnatalPlan
from .models.versions import latest


def with_careplan(episode: PregnancyEpisode, facts: PregnancyFacts) -> PregnancyFacts:
    """The facts of the record, with every appointment and the plan, for a flow that was admitted: two queries."""
    return with_rows(facts, _AGREED.rows(episode=episode.pk), _PLAN.first(episode=episode.pk))


_AGREED = Often(lambda episode: latest(Appointment, episode))
_PLAN = Often(lambda episode: latest(PostnatalPlan, episode))


def with_rows(
    facts: PregnancyFacts, appointments: Iterable[Appointment], plan: PostnatalPlan | None
) -> PregnancyFacts:
    """The facts of the record, with these appointments and this plan."""
    agreed = tuple(appointment_fact(row) for row in appointments)
    return replace(facts, appointments=facts.appointments + agreed, **(_of_plan(plan, facts) if plan else {}))


def appointment_fact(row: Appointment) -> AppointmentFact:
    """The version that holds, as the core knows it: accepted once a person did."""
    return AppointmentFact(
        id=str(row.item),
        recorded_at=row.written_at,
        recorded_by=str(row.written_by_id),
        care=row.care,  # type: ignore[arg-type]
        start=row.start,
        end=row.end,
        role=row.role,  # type: ignore[arg-type]
        accepted=row.accepted_at is not None,
        who=tuple(row.who) if row.who else None,
        key=row.key,
        made_at=row.made_at,
        outcome=row.outcome,  # type: ignore[arg-type]
    )


def _of_plan(plan: PostnatalPlan, facts: PregnancyFacts) -> dict[str, Any]:
    """What the plan says holds over what was said before it; where it says nothing, that stays."""
    said: dict[str, Any] = {"stay": plan.stay or None, "maternity_care": plan.maternity_care}
    known = {name: value for name, value in said.items() if value is not None}
    return {"preferences": replace(facts.preferences, **known)}
