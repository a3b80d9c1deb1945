"""A program sends something: it goes in through the flow that a page would call: same access, rules and log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.exchange.resource import Json, derived_id
from kraamkring.core.exchange.taking import observable_of, take, value_of
from kraamkring.core.exchange.taking_due_date import is_due_date
from kraamkring.core.kernel.errors import ImpossibleFact, NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.flows.admitting import admit
from kraamkring.flows.observe import Said, observe
from kraamkring.packs.observations import observables
from kraamkring.rooms.exchange.queries import resource
from kraamkring.rooms.record.observations import standing_version

from .due_dates import due_date_corrected, due_date_determined, due_date_with
from .reach import Asker, NothingThere, reach_of
from .sent import Changed, Sent, may, stands_as, whom


@transaction.atomic
def create_observation(*, sent: Json, asker: Asker, now: datetime) -> Sent:
    """What was observed is written. One that carries a number of the sender's is written once: sent again, it is
    answered as it stands. Raises NothingThere for a Patient that is not there for who asks, ImpossibleFact with the
    element that cannot be taken, and what `observe` raises."""
    may(asker, "create")
    if is_due_date(sent):
        return due_date_determined(sent, asker, now)
    taken = take(sent)
    episode_id, who = whom(taken.about, asker, now)
    observable = observable_of(taken, list(observables().values()), who)
    value = value_of(taken, observable)
    id = derived_id(taken.about, taken.number) if taken.number else new_id(now)
    said = Said(id=id, who=who, what=observable.id, value=value, at=taken.at, reason=taken.note)
    there = resource("Observation", id) is not None
    _observe(episode_id, said, asker, now)
    transaction.settle()
    return Sent(stands_as(id), not there)


@transaction.atomic
def correct_observation(*, id: UUID, sent: Json, version: int | None, asker: Asker, now: datetime) -> Sent:
    """What was observed is corrected, or taken back (`entered-in-error`); a note says why. version: the one that the
    program saw (`If-Match`). Raises Changed if another stands by now; NothingThere."""
    may(asker, "update")
    stands = resource("Observation", id)
    if stands is None or stands.episode_id is None:
        raise NothingThere
    if not reach_of(asker, now, [stands.episode_id]).opens(stands, "Observation"):
        raise NothingThere
    admit(asker.user, stands.episode_id, now, act="write")  # locks: what is read now is what is corrected
    stands, last = stands_as(id), standing_version(id)
    if last is None and stands.episode_id and (entry := due_date_with(id, stands.episode_id)):
        return due_date_corrected(entry, sent, version, stands, asker, now)
    if last is None:
        raise ImpossibleFact("code", "this follows from what the record says", "Change it there, on a page")
    taken = take(sent)
    _episode, who = whom(taken.about, asker, now)
    observable = observable_of(taken, list(observables().values()), who)
    value = value_of(taken, observable)
    if version is not None and version != stands.version:
        raise Changed("", "somebody changed this before you", "Look at it again")
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
    return Sent(stands_as(id), made=False)


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
