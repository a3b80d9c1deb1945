"""Care is arranged: a time is agreed, accepted by the person who will come, moved, and closed with what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import accept, agree, change_appointment
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.careplan.queries import appointment_seen_by

from .admitting import admit
from .pathway import facts_now


def arrange_care(
    *,
    episode_id: UUID,
    appointment: AppointmentFact,
    by: User,
    now: datetime,
    with_whom: str = "",
    accepted_by: User | None = None,
) -> Appointment:
    """A new appointment. Raises ImpossibleFact if it is for somebody who is not expected and not born."""
    with transaction.atomic():
        episode = admit(by, episode_id, now, "plan", act="write").episode
        facts = facts_now(episode)
        replace(
            facts, appointments=(*facts.appointments, replace(appointment, id=None))
        )  # refuses the impossible
        return agree(
            episode=episode,
            appointment=appointment,
            by=by,
            now=now,
            with_whom=with_whom,
            accepted_by=accepted_by,
        )


def accept_care(*, item: UUID, version: int, by: User, now: datetime) -> Appointment:
    """The appointment, accepted by the person who will come. Raises Conflict if it changed since that version."""
    with transaction.atomic():
        return accept(appointment=_seen(by, item, version, now), by=by, now=now)


def move_care(
    *, item: UUID, version: int, start: datetime, end: datetime, by: User, now: datetime
) -> Appointment:
    """The appointment at another time, to be accepted again. Raises Conflict if it changed since that version."""
    with transaction.atomic():
        seen = _seen(by, item, version, now)
        return change_appointment(appointment=seen, by=by, now=now, start=start, end=end)


def close_care(
    *, item: UUID, version: int, outcome: Literal["held", "missed", "cancelled"], by: User, now: datetime
) -> Appointment:
    """The appointment with what came of it. Raises Conflict if it changed since that version."""
    with transaction.atomic():
        return change_appointment(appointment=_seen(by, item, version, now), by=by, now=now, outcome=outcome)


def _seen(actor: User, item: UUID, version: int, now: datetime) -> Appointment:
    appointment = appointment_seen_by(actor, item, version)
    if appointment is None:
        raise NotThere("appointment", "there is no such appointment for you", "Look it up again")
    admit(actor, appointment.episode_id, now, "plan", act="write")
    return appointment
