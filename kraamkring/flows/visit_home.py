"""A visit to mother and children, in one go: whom was seen, what was tested, when the next one is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Contact, Screening
from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import change_appointment
from kraamkring.rooms.careplan.queries import appointment_seen_by
from kraamkring.rooms.network.queries import memberships_in_force
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record import policies

from . import transaction
from .admitting import Admitted, admit
from .around_birth import Happened, happened, moment_of, part, role_of, saying, told_before
from .follow_appointment import follow_appointment
from .make_appointment import make_appointment
from .pathway import facts_now
from .record_fact import write_all


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An appointment that this visit kept, and the version that was seen."""

    item: UUID
    version: int


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visit, or a call that took its place. at: None for now. screenings: done at that moment, in the visitor's
    role unless they name another. kept: the appointment that it closes. next: when the visitor herself comes again."""

    who: tuple[str, ...]
    kind: Literal["home_visit", "maternity_care", "phone", "video"] = "home_visit"
    at: datetime | None = None
    screenings: tuple[Screening, ...] = ()
    kept: Kept | None = None
    next: AppointmentFact | None = None


@transaction.atomic
def visit_home(*, episode_id: UUID, visit: Visit, id: UUID, by: User, now: datetime) -> Happened:
    """One contact for all who were seen, each test as its own entry, the appointment closed as held, the next one
    agreed. What is measured comes with it in `write_visit`. id: of the contact; sending it again changes nothing.

    Raises Refusal for who is not there to be seen, or without the right to write that part; Conflict if the
    appointment changed since it was seen.
    """
    return visit_admitted(admit(by, episode_id, now, "postnatal", act="write"), visit=visit, id=id)


def visit_admitted(admitted: Admitted, *, visit: Visit, id: UUID) -> Happened:
    """The same, by who was admitted to write it just now, in the same transaction."""
    if visit.screenings:
        admitted.need("child", act="write")
    if visit.kept or visit.next:
        admitted.need("plan", act="write")
    episode, role, by, now = admitted.episode, role_of(admitted), admitted.actor, admitted.now
    contact = Contact(
        kind=visit.kind,
        at=moment_of(episode, id, visit.at, now),
        by=role,
        who=visit.who,
        appointment=str(visit.kept.item) if visit.kept else None,
    )
    if told_before(episode, id) is None:
        facts = facts_now(episode)
        policies.may_be_visited(facts, visit.who, contact.at, now)
        for screening in visit.screenings:
            policies.may_be_screened(facts, screening, now)
        if visit.kept:
            _close(episode, visit.kept, by, now)
        if visit.next:
            place = memberships_in_force(now).filter(episode=episode, user=by).first()
            make_appointment(
                episode_id=episode.pk,
                appointment=replace(visit.next, role=role, accepted=True),
                by=by,
                now=now,
                member_id=place.pk if place else None,
                with_whom=by.name,
                id=part(id, "next"),
            )
    said = [saying(id, contact, episode)]
    for test in visit.screenings:
        name = f"{test.screening}/{test.newborn}"
        said.append(saying(part(id, name), replace(test, at=contact.at, by=test.by or role), episode))
    recorded = write_all(episode=episode, said=said, by=by, now=now)
    return happened(recorded)


def _close(episode: PregnancyEpisode, kept: Kept, by: User, now: datetime) -> None:
    appointment = appointment_seen_by(by, kept.item, kept.version)
    if appointment is None or appointment.episode_id != episode.pk:
        raise NotThere("appointment", "there is no such appointment for you", "Look it up again")
    change_appointment(appointment=appointment, by=by, now=now, outcome="held")
    follow_appointment(item=appointment.item, outcome="held", by=by, now=now)
