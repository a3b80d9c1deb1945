"""Letters about letters, as mail servers write them (RFC 3464): the fields of Postfix, around a letter of ours."""

from __future__ import annotations

from kraamkring.rooms.messages.models import Message

SENDER = "no-reply@kraamkring.example"


def bounce(
    message: Message,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    recipient: str = "",
    envelope: bool = False,
    whole: bool = True,
) -> bytes:
    """recipient: another than it went to. envelope: it knows the id of the envelope (RFC 3461). whole: the letter comes
    back; else only its headers."""
    address = recipient or message.address
    about = f"Original-Envelope-Id: {message.pk}\n" if envelope else ""
    headers = f"From: Kraamkring <{SENDER}>\nTo: {address}\nSubject: x\n"
    if not envelope:
        headers += f"Message-ID: <{message.pk}@kraamkring.example>\n"
    kind, inside = ("message/rfc822", f"{headers}\nWords.\n") if whole else ("text/rfc822-headers", headers)
    return f"""From: MAILER-DAEMON@mx.example
To: {SENDER}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
{about}Arrival-Date: Mon, 5 Oct 2026 10:00:00 +0200

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 {status} <{address}>: Recipient address rejected

--B
Content-Type: {kind}

{inside}
--B--
""".replace("\n", "\r\n").encode()
