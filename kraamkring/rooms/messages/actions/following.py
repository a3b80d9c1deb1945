"""What did not arrive goes once more, over another channel."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ..models import Message, Urgency
from ..queries import followed
from .intending import Recipient, intend
from .states import alone_with, held


@transaction.atomic
def follow(
    *, message: Message, to: Recipient, now: datetime, not_before: datetime | None = None
) -> Message | None:
    """The message in its place, over this channel; None if somebody decided meanwhile to send it again. The same a
    second time is the first. Under a key that was silenced it is created and cancelled at once."""
    alone_with(message.pk)
    if (there := followed([message])) and message.pk in there:
        return there[message.pk]
    if held(message.pk):
        return None
    return intend(
        intention=f"{to.channel}>{message.intention}",
        to=to,
        template_name=message.template,
        context=message.context,
        cancellation_key=message.cancellation_key,
        now=now,
        urgency=Urgency(message.urgency),
        not_before=not_before,
        because=message.because,
        instead_of=message,
    )
