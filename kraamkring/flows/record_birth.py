"""Children are born: one or several, alive or not, each with its own record from the first minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Birth
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record import policies
from kraamkring.rooms.record.models import Entry

from . import transaction
from .admitting import admit
from .after_a_loss import AROUND_THEM
from .around_birth import Happened, happened, part, saying, told_before
from .pathway import facts_now
from .record_fact import write_all
from .telling import tell


def record_birth(
    *,
    episode_id: UUID,
    births: Sequence[Birth],
    id: UUID,
    by: User,
    now: datetime,
    source: str = Entry.Source.PERSON,
) -> Happened:
    """Every birth as an entry, and every child as a person, stillborn ones too; all or nothing. The members hear that
    there is a birth; where a child was stillborn, everything that waited falls silent and they hear that, quietly.
    id: of what is written; sending it again changes nothing.

    Raises Refusal for a child whose birth or loss is recorded already, ImpossibleFact for a birth that cannot be true
    beside the rest.
    """
    if not births:
        raise Refusal("births", "no child is given", "Give at least one")
    with transaction.atomic():
        episode = admit(by, episode_id, now, "birth_and_stay", act="write").episode
        again = told_before(episode, id) is not None
        if not again:
            for birth in births:
                policies.must_have_happened(birth.born_at, now, f"{birth.newborn}.born_at")
            policies.may_be_born(facts_now(episode), births)
        said = [
            saying(part(id, birth.newborn) if number else id, birth, episode, source=source)
            for number, birth in enumerate(births)
        ]
        recorded = write_all(episode=episode, said=said, by=by, now=now)
        if again or any(birth.outcome == "stillborn" for birth in births):
            return happened(recorded)
        told = tell(
            episode=episode,
            what="birth",
            because=id,
            template="family_news",
            by=by,
            now=now,
            to=AROUND_THEM,
        )
    return happened(recorded, told)
