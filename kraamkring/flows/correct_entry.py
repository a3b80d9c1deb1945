"""Somebody corrects an entry: a new version beside it, with a reason; the earlier one stays readable."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.kinds import Value, fitting
from kraamkring.rooms.record.models import Entry
from kraamkring.rooms.record.queries import correction_of, entry_seen_by

from . import transaction
from .admitting import admit
from .after_a_loss import AROUND_THEM
from .record_fact import Recorded, module_of_entry, number_in, place_of, write
from .telling import tell


class Overtaken(Refusal):
    """Somebody else corrected it first. by: the version that she wrote, which can be corrected in turn."""

    def __init__(self, by: Entry) -> None:
        super().__init__("corrects", "somebody corrected this before you", "Look at both, and decide again")
        self.by = by


def correct_entry(
    *,
    entry_id: UUID,
    value: Value,
    reason: str,
    by: User,
    now: datetime,
    id: UUID | None = None,
    source: str = Entry.Source.PERSON,
) -> Recorded:
    """Writes the version that replaces an entry, and derives the pathway again. Where the care is another by it, those
    who give it are told that there is something to look at.

    Raises NotThere if the entry is not there for the actor, NotAllowed if she may not write in its part; Overtaken if
    it was corrected before; Refusal if the new value is of another kind, or without a reason; ImpossibleFact if it
    cannot be true beside the rest.
    """
    with transaction.atomic():
        entry = entry_seen_by(by, entry_id)
        if entry is None:
            raise NotThere("entry", "there is no such entry for you", "Look it up again")
        kind = fitting(entry.kind, value)
        admitted = admit(by, entry.episode_id, now, act="write")
        admitted.need(module_of_entry(entry), place_of(kind, value, admitted.episode), act="write")
        episode = admitted.episode
        written = id or new_id(now)
        if (later := correction_of(entry)) and later.pk != written:
            raise Overtaken(later)
        said = Statement(
            id=written,
            kind=kind,
            value=value,
            corrects=entry.pk,
            reason=reason,
            source=source,
            number=number_in(value, episode, source),
        )
        recorded = write(episode=episode, said=said, by=by, now=now)
        if recorded.difference and not recorded.quiet.told:  # of a loss they hear quietly, and once
            tell(
                episode=episode,
                what="corrected",
                because=recorded.entry.pk,
                template="family_news",
                by=by,
                now=now,
                to=AROUND_THEM,
            )
        return recorded
