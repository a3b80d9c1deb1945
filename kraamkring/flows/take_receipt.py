"""Others report what became of our messages: gateways for text messages, mail servers, and the browsers themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.messages.actions import report
from kraamkring.rooms.messages.models import BY_POST, Channel, DeliveryState, Message
from kraamkring.rooms.messages.queries import about, taken_as

from . import transaction


@transaction.atomic
def take_receipt(
    *, message_id: UUID | str, arrived: bool | None, code: str, now: datetime, faulty: bool = False
) -> DeliveryState | None:
    """The state of the text message after the report; None for one that is only under way. message_id: ours, or the
    gateway's own name for it. Nobody signed in does this, so the states of the message are its history. Raises NotThere
    for what is no text message of ours."""
    message = about(message_id) if isinstance(message_id, UUID) else taken_as(message_id)
    if message is None or message.channel != Channel.SMS:
        raise NotThere(
            "reference", "there is no such text message", "Report under the reference that we sent"
        )
    if arrived is None:
        return None
    return report(message=message, arrived=arrived, why=f"sms {code}".strip(), now=now, faulty=faulty)


@transaction.atomic
def take_bounce(
    *, message_id: UUID, recipient: str, arrived: bool | None, status: str, faulty: bool, now: datetime
) -> DeliveryState | None:
    """The state of the letter after a mail server reported about it; None for one that is only under way. recipient: to
    whom it says that it went; a report about another is not believed. Raises NotThere for what is no letter of ours."""
    message = about(message_id)
    if message is None or message.channel not in BY_POST or not _is_of(message, recipient):
        raise NotThere("letter", "there is no such letter", "Report about a letter that we sent")
    if arrived is None:
        return None
    return report(message=message, arrived=arrived, why=f"mail {status}".strip(), now=now, faulty=faulty)


@transaction.atomic
def take_sight(*, message_id: UUID, now: datetime) -> DeliveryState:
    """The state of the pushed message after a browser showed it. Raises NotThere for what is none of ours."""
    message = about(message_id)
    if message is None or message.channel != Channel.PUSH:
        raise NotThere("message", "there is no such message", "Report what was shown")
    return report(message=message, arrived=True, why="push shown", now=now)


def _is_of(message: Message, recipient: str) -> bool:
    return not recipient or recipient.lower() == message.address.lower()
