"""A pregnancy, or one of several children, is lost before birth. What was waiting falls silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Loss
from kraamkring.core.facts.coherence import newborn_slots
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record import policies

from . import transaction
from .admitting import admit
from .after_a_loss import Quiet
from .around_birth import Happened, happened, saying, told_before
from .pathway import facts_now
from .record_fact import write_all


def end_pregnancy(
    *, episode_id: UUID, loss: Loss, id: UUID, by: User, now: datetime
) -> tuple[Happened, Quiet]:
    """The loss as an entry. By that, and in the same transaction, messages that waited are cancelled, coming
    appointments that nothing calls for any more too, those around the family hear it quietly, and the pathway
    promises what is due after a loss. id: sending it again changes nothing.

    Raises Refusal for a child that was born, or a loss that is recorded already.
    """
    with transaction.atomic():
        episode = admit(by, episode_id, now, "prenatal", act="write").episode
        facts = facts_now(episode)
        if len(newborn_slots(facts)) == 1:
            loss = replace(loss, newborn=None)  # the only child is the whole pregnancy
        if told_before(episode, id) is None:
            policies.may_be_lost(facts, loss, now)
        recorded = write_all(episode=episode, said=[saying(id, loss, episode)], by=by, now=now)
    return happened(recorded), recorded.quiet
