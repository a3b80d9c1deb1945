"""A mother cannot come at the time that was agreed: she says so in the plan, and those who can change it are told."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan import actions
from kraamkring.rooms.careplan.actions import Conflict
from kraamkring.rooms.careplan.models import Appointment, PlanComment, PlanItem
from kraamkring.rooms.careplan.queries import appointment_seen_by, point_seen_by

from . import transaction
from .admitting import admit
from .telling import COORDINATOR, concerned, person_of, tell_person

TOPIC = "appointment"
TEMPLATE = "another_time_asked"


class AskedAnotherTime(NamedTuple):
    """point: where it is talked about in the plan. comment: her words, if it was asked before."""

    point: PlanItem
    comment: PlanComment | None


def point_about(appointment: Appointment) -> UUID:
    """The item of the plan in which another time for this appointment is asked: one for each time that was agreed."""
    return uuid5(appointment.item, f"another-time:{appointment.version}")


def ask_another_time(
    *, item: UUID, version: int, text: str, by: User, now: datetime, id: UUID
) -> AskedAnotherTime:
    """A point of the plan with her words about the appointment as she saw it; said again, an answer in that point. Who
    coordinates and who would come are told, of the first and of each answer. The appointment stands until one of them
    moves or cancels it. id: sent again, it is asked once.

    Raises Conflict if the appointment changed since that version; Refusal if it is over or came to an end, or
    without a text; NotAllowed to whoever may not write in the plan.
    """
    with transaction.atomic():
        seen = appointment_seen_by(by, item, version)
        if seen is None:
            raise NotThere("appointment", "there is no such appointment for you", "Look it up again")
        admit(by, seen.episode_id, now, "plan", act="write")
        later = appointment_seen_by(by, item, version + 1)
        if later is not None:
            raise Conflict(later, {})
        if seen.outcome is not None or seen.start <= now:
            raise Refusal("said", "this appointment is over, or was cancelled", "Call if you need another")
        asked = _write(seen, text, by, now, id)
        _tell(seen, asked, by, now)
        return asked


def _write(seen: Appointment, text: str, by: User, now: datetime, id: UUID) -> AskedAnotherTime:
    first = point_seen_by(by, point_about(seen), 1)
    if first is None or first.pk == id:
        about = point_about(seen)
        point = actions.write_item(
            episode=seen.episode, topic=TOPIC, text=text, item=about, by=by, now=now, id=id
        )
        return AskedAnotherTime(point, None)
    return AskedAnotherTime(first, actions.comment(about=first, text=text, by=by, now=now, id=id))


def _tell(seen: Appointment, asked: AskedAnotherTime, by: User, now: datetime) -> None:
    """Each of them once, though one may be both."""
    because = asked.comment.pk if asked.comment else asked.point.pk
    people = {person_of(who): who for who in concerned(seen.episode, now, to={COORDINATOR})}
    if seen.member is not None:
        people.setdefault(person_of(seen.member), seen.member)
    for name, who in people.items():
        if name != by.pk:
            tell_person(
                episode=seen.episode,
                who=who,
                what="another_time_asked",
                because=because,
                template=TEMPLATE,
                by=by,
                now=now,
                link="plan",
            )
