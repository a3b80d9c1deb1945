"""Somebody is taken into hospital, before or for the birth."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Admission
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record import policies
from kraamkring.rooms.record.models import Entry

from . import transaction
from .admitting import admit
from .after_a_loss import AROUND_THEM
from .around_birth import Happened, happened, moment_of, saying, told_before
from .pathway import facts_now
from .record_fact import write_all
from .telling import tell


def admit_to_hospital(
    *,
    episode_id: UUID,
    id: UUID,
    by: User,
    now: datetime,
    at: datetime | None = None,
    source: str = Entry.Source.PERSON,
) -> Happened:
    """The mother is in hospital from `at` (None: now), and those around her hear it. id: of what is written; sending
    it again changes nothing. Raises Refusal if she is there already, or went home after the birth."""
    with transaction.atomic():
        episode = admit(by, episode_id, now, "birth_and_stay", act="write").episode
        at = moment_of(episode, id, at, now)
        again = told_before(episode, id) is not None
        if not again:
            policies.must_have_happened(at, now)
            policies.may_be_admitted(facts_now(episode), ("mother",), at)
        said = saying(id, Admission(who=("mother",), at=at), episode, source=source)
        recorded = write_all(episode=episode, said=[said], by=by, now=now)
        told = (
            []
            if again
            else tell(
                episode=episode,
                what="admission",
                because=id,
                template="family_news",
                by=by,
                now=now,
                to=AROUND_THEM,
            )
        )
    return happened(recorded, told)
