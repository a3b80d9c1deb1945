"""A family moves to another region: from that day its protocol answers for what is open, and the network stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.facts import Move, PregnancyFacts
from kraamkring.core.facts.coherence import standing
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.packs import protocols
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions import Difference
from kraamkring.rooms.record.actions import Statement
from kraamkring.rooms.record.models import Entry

from . import transaction
from .admitting import admit
from .falling_outside import Outside, fell_outside
from .pathway import facts_now
from .record_fact import place_of, write
from .telling import tell


class Moved(NamedTuple):
    """The entry, what changed in the pathway, and the appointments that now arrange nothing."""

    entry: Entry
    difference: Difference
    outside: tuple[Outside, ...]


def move_to_region(
    *, episode_id: UUID, to: str, on: date, by: User, now: datetime, id: UUID | None = None
) -> Moved:
    """The family lives in the region `to` from this local day on. Everyone concerned is told. Nobody leaves the network
    by it, and who coordinates goes on until somebody there has taken over. id: of the entry; sent again, nothing is
    written twice.

    Raises Refusal for a region without a protocol, or one where they live on that day already.
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, act="write")
        episode, move = admitted.episode, Move(on=on, to=to)
        admitted.need(place_of("moves", move, episode), act="write")
        said = Statement(id=id or new_id(now), kind="moves", value=move)
        before = facts_now(episode)
        _may_move(before, move, said.id)
        recorded = write(episode=episode, said=said, by=by, now=now)
        tell(
            episode=episode,
            what="moved",
            because=recorded.entry.pk,
            template="plan_changed",
            by=by,
            now=now,
            link="plan",
        )
        outside = fell_outside(before, facts_now(episode), now)
    return Moved(recorded.entry, recorded.difference, outside)


def _may_move(facts: PregnancyFacts, move: Move, entry_id: UUID) -> None:
    if move.to not in protocols():
        known = ", ".join(sorted(protocols()))
        raise Refusal("to", "there is no protocol for this region", f"There is one for {known}")
    others = [each for each in standing(facts.moves, facts.retracted) if each.id != str(entry_id)]
    earlier = [each for each in others if each.on <= move.on]
    lives_in = max(earlier, key=lambda each: each.on).to if earlier else facts.region
    if lives_in == move.to:
        raise Refusal(
            "to", "the family lives in this region on that day already", "Choose another region, or day"
        )
