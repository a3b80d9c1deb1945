"""A letter that says what became of a letter (RFC 3464): pure, from its bytes."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import NamedTuple
from uuid import UUID

# RFC 3463, 3.2 and 3.3; RFC 7504: mailbox, host or syntax wrong, moved away, disabled, host takes no mail
NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
ARRIVED = {"delivered": True, "failed": False}  # relayed, expanded and delayed say nothing final
LARGEST_BYTES = 1_000_000
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
OWN_ID = re.compile(r"<?([0-9a-fA-F-]{36})(?:@[^>\s]*)?>?")


class Bounce(NamedTuple):
    """message: ours. recipient: whom the report is about, in small letters. arrived: None while it is under way.
    status: the code of RFC 3463. faulty: the address does not exist, or is closed."""

    message: UUID
    recipient: str
    arrived: bool | None
    status: str
    faulty: bool


def read_bounce(raw: bytes) -> Bounce | None:
    """What the letter reports; None for any other letter, also an answer that says that somebody is away."""
    if len(raw) > LARGEST_BYTES:
        return None
    letter = message_from_bytes(raw, policy=compat32)
    if letter.get_content_type() != "multipart/report":
        return None
    parts = list(letter.walk())
    blocks = _blocks(parts)
    about = [block for block in blocks if block.get("Action")]
    message = _message(parts, blocks)
    if message is None or not about:
        return None
    block = about[0]
    status = STATUS.search(str(block.get("Status", "")))
    code = status[0] if status else ""
    arrived = ARRIVED.get(str(block["Action"]).strip().lower())
    recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return Bounce(
        message,
        recipient.rpartition(";")[2].strip().lower(),
        arrived,
        code,
        arrived is False and code in NO_SUCH_ADDRESS,
    )


def _blocks(parts: list[Message]) -> list[Message]:
    """The groups of fields of the machine-readable part: one about the letter, one about each recipient."""
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            return (
                [group for group in groups if isinstance(group, Message)] if isinstance(groups, list) else []
            )
    return []


def _message(parts: list[Message], blocks: list[Message]) -> UUID | None:
    """Our id: of the envelope if the server knows such a thing, or of the letter that came back."""
    said = [block.get("Original-Envelope-Id") for block in blocks]
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            said.append(message_from_bytes(text).get("Message-ID") if isinstance(text, bytes) else None)
        elif part.get_content_type() == "message/rfc822":
            inside = part.get_payload()
            letters = (
                [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []
            )
            said.extend(each.get("Message-ID") for each in letters)
    for each in said:
        if each and (found := OWN_ID.fullmatch(str(each).strip())):
            try:
                return UUID(found[1])
            except ValueError:
                continue
    return None
