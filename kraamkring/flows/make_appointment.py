"""Care is arranged: a time is agreed, accepted by the person who will come, moved, and closed with what came of it.

Whoever comes is told of each step, and the mother from the moment it is accepted; never the one who took the step.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan import policies
from kraamkring.rooms.careplan.actions import Difference, accept, agree, change_appointment
from kraamkring.rooms.careplan.actions.appointments import Outcome
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.careplan.queries import (
    accepted_before,
    appointment_seen_by,
    overlapping,
    waiting_for,
)
from kraamkring.rooms.network.queries import membership_of
from kraamkring.rooms.people.models import PregnancyEpisode

from . import transaction
from .admitting import Admitted, admit
from .follow_appointment import follow_appointment
from .pathway import facts_now, pathway_of, reconciled
from .telling import tell, tell_person

MOTHER = "mother"


class Arranged(NamedTuple):
    """The appointment as it stands. overlapping: how many other appointments the person who comes has at that time,
    in any family; it is said, and forbids nothing."""

    appointment: Appointment
    difference: Difference
    overlapping: int = 0


def make_appointment(
    *,
    episode_id: UUID,
    appointment: AppointmentFact,
    by: User,
    now: datetime,
    member_id: UUID | None = None,
    with_whom: str = "",
    id: UUID | None = None,
) -> Arranged:
    """A new appointment with a member of the network, or with somebody known by name. `accepted` in the fact: the
    person said yes; she who signs in here says so herself. id: what it is called; sent again, nothing is made twice.

    Raises Refusal for a time that is over, or a member who is no longer there; ImpossibleFact if it is for somebody
    who is not expected and not born.
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan", act="write")
        episode = admitted.episode
        policies.may_be_planned(appointment.end, now)
        member = _coming(member_id, episode, now)
        if appointment.accepted:
            policies.may_accept(member.user if member else None, by)
        if member:
            appointment = replace(appointment, role=member.role)
        _possible(appointment, episode)
        made = agree(
            episode=episode,
            appointment=appointment,
            by=by,
            now=now,
            with_whom=with_whom,
            member=member,
            accepted_by=by if appointment.accepted and (member or with_whom.strip()) else None,
            id=id,
        )
        return _arranged(made, "appointment_made", by, now, mother=made.accepted_at is not None)


def accept_appointment(
    *, item: UUID, version: int, by: User, now: datetime, id: UUID | None = None
) -> Arranged:
    """The appointment, accepted by the person who will come; for somebody without an account, noted by who may write
    the plan. Raises Conflict if it changed since that version; Refusal if it is hers to accept and not the actor's."""
    with transaction.atomic():
        admitted, seen = _seen(by, item, version, now)
        coming = seen.member.user if seen.member else None
        admitted.need("plan", act="read" if coming and coming.pk == by.pk else "write")
        policies.may_accept(coming, by)
        policies.may_be_accepted(seen, now)
        if seen.member_id:
            _coming(seen.member_id, seen.episode, now)
        mother_knows = accepted_before(seen)
        accepted = accept(appointment=seen, by=by, now=now, id=id)
        return _arranged(accepted, "appointment_made", by, now, mother=not mother_knows)


def move_appointment(
    *,
    item: UUID,
    version: int,
    start: datetime,
    end: datetime,
    by: User,
    now: datetime,
    id: UUID | None = None,
) -> Arranged:
    """The appointment at another time, to be accepted again. Raises Conflict if it changed since that version;
    Refusal for a time that is over."""
    with transaction.atomic():
        admitted, seen = _seen(by, item, version, now)
        admitted.need("plan", act="write")
        policies.may_be_moved(seen)
        policies.may_be_planned(end, now)
        mother_knows = accepted_before(seen)
        moved = change_appointment(appointment=seen, by=by, now=now, start=start, end=end, id=id)
        return _arranged(moved, "appointment_moved", by, now, mother=mother_knows)


def close_appointment(
    *, item: UUID, version: int, outcome: Outcome, by: User, now: datetime, id: UUID | None = None
) -> Arranged:
    """The appointment with what came of it: held, missed or cancelled. Of what was cancelled the others are told; what
    was missed shows as a gap. Raises Conflict if it changed since that version; Refusal before it began."""
    with transaction.atomic():
        admitted, seen = _seen(by, item, version, now)
        admitted.need("plan", act="write")
        policies.may_be_closed(seen, outcome, now)
        mother_knows = accepted_before(seen)
        closed = change_appointment(appointment=seen, by=by, now=now, outcome=outcome, id=id)
        follow_appointment(item=item, outcome=outcome, by=by, now=now)
        template = "appointment_cancelled" if outcome == "cancelled" else ""
        return _arranged(closed, template, by, now, mother=mother_knows)


@transaction.atomic
def appointments_waiting_for(*, by: User, now: datetime) -> list[Appointment]:
    """Every appointment that the actor was asked to come to and has not answered, the soonest first, with its
    pregnancy and mother; none of a network that she is no longer in. One query; what is shown of it is audited where it
    is shown."""
    return list(waiting_for(by, now))


def _arranged(appointment: Appointment, template: str, by: User, now: datetime, *, mother: bool) -> Arranged:
    """The pathway follows, and those concerned are told. mother: whether she is one of them by now."""
    difference = reconciled(appointment.episode, by=by, now=now, because=[appointment.pk])
    if template:
        _tell(appointment, template, by, now, mother=mother)
    return Arranged(appointment, difference, _at_the_same_time(appointment))


def _tell(appointment: Appointment, template: str, by: User, now: datetime, *, mother: bool) -> None:
    told: dict[str, Any] = {
        "episode": appointment.episode,
        "what": template,
        "because": appointment.pk,
        "template": template,
        "by": by,
        "now": now,
        "context": {
            "appointment": str(appointment.item),
            "sequence": appointment.version,
            "start": appointment.start.isoformat(),
            "end": appointment.end.isoformat(),
            "zone": appointment.episode.zone,
        },
        "link": "plan",
    }
    if mother:
        tell(**told, to={MOTHER})
    coming = appointment.member
    if coming is not None and coming.role != MOTHER and coming.user_id != by.pk:
        tell_person(**told, who=coming)


def _at_the_same_time(appointment: Appointment) -> int:
    if appointment.member is None or appointment.member.user is None or appointment.outcome is not None:
        return 0
    who, start, end = appointment.member.user, appointment.start, appointment.end
    return overlapping(who, start, end, but=appointment.item).count()


def _coming(member_id: UUID | None, episode: PregnancyEpisode, now: datetime) -> Any:
    """The Membership of whoever comes, None for somebody known by name only."""
    if member_id is None:
        return None
    member = membership_of(member_id)
    if member is None or member.episode_id != episode.pk:
        raise Refusal("member", "there is no such person in this network", "Choose another")
    policies.may_come(member, now)
    return member


def _possible(appointment: AppointmentFact, episode: PregnancyEpisode) -> None:
    """Raises ImpossibleFact if it is for somebody who is not there, Refusal if the care it is bound to is not given by
    that role: it would arrange nothing, and nobody would see why."""
    facts = facts_now(episode)
    replace(facts, appointments=(*facts.appointments, replace(appointment, id=None)))
    for promise in pathway_of(facts).promises if appointment.key else ():
        if promise.key == appointment.key and appointment.role not in promise.card.allowed:
            raise Refusal("member", "this care is not given by that role", "Choose another")


def _seen(actor: User, item: UUID, version: int, now: datetime) -> tuple[Admitted, Appointment]:
    """The version that was seen, of a pregnancy that is locked by now."""
    appointment = appointment_seen_by(actor, item, version)
    if appointment is None:
        raise NotThere("appointment", "there is no such appointment for you", "Look it up again")
    return admit(actor, appointment.episode_id, now, act="write"), appointment
