"""A program sends something: it goes in through the flow that a page would call: same access, rules and log."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.exchange.resource import Json, derived_id
from kraamkring.core.exchange.scopes import Act
from kraamkring.core.exchange.taking import observable_of, take, value_of
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.flows.admitting import admit
from kraamkring.flows.observe import Said, observe
from kraamkring.packs.observations import observables
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.exchange.queries import resource
from kraamkring.rooms.people.queries import episodes_about, slots_with
from kraamkring.rooms.record.observations import standing_version

from .reach import Asker, NothingThere, reach_of


class Changed(Refusal):
    """What was to be changed is another version by now."""


class Sent(NamedTuple):
    """The resource as it stands now. made: whether this was new."""

    row: Resource
    made: bool


@transaction.atomic
def create_observation(*, sent: Json, asker: Asker, now: datetime) -> Sent:
    """What was observed is written. One that carries a number of the sender's is written once: sent again, it is
    answered as it stands. Raises NothingThere for a Patient that is not there for who asks, ImpossibleFact with the
    element that cannot be taken, and what `observe` raises."""
    _may(asker, "create")
    taken = take(sent)
    episode_id, who = _whom(taken.about, asker, now)
    observable = observable_of(taken, list(observables().values()), who)
    value = value_of(taken, observable)
    id = derived_id(taken.about, taken.number) if taken.number else new_id(now)
    said = Said(id=id, who=who, what=observable.id, value=value, at=taken.at, reason=taken.note)
    there = resource("Observation", id) is not None
    _observe(episode_id, said, asker, now)
    transaction.settle()
    return Sent(_stands(id), not there)


@transaction.atomic
def correct_observation(*, id: UUID, sent: Json, version: int | None, asker: Asker, now: datetime) -> Sent:
    """What was observed is corrected, or taken back (`entered-in-error`); a note says why. version: the one that the
    program saw (`If-Match`). Raises Changed if another stands by now; NothingThere."""
    _may(asker, "update")
    stands = resource("Observation", id)
    if stands is None or stands.episode_id is None:
        raise NothingThere
    if not reach_of(asker, now, [stands.episode_id]).opens(stands, "Observation"):
        raise NothingThere
    admit(asker.user, stands.episode_id, now, act="write")  # locks: what is read now is what is corrected
    stands = _stands(id)
    taken = take(sent)
    _episode, who = _whom(taken.about, asker, now)
    observable = observable_of(taken, list(observables().values()), who)
    value = value_of(taken, observable)
    if version is not None and version != stands.version:
        raise Changed("", "somebody changed this before you", "Look at it again")
    last = standing_version(id)
    if (last.value, last.at, last.reason) == (value, taken.at, taken.note):
        return Sent(stands, made=False)  # nothing is different: no version more
    said = Said(
        id=new_id(now),
        who=who,
        what=observable.id,
        value=value,
        at=taken.at,
        reason=taken.note,
        corrects=last.pk,
    )
    _observe(last.episode_id, said, asker, now)
    transaction.settle()
    return Sent(_stands(id), made=False)


# What is taken from outside, of each type by its flow; `creates` and `updates` of the type say the same.
CREATES = {"Observation": create_observation}
CORRECTS = {"Observation": correct_observation}
# What a page calls so, as an element; whatever else cannot be is about the value.
ELEMENTS = {"reason": "note", "at": "effectiveDateTime", "id": "identifier"}


def _observe(episode_id: UUID, said: Said, asker: Asker, now: datetime) -> None:
    """As a page would; what cannot be taken is named by its element."""
    try:
        observe(episode_id=episode_id, said=[said], by=asker.user, now=now)
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        raise refusal.at(ELEMENTS.get(refusal.field, "value[x]")) from refusal


def _may(asker: Asker, act: Act) -> None:
    if not asker.scopes.allow("Observation", act):
        raise NotAllowed("", "this key reads only", "Ask for one that writes")


def _whom(person: UUID, asker: Asker, now: datetime) -> tuple[UUID, str]:
    """The pregnancy in which this person is written about, and in which slot: the last one that is open to who asks."""
    reach = reach_of(asker, now, episodes_about([person]))
    for episode_id, slot in slots_with(person):
        if episode_id in reach.opened:
            return episode_id, slot
    raise NothingThere("subject")


def _stands(id: UUID) -> Resource:
    row = resource("Observation", id)
    if row is None:
        raise NothingThere
    return row
