"""Of entries that contradict each other, somebody decides which one stands. The others stay to be read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Decision
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import contradictions, entry_about

from . import transaction
from .admitting import admit
from .around_birth import role_of, saying, told_before
from .pathway import facts_now
from .record_fact import module_of_entry, write_all


def let_stand(*, episode_id: UUID, entry_id: UUID, id: UUID, by: User, now: datetime) -> Entry:
    """The decision as an entry; the pathway follows what stands from now on. id: of the form; sending it again changes
    nothing. Raises NotThere if the entry is not of this family, NotAllowed if the actor may not write in its part,
    Refusal if nothing contradicts it any more."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, act="write")
        episode = admitted.episode
        entry = entry_about(episode, str(entry_id))
        if entry is None:
            raise NotThere("entry", "there is no such entry for you", "Look it up again")
        admitted.need(module_of_entry(entry), act="write")
        if before := told_before(episode, id):
            return before
        if not any(str(entry.pk) in each.ids for each in contradictions(facts_now(episode))):
            raise Refusal("entry", "nothing contradicts this entry any more", "Look at the record again")
        decided = Decision(stands=str(entry.pk), by=role_of(admitted), at=now)
        return write_all(episode=episode, said=[saying(id, decided, episode)], by=by, now=now).entries[0]
