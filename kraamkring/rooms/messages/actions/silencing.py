"""What still waits is silenced."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent

from ..models import Message, Silence, State, Waiting
from .states import held, last_state, move

STOPPABLE = (
    State.CREATED,
    State.FAILED,
    State.UNKNOWN,
)  # failed or unknown and still waiting: to be sent again


@transaction.atomic
def cancel(*, key: str, why: str, by: User, now: datetime) -> list[Message]:
    """What was still waiting under this key, now cancelled. The key stays used: what is being sent this moment is
    not sent again, and what is intended later under it never goes. why: a code. Raises Refusal for an empty key."""
    if not key:
        raise Refusal("key", "there is nothing that an empty key could cancel", "Give the key")
    silence = Silence(id=new_id(now), key=key, why=why, by=by, at=now)
    Silence.objects.bulk_create([silence], ignore_conflicts=True)
    waiting = Waiting.objects.filter(message__cancellation_key=key).order_by("message_id")
    stopped = [message for pk in waiting.values_list("pk", flat=True) if (message := _stop(pk, why, by, now))]
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what="messages:cancelled")
    return stopped


@transaction.atomic
def withdraw(*, intention: str, why: str, by: User, now: datetime) -> Message | None:
    """The one message of this intention, cancelled; None if it went already, or there is none."""
    message = Message.objects.filter(intention=intention).first()
    return _stop(message.pk, why, by, now) if message else None


def _stop(message_id: UUID, why: str, by: User, now: datetime) -> Message | None:
    waiting = held(message_id)
    if waiting is None:
        return None
    message = waiting.message
    last = last_state(message)
    if last.state not in STOPPABLE:
        return None
    move(message, State.CANCELLED, now=now, last=last, why=why, by=by)
    waiting.delete()
    return message
