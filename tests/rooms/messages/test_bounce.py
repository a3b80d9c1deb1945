"""A letter about a letter is read as mail servers write it, from a mailbox too; any other letter says nothing."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from kraamkring.config.bounces import letters
from kraamkring.config.complaint import Complaint
from kraamkring.config.mail_settings import bounce_mailbox
from kraamkring.rooms.messages.channels.email.bounce import Bounce, read_bounce
from kraamkring.rooms.messages.models import Message

from .bounces import bounce

ID = UUID("0198c1f0-0000-7000-8000-000000000001")
MESSAGE = Message(pk=ID, address="an@example.org")


@pytest.mark.parametrize("form", [{"whole": True}, {"whole": False}, {"envelope": True}])
def test_whose_letter_it_was_is_found_in_each_form(form: dict[str, bool]) -> None:
    expected = Bounce(ID, "an@example.org", False, "5.1.1", True)
    assert read_bounce(bounce(MESSAGE, **form)) == expected


def test_who_is_away_has_not_gone() -> None:
    away = b"From: an@example.org\r\nAuto-Submitted: auto-replied\r\nSubject: away\r\n\r\nBack on Monday.\r\n"
    assert read_bounce(away) is None


@pytest.mark.parametrize(
    "change",
    [
        (b"multipart/report", b"multipart/mixed"),
        (b"Action: failed\r\n", b""),
        (str(ID).encode(), b"somebody-elses-id"),
        (b"message/delivery-status", b"text/plain"),
    ],
)
def test_what_lacks_a_part_says_nothing(change: tuple[bytes, bytes]) -> None:
    assert read_bounce(bounce(MESSAGE).replace(*change)) is None


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"Content-Type: multipart/report; boundary=B\r\n\r\n--B", b"x" * 1_000_001]
)
def test_what_is_no_letter_says_nothing(raw: bytes) -> None:
    assert read_bounce(raw) is None


class Mailbox(StreamRequestHandler):
    """So much of IMAP4rev1 (RFC 3501) as is asked: what is unread is found, fetched, and marked as read."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, said = line.strip().partition(b" ")
            self.wfile.writelines([*self.answer(said), tag + b" OK done\r\n"])
            if said.upper() == b"LOGOUT":
                return

    def answer(self, said: bytes) -> Iterator[bytes]:
        kept: dict[int, tuple[bytes, bool]] = self.server.kept  # type: ignore[attr-defined]
        words = said.upper().split()
        if words[0] == b"CAPABILITY":
            yield b"* CAPABILITY IMAP4rev1\r\n"
        elif words[0] == b"SELECT":
            yield b"* %d EXISTS\r\n" % len(kept)
        elif words[:2] == [b"UID", b"SEARCH"]:
            yield b"* SEARCH %s\r\n" % b" ".join(b"%d" % uid for uid, (_, read) in kept.items() if not read)
        elif words[:2] == [b"UID", b"FETCH"]:
            raw, _ = kept[int(words[2])]
            yield b"* 1 FETCH (UID %s BODY[] {%d}\r\n%s)\r\n" % (words[2], len(raw), raw)
        elif words[:2] == [b"UID", b"STORE"]:
            assert b"\\SEEN" in said.upper()
            kept[int(words[2])] = (kept[int(words[2])][0], True)


@contextmanager
def mailbox(*raws: bytes) -> Iterator[Any]:
    with ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads = True
        server.kept = {uid: (raw, False) for uid, raw in enumerate(raws, 1)}  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def test_a_mailbox_gives_what_is_unread_and_marks_what_was_taken() -> None:
    raw = bounce(MESSAGE)
    with (
        mailbox(b"Subject: hello\r\n\r\nx\r\n", raw) as server,
        imaplib.IMAP4(*server.server_address) as client,
    ):
        client.login("a", "b")
        found = letters(client, "INBOX")
        assert next(found).startswith(b"Subject: hello")
        assert [read for _, read in server.kept.values()] == [False, False]  # its reader may still die
        assert next(found) == raw
        assert list(found) == []
        assert list(letters(client, "INBOX")) == []


@pytest.mark.parametrize(
    "url", ["imap://a:b@mail.example", "imaps://mail.example/INBOX", "imaps://a@mail.example"]
)
def test_a_mailbox_is_read_signed_in_and_encrypted(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("KRAAMKRING_BOUNCE_IMAP", url)
    with pytest.raises(Complaint, match="imaps"):
        bounce_mailbox()
