"""Writes of this room: a message came; a person decided about one that waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from .models import WardMessage, WardSettlement

WRITE = AuditEvent.Action.WRITE


class Came(NamedTuple):
    """One message as it came. by: the account of the hospital's system."""

    id: UUID
    by: User
    sender: str
    control_id: str
    code: str
    digest: str
    told: Mapping[str, Any]
    at: datetime | None


class Became(NamedTuple):
    """What became of it; why: of what waits."""

    outcome: str
    why: str = ""
    episode: PregnancyEpisode | None = None
    slot: str = ""


@transaction.atomic
def keep_message(*, came: Came, became: Became, now: datetime) -> WardMessage:
    """The row of a message, and its audit row."""
    house = came.by.organisation
    if house is None:
        raise Refusal("by", "this account speaks for no hospital", "Give it an organisation")
    waits = became.outcome == WardMessage.Outcome.WAITS
    row = WardMessage.objects.create(
        id=came.id,
        organisation=house,
        by=came.by,
        sender=came.sender,
        control_id=came.control_id,
        code=came.code,
        digest=came.digest,
        told=dict(came.told) if waits or became.outcome == WardMessage.Outcome.OLDER else {},
        at=came.at,
        received_at=now,
        episode=became.episode,
        slot=became.slot,
        outcome=became.outcome,
        why=became.why,
    )
    _note(row, became.outcome, became.episode, came.by, now)
    return row


@transaction.atomic
def settle_message(
    *,
    message: WardMessage,
    what: str,
    episode: PregnancyEpisode | None,
    reason: str,
    id: UUID,
    by: User,
    now: datetime,
) -> WardSettlement:
    """The decision of a person. Raises Refusal without a reason to set it aside."""
    if what == WardSettlement.What.SET_ASIDE and not reason.strip():
        raise Refusal("reason", "no reason is given", "Say in a few words why it is set aside")
    _note(message, what, episode, by, now)
    return WardSettlement.objects.create(
        id=id, message=message, what=what, episode=episode, reason=reason.strip(), by=by, at=now
    )


def _note(message: WardMessage, what: str, episode: PregnancyEpisode | None, by: User, now: datetime) -> None:
    record_event(
        by=by,
        now=now,
        action=WRITE,
        what=f"ward:{what}",
        episode_id=episode.pk if episode else None,
        person_id=episode.mother_id if episode else None,
        object_id=message.pk,
    )
