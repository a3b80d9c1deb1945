"""A person decides about what nobody knows, and a gateway reports what arrived."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent

from ..models import LIFE, DeliveryState, Message, State, Waiting
from ..queries import followed
from .faults import note_faulty
from .states import alone_with, enqueue, held, is_silenced, last_state, move

Verdict = Literal["arrived", "given_up", "send_again"]


def settle(*, message: Message, verdict: Verdict, why: str, by: User, now: datetime) -> DeliveryState:
    """The state after a person's decision about an unknown or failed message. send_again: it goes once more, under
    the same id. Raises Refusal if there is nothing to decide, or its key was silenced."""
    try:
        with transaction.atomic():
            return _settled(message, verdict, why, by, now)
    except IntegrityError:
        raise Refusal("message", "somebody else decided a moment ago", "Look at it again") from None


def _settled(message: Message, verdict: Verdict, why: str, by: User, now: datetime) -> DeliveryState:
    alone_with(message.pk)
    last = _undecided(message)
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=f"message:{verdict}",
        object_id=message.pk,
        reason=why,
    )
    if verdict == "send_again":
        if is_silenced(message):
            raise Refusal("message", "it was silenced", "Tell it in another way")
        Waiting.objects.create(message=message, urgency=message.urgency, due_at=now)
        enqueue(message.pk, message.urgency)
        return last
    to = State.DELIVERED if verdict == "arrived" else State.CANCELLED
    return move(message, to, now=now, last=last, why=f"decided: {verdict}", by=by)


@transaction.atomic
def report(
    *, message: Message, arrived: bool, why: str, now: datetime, faulty: bool = False
) -> DeliveryState:
    """The state after a gateway, a mail server or a device reported: delivered, or failed (a bounce). A report that
    comes twice, or when nothing can follow any more, changes nothing. faulty: because of the address, to which nothing
    goes from now on."""
    waiting, last = held(message.pk), last_state(message)
    to = State.DELIVERED if arrived else State.FAILED
    if to not in LIFE[last.state]:
        return last
    if faulty and not arrived:
        note_faulty(message=message, why=why, now=now)
    if waiting:
        waiting.delete()
    return move(message, to, now=now, last=last, why=why)


def _undecided(message: Message) -> DeliveryState:
    last = last_state(message)
    if last.state not in (State.UNKNOWN, State.FAILED) or held(message.pk) or followed([message]):
        raise Refusal("message", "there is nothing to decide about it", "Look at it again")
    return last
