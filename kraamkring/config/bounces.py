"""The mailbox in which letters about letters arrive, read over IMAP; each is marked as read once it was taken."""

import imaplib
import ssl
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings

MOST = 100  # in one round; the next one takes the rest
TIMEOUT_S = 20


def unread() -> Iterator[bytes]:
    """The letters that nobody read yet, as they are; nothing if no mailbox is set. A letter is marked when the next one
    is asked for, so that one whose reader died is read again; nothing is deleted."""
    if not settings.BOUNCE_MAILBOX:
        return
    parts = urlsplit(settings.BOUNCE_MAILBOX)
    server = imaplib.IMAP4_SSL(
        parts.hostname or "", parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_S
    )
    with server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        yield from letters(server, unquote(parts.path.strip("/")) or "INBOX")


def letters(server: imaplib.IMAP4, mailbox: str) -> Iterator[bytes]:
    """The unread letters of a mailbox on a server that we are signed in to."""
    kind, _ = server.select(f'"{mailbox}"')
    if kind != "OK":
        raise OSError("the mailbox for bounces cannot be opened")
    _, found = server.uid("SEARCH", "UNSEEN")
    for uid in (found[0] or b"").split()[:MOST]:
        _, rows = server.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
        raw = next((row[1] for row in rows if isinstance(row, tuple)), None)
        if isinstance(raw, bytes):
            yield raw
            server.uid("STORE", uid.decode(), "+FLAGS", r"(\Seen)")
