"""An address that turned out not to work, until somebody mended it."""

from __future__ import annotations

from datetime import datetime

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from ..models import BY_POST, Channel, FaultyAddress, Message

KINDS = {channel: "email" for channel in BY_POST} | {Channel.SMS: "sms"}


def note_faulty(*, message: Message, why: str, now: datetime) -> None:
    """From now on nothing goes to the address of this message. Noted once, however often it is refused."""
    kind = KINDS.get(Channel(message.channel))
    if kind is None:
        return  # a browser is ended by itself
    found = FaultyAddress(
        id=new_id(now), kind=kind, address=message.address, why=why[:120], message=message, since=now
    )
    FaultyAddress.objects.bulk_create([found], ignore_conflicts=True)


def mend(*, kind: str, address: str, by: User | None, now: datetime) -> bool:
    """Whether it was held for faulty; messages go there again. by: None where the house saw that it works."""
    faulty = FaultyAddress.objects.filter(kind=kind, address=address, mended_at=None)
    return bool(faulty.update(mended_at=now, mended_by=by))
