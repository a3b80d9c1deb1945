"""The gateway for text messages reports what arrived."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.messages.actions import report
from kraamkring.rooms.messages.models import Channel, DeliveryState
from kraamkring.rooms.messages.queries import about


@transaction.atomic
def take_receipt(*, message_id: UUID, arrived: bool | None, code: str, now: datetime) -> DeliveryState | None:
    """The state of the text message after the report; None for one that is only under way. Nobody signed in does this,
    so the states of the message are its history. Raises NotThere for what is no text message of ours."""
    message = about(message_id)
    if message is None or message.channel != Channel.SMS:
        raise NotThere(
            "reference", "there is no such text message", "Report under the reference that we sent"
        )
    if arrived is None:
        return None
    return report(message=message, arrived=arrived, why=f"sms {code}".strip(), now=now)
