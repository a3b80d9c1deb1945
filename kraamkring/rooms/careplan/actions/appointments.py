"""Agreeing on a time, accepting it, and saying what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode

from ..models import Activity, Appointment
from ..models.versions import latest
from .versions import write_version

Outcome = Literal["held", "missed", "cancelled"]
COLUMNS = (
    "care", "start", "end", "role", "with_whom", "member", "who", "key", "accepted_by", "accepted_at", "made_at",
    "outcome",
)  # fmt: skip


def agree(
    *,
    episode: PregnancyEpisode,
    appointment: AppointmentFact,
    by: User,
    now: datetime,
    with_whom: str = "",
    member: Membership | None = None,
    accepted_by: User | None = None,
    id: UUID | None = None,
) -> Appointment:
    """A new appointment, as the fact says it. member: who comes; then `with_whom` is her name. id: what it is called
    from now on; sent again, nothing is agreed twice. Raises Refusal if it is accepted but `accepted_by` names nobody,
    or bound to an activity that this family does not have."""
    if appointment.accepted and accepted_by is None:
        raise Refusal("accepted", "nobody is named who accepted", "Name the person")
    if appointment.key and not Activity.objects.filter(episode=episode, key=appointment.key).exists():
        raise Refusal("key", "this family has no such activity", "Leave it out, or take one of the pathway")
    content = {
        "care": appointment.care,
        "start": appointment.start,
        "end": appointment.end,
        "role": appointment.role,
        "with_whom": member.name if member else with_whom.strip(),
        "member": member,
        "who": list(appointment.who) if appointment.who else None,
        "key": appointment.key,
        "accepted_by": accepted_by,
        "accepted_at": now if accepted_by else None,
        "made_at": appointment.made_at or now,
        "outcome": appointment.outcome,
    }
    item = id or new_id(now)
    return write_version(
        Appointment, episode=episode, item=item, content=content, based_on=0, by=by, now=now, id=item
    )


def accept(*, appointment: Appointment, by: User, now: datetime, id: UUID | None = None) -> Appointment:
    """The same appointment, accepted by the person who will come. Raises Conflict if it changed meanwhile."""
    return _next(appointment, {"accepted_by": by, "accepted_at": now}, by, now, id)


def change_appointment(
    *,
    appointment: Appointment,
    by: User,
    now: datetime,
    start: datetime | None = None,
    end: datetime | None = None,
    outcome: Outcome | None = None,
    id: UUID | None = None,
) -> Appointment:
    """The next version. A new time must be accepted again; an outcome stays with whoever accepted. Raises Conflict
    if it changed meanwhile, Refusal if it would end before it starts."""
    changes: dict[str, Any] = {}
    if start or end:
        changes = {"start": start or appointment.start, "end": end or appointment.end}
        changes |= {"accepted_by": None, "accepted_at": None}
        if changes["end"] <= changes["start"]:
            raise Refusal("end", "the appointment ends before it begins", "Give an end after the start")
    if outcome:
        changes["outcome"] = outcome
    return _next(appointment, changes, by, now, id)


def let_go(*, member: Membership, by: User, now: datetime) -> list[Appointment]:
    """What somebody had agreed to come to and no longer can, as she is no member any more: still agreed with the
    family, and not accepted. What is over stays as it was."""
    hers = [row for row in latest(Appointment, member.episode_id) if row.member_id == member.pk]
    ahead = [row for row in hers if row.accepted_at and row.outcome is None and row.end > now]
    return [_next(row, {"accepted_by": None, "accepted_at": None}, by, now, None) for row in ahead]


def _next(
    appointment: Appointment, changes: dict[str, Any], by: User, now: datetime, id: UUID | None
) -> Appointment:
    seen = {name: getattr(appointment, name) for name in COLUMNS}
    return write_version(
        Appointment,
        episode=appointment.episode,
        item=appointment.item,
        content=seen | changes,
        based_on=appointment.version,
        by=by,
        now=now,
        id=id,
    )
