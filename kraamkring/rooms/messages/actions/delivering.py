"""One message is sent: claimed in a transaction of its own, sent outside any, and the answer written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from ..channels import Device, GiveUp, NoAnswer, NotSent, Outgoing, Taken, Transport
from ..models import Channel, DeliveryState, Message, State, Urgency, Waiting
from ..queries import devices_of, is_faulty
from ..receipts import seen_word
from ..wording import entry, template, written
from .devices import end_devices
from .faults import note_faulty
from .states import held, is_silenced, last_state, move

Transports = Mapping[str, Transport]
Clock = Callable[[], datetime]

SUPPRESSED = "address does not work"
MINUTE = timedelta(minutes=1)
PATIENCE = 10 * MINUTE  # longer than any transport waits for an answer; then whoever was sending is gone
PAUSES: Mapping[str, tuple[timedelta, ...]] = {
    Urgency.RED_FLAG: tuple(n * MINUTE for n in (1, 1, 2, 3, 5, 5, 10, 10, 15, 15, 30, 30)),
    Urgency.ORDINARY: tuple(n * MINUTE for n in (1, 5, 15, 30, 60, 120, 240, 480, 480, 480, 480, 480)),
}


class Claim(NamedTuple):
    """The right to send a message once: its state `sending`, committed."""

    message: Message
    sending: DeliveryState


def deliver(message_id: UUID, *, transports: Transports, clock: Clock) -> DeliveryState | None:
    """What became of it; None if it was not to be sent now (not yet due, being sent, sent, silenced). If this
    process dies on the way, the state `sending` stays for the sweep to find."""
    message = Message.objects.get(pk=message_id)
    transport, outgoing = transports[message.channel], words_of(message)
    claim = _claim(message_id, clock())
    if claim is None:
        return None
    try:
        answer = _send(transport, message, outgoing)
    except NotSent as problem:
        return _not_sent(claim, problem, clock())
    return _sent(claim, answer, clock())


def _send(transport: Transport, message: Message, outgoing: Outgoing) -> Taken:
    """What the other side answered. Raises GiveUp, without asking it, for an address that is known not to work."""
    if is_faulty(message.channel, message.address):
        raise GiveUp(SUPPRESSED)
    answer = transport.send(outgoing)
    return answer if isinstance(answer, Taken) else Taken(answer)


def words_of(message: Message) -> Outgoing:
    """The message as it goes out, the same each time."""
    form = template(message.template)
    words = written(form, message.language, message.context)
    pushed = message.channel == Channel.PUSH
    return Outgoing(
        id=message.pk,
        address=message.address,
        language=message.language,
        subject=words.subject,
        body=words.body,
        short=words.short,
        urgent=message.urgency == Urgency.RED_FLAG,
        created_at=message.created_at,
        calendar=entry(form, message.context),
        link=message.context.get("link", ""),
        devices=tuple(Device(*row) for row in devices_of(message.whom_id)) if pushed else (),
        seen=seen_word(message.pk) if pushed else "",
    )


def _claim(message_id: UUID, now: datetime) -> Claim | None:
    with transaction.atomic(durable=True):
        waiting = held(message_id)
        if waiting is None or waiting.due_at > now:
            return None
        message = waiting.message
        last = last_state(message)
        if last.state == State.SENDING:
            return None  # the sweep decides about it
        if is_silenced(message):
            move(message, State.CANCELLED, now=now, last=last, why="silenced")
            waiting.delete()
            return None
        waiting.due_at = now + PATIENCE
        waiting.save(update_fields=["due_at"])
        return Claim(message, move(message, State.SENDING, now=now, last=last))


def _sent(claim: Claim, answer: Taken, now: datetime) -> DeliveryState | None:
    with transaction.atomic(durable=True):
        end_devices(answer.gone, why="gone", now=now)
        waiting = held(claim.message.pk)
        last = last_state(claim.message)
        if last.attempt != claim.sending.attempt or last.state not in (State.SENDING, State.UNKNOWN):
            return None  # the sweep had given up hope and somebody else is further
        if waiting:
            waiting.delete()
        return move(claim.message, State.ACCEPTED, now=now, last=last, why=answer.answer)


def _not_sent(claim: Claim, problem: NotSent, now: datetime) -> DeliveryState | None:
    with transaction.atomic(durable=True):
        waiting = held(claim.message.pk)
        last = last_state(claim.message)
        if waiting is None or last.pk != claim.sending.pk:
            return None
        if isinstance(problem, GiveUp):
            end_devices(problem.gone, why="gone", now=now)
            if problem.faulty:
                note_faulty(message=claim.message, why=problem.why, now=now)
        to = State.UNKNOWN if isinstance(problem, NoAnswer) else State.FAILED
        moved = move(claim.message, to, now=now, last=last, why=problem.why)
        put_back(waiting, moved, now, _pause(claim.message, moved, problem))
        return moved


def put_back(waiting: Waiting, last: DeliveryState, now: datetime, pause: timedelta | None) -> None:
    """The message waits for another attempt after the pause. Without a pause, or silenced meanwhile, the house is done
    with it; a person sees what is left unknown or failed."""
    message = waiting.message
    silenced = is_silenced(message)
    if silenced and last.state == State.FAILED:
        move(message, State.CANCELLED, now=now, last=last, why="silenced")
    if silenced or pause is None:
        waiting.delete()
    else:
        waiting.due_at = now + pause
        waiting.save(update_fields=["due_at"])


def may_go_again(last: DeliveryState, urgency: str) -> bool:
    """Whether a message of which nobody knows is sent again: a red flag is, until its attempts are used up."""
    return urgency == Urgency.RED_FLAG and last.attempt <= len(PAUSES[urgency])


def _pause(message: Message, last: DeliveryState, problem: NotSent) -> timedelta | None:
    pauses = PAUSES[message.urgency]
    if isinstance(problem, NoAnswer) and not may_go_again(last, message.urgency):
        return None
    if isinstance(problem, GiveUp) or last.attempt > len(pauses):
        return None
    return pauses[last.attempt - 1]
