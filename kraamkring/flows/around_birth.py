"""What the flows around a birth share: the role somebody acts in, and ids under which a repeat finds what it wrote."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, cast, get_args
from uuid import UUID, uuid5

from kraamkring.core.access import WARD_SYSTEM
from kraamkring.core.facts import Role
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.kinds import Value, fitting
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import entry_about

from .admitting import Admitted
from .record_fact import RecordedTogether, number_in

ROLES = frozenset(get_args(Role))


class Happened(NamedTuple):
    """What was written, what changed in the pathway, and who was told. Empty but for the entries when it was sent
    before."""

    entries: tuple[Entry, ...]
    difference: Difference
    told: tuple[Message, ...] = ()


def happened(recorded: RecordedTogether, told: list[Message] | None = None) -> Happened:
    """The same, from what was recorded."""
    return Happened(tuple(recorded.entries), recorded.difference, (*recorded.quiet.told, *(told or ())))


def role_of(admitted: Admitted) -> Role:
    """The role in which somebody gives care here: her place in the network, or else her profession. Raises Refusal to
    who has none, as an administrator. What the system of a ward tells was done by the midwives of the ward."""
    if admitted.actor.profession == WARD_SYSTEM:
        return "ward_midwife"
    places = [
        each.role
        for each in admitted.standing.relations
        if each.ground == "care_network"
        and each.role != "coordinator"
        and each.since is not None
        and each.since <= admitted.now
        and (each.until is None or admitted.now < each.until)
    ]
    role = next(iter(places), admitted.actor.profession)
    if role not in ROLES:
        raise Refusal("by", "your account gives no care", "Ask who gave it to write this down")
    return cast("Role", role)


def part(id: UUID, name: str) -> UUID:
    """The id of one of several things that one form writes: the same form gives the same ids, here and always."""
    return uuid5(id, name)


def saying(
    id: UUID, value: Value, episode: PregnancyEpisode, kind: str = "", source: str = Entry.Source.PERSON
) -> Statement:
    """A statement that a person makes on a page, or the system of a ward. Raises ImpossibleFact for a number with wrong
    check digits."""
    return Statement(
        id=id,
        kind=fitting(kind, value),
        value=value,
        source=source,
        number=number_in(value, episode, source),
    )


def told_before(episode: PregnancyEpisode, id: UUID) -> Entry | None:
    """The entry that a form wrote when it was sent before, None if this is the first time. Whether the same was said
    is then asked by `write_all`."""
    return entry_about(episode, str(id))


def moment_of(episode: PregnancyEpisode, id: UUID, at: datetime | None, now: datetime) -> datetime:
    """When it happened: what was said; or, where "now" was said, the now of the first time that it was sent."""
    if at is not None:
        return at
    before = told_before(episode, id)
    return before.effective_at if before else now
