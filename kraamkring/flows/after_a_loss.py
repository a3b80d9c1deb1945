"""Somebody was lost: what was still waiting falls silent, and those around the family hear it, quietly.

It happens wherever it is written down, in whichever flow: a birth without life, a loss, a death, or the correction that
makes one known. No message about it goes to the parents.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, get_args
from uuid import UUID

from kraamkring.core.facts import Birth, Death, Decision, Loss, PregnancyFacts, Retraction, Role
from kraamkring.core.pathway import gone, is_over, uncalled_for
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import CARE_RELATION
from kraamkring.rooms.careplan.actions import change_appointment
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.careplan.queries import coming_appointments
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.messages.queries import waiting_under
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.planner.hotels import end_stays
from kraamkring.rooms.record.actions import Statement

from .follow_appointment import follow_appointment
from .pathway import pathway_of
from .telling import concerned, live_key, person_of, silence, tell

PARENTS = frozenset({"mother", "partner"})
AROUND_THEM = frozenset(get_args(Role)) - PARENTS  # everyone who can be told, but the parents


class Quiet(NamedTuple):
    """What became quiet: messages that no longer go out, appointments that nothing calls for any more, and who was
    told. Empty where nobody was lost."""

    silenced: tuple[Message, ...] = ()
    cancelled: tuple[Appointment, ...] = ()
    told: tuple[Message, ...] = ()


def may_tell_of_a_loss(said: Iterable[Statement]) -> bool:
    """Whether any of these can make a loss known: then the facts before and after are compared."""
    return any(
        isinstance(each.value, Loss | Death | Decision | Retraction)
        or (isinstance(each.value, Birth) and each.value.outcome == "stillborn")
        for each in said
    )


def grow_quiet(
    *,
    episode: PregnancyEpisode,
    before: PregnancyFacts,
    after: PregnancyFacts,
    by: User,
    now: datetime,
    because: UUID,
) -> Quiet:
    """What became quiet between these facts of a locked pregnancy; nothing, if nobody was lost who was there before:
    the weight of a stillborn child, corrected, silences nothing again."""
    if not gone(after, protocols()) - gone(before, protocols()):
        return Quiet()
    silenced = silence(episode=episode, why="loss", by=by, now=now)
    cancelled = _cancelled(episode, after, by, now)
    end_stays(episode.pk, by=by, now=now, ground=CARE_RELATION)  # among mothers and children
    told = tell(
        episode=episode,
        what="loss",
        because=because,
        template="loss_known",
        by=by,
        now=now,
        to=AROUND_THEM,
    )
    return Quiet(tuple(silenced), tuple(cancelled), tuple(told))


class Foreseen(NamedTuple):
    """What would become quiet: how many messages, which appointments; and how many people would be told."""

    messages: int
    appointments: tuple[Appointment, ...]
    told: int


def foresee(*, episode: PregnancyEpisode, facts: PregnancyFacts, by: User, now: datetime) -> Foreseen:
    """What would become quiet if these were the facts; nothing is written."""
    told = [who for who in concerned(episode, now, AROUND_THEM) if person_of(who) != by.pk]
    return Foreseen(
        messages=waiting_under(live_key(episode)),
        appointments=tuple(_pointless(episode, facts, now)),
        told=len(told),
    )


def _cancelled(
    episode: PregnancyEpisode, facts: PregnancyFacts, by: User, now: datetime
) -> list[Appointment]:
    """The coming appointments that this loss made pointless, cancelled as versions; nobody is sent a word of it."""
    found = []
    for row in _pointless(episode, facts, now):
        found.append(change_appointment(appointment=row, by=by, now=now, outcome="cancelled"))
        follow_appointment(item=row.item, outcome="cancelled", by=by, now=now)
    return found


def _pointless(episode: PregnancyEpisode, facts: PregnancyFacts, now: datetime) -> list[Appointment]:
    missing, over = gone(facts, protocols()), is_over(facts, protocols())
    pointless = {each.id for each in uncalled_for(pathway_of(facts).promises, facts, now, missing, over=over)}
    return [row for row in coming_appointments(episode, now) if str(row.item) in pointless]
