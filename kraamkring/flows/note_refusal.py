"""Somebody asked for a record and was not let in. That is noted, after what was refused has been rolled back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.access import SENTENCES
from kraamkring.core.kernel.errors import NotAllowed, NotThere
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.queries import episodes_of
from kraamkring.rooms.people.queries import any_episode

from . import transaction

_WHY = {sentence: why for why, sentence in SENTENCES.items()}
OTHERWISE = "no_relation"


@transaction.atomic
def note_refusal(
    *, episode_id: UUID, page: str, refusal: NotThere | NotAllowed, by: User, now: datetime
) -> AuditEvent | None:
    """The audit row of a look, or an act, that was refused: it stands in what the mother reads. page: what was asked
    for. None where only a part is not there, of a family that the actor has to do with: an old link is no intrusion.

    Of an id that is nobody's a row is kept too, without a pregnancy: so a foreign id and an unknown one cost the same,
    and somebody who tries ids out is found.
    """
    if isinstance(refusal, NotThere) and episodes_of(by, now).filter(pk=episode_id).exists():
        return None
    episode = any_episode(episode_id)
    return record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.REFUSED,
        what=page,
        episode_id=episode.pk if episode else None,
        person_id=episode.mother_id if episode else None,
        object_id=episode_id,
        ground=_WHY.get(refusal.problem, OTHERWISE),
    )
