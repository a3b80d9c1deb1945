"""A letter that was photographed on a device comes in: what it is, of whom, and the file."""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import datetime

from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record.actions import Device

from .papers import MOTHER, keep_paper
from .taking_words import Body, Taken, Unreadable, id_of, text_of


def take_photo(body: Body, item: Taken, by: User, now: datetime) -> object:
    """Keeps it, drawn anew. body: who, title, file (base64), visit. Raises Unreadable, and what `keep_paper` raises."""
    try:
        content = b64decode(text_of(body, "file"), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Unreadable("file") from wrong
    return keep_paper(
        episode_id=item.family,
        who=text_of(body, "who"),
        title=text_of(body, "title"),
        content=content,
        id=item.id,
        by=by,
        now=now,
        recorded_at=min(item.said_at, now),
        device=Device(item.device, item.sequence),
        visit=id_of(body, "visit"),
    )


def module_of_photo(body: Body) -> str:
    """The part that a letter of this person stands in, as well as that can be told without the family."""
    return "postnatal" if body.get("who") == MOTHER else "child"
