"""A message is intended: in the transaction that causes it, once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.core.kernel.moments import aware
from kraamkring.rooms.accounts.models import Language, User

from ..models import ACCOUNT, E164, MAIL_ADDRESS, Channel, Message, State, Urgency, Waiting
from ..wording import check, entry, template
from .keeping_in import why_kept_in
from .states import enqueue, is_silenced, move

SHAPES: Mapping[str, str] = {
    Channel.SMS: E164,
    Channel.PUSH: ACCOUNT,
}  # of an address; the others are of e-mail


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Where a message goes, over which channel, in which language. whom: the account, None for somebody without one."""

    channel: Channel
    address: str
    language: str
    whom: UUID | None = None

    def __post_init__(self) -> None:
        pattern = SHAPES.get(self.channel, MAIL_ADDRESS)
        if self.channel not in Channel.values or self.language not in Language.values:
            raise Refusal("recipient", "this channel or language is not one of ours", "Choose another")
        if self.channel == Channel.PUSH and self.address != str(self.whom):
            raise Refusal("recipient", "messages are pushed to an account", "Give the account")
        if len(self.address) > 254 or not re.fullmatch(pattern, self.address):
            raise Refusal("recipient", f"this address does not fit {self.channel}", "Check it")


@transaction.atomic
def intend(
    *,
    intention: str,
    to: Recipient,
    template_name: str,
    context: Mapping[str, Any],
    cancellation_key: str,
    now: datetime,
    urgency: Urgency = Urgency.ORDINARY,
    not_before: datetime | None = None,
    by: User | None = None,
    because: UUID | None = None,
    instead_of: Message | None = None,
) -> Message:
    """The message of this intention: a new one, or the one that was made when it was intended before (at the same
    moment by somebody else, too). It exists if, and only if, the transaction around this is committed.

    intention: what the caller always calls this one message to this one recipient. cancellation_key: opaque; "" for
    what nothing may silence. Under a key that was used already it is created and cancelled at once. because: the row it
    tells of. instead_of: the message in whose place it goes; a second one finds the first. Raises Refusal if the
    context is not what the template asks for, or the intention was used for another message.
    """
    words = template(template_name)
    check(words, context)
    calendar = entry(words, context)
    if to.channel == Channel.ICALENDAR and calendar is None:
        raise Refusal("template", f"{template_name} has no entry for a calendar", "Send it as an e-mail")
    if calendar and calendar.end <= calendar.start:
        raise Refusal("context.end", "it ends before it begins", "Give an end after the start")
    due = max(now, aware(not_before, "not_before")) if not_before else now
    message = Message(
        id=new_id(now),
        intention=intention,
        channel=to.channel,
        address=to.address,
        language=to.language,
        template=template_name,
        context=dict(context),
        cancellation_key=cancellation_key,
        urgency=urgency,
        created_at=now,
        not_before=due,
        whom_id=to.whom,
        because=because,
        instead_of=instead_of,
    )
    Message.objects.bulk_create(
        [message], ignore_conflicts=True
    )  # waits for another who intends the same now
    same = {"instead_of": instead_of} if instead_of else {"intention": intention}
    made = Message.objects.get(**same)
    if made.pk != message.pk:
        return _same(made, message)
    created = move(made, State.CREATED, now=now, by=by)
    if never := why_kept_in() or ("silenced before" if is_silenced(made) else ""):
        move(made, State.CANCELLED, now=now, last=created, why=never)
        return made
    Waiting.objects.create(message=made, urgency=urgency, due_at=due)
    if due <= now:
        enqueue(made.pk, urgency)
    return made


def _same(made: Message, wanted: Message) -> Message:
    def content(message: Message) -> tuple[object, ...]:
        return message.channel, message.address, message.template, message.context, message.cancellation_key

    if content(made) != content(wanted):
        raise Refusal("intention", "it was used for another message", "Give each message its own")
    return made
