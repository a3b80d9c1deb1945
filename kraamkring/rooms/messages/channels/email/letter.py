"""A message as an e-mail. Its Message-ID follows from the message's id, so a second copy is recognised as the same."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime

from .. import Outgoing

SEVEN_BITS = default.clone(cte_type="7bit")  # every mail server takes it


def letter(message: Outgoing, sender: str) -> EmailMessage:
    """The e-mail as it goes out. sender: the address it comes from."""
    mail = EmailMessage(policy=SEVEN_BITS)
    mail["From"] = Address(display_name="Kraamkring", addr_spec=sender)
    mail["To"] = Address(addr_spec=message.address)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.id}@{domain(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.urgent:
        mail["Importance"] = "high"
    mail.set_content(message.body)
    mail["Content-Language"] = message.language
    return mail


def domain(sender: str) -> str:
    """The part of an address behind the @."""
    return sender.rpartition("@")[2]
