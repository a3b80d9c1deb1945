"""E-mail: over SMTP, or for a demo into a folder that nobody else reads."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as ON_THE_WIRE
from pathlib import Path
from typing import Literal, Protocol

from .. import GiveUp, NoAnswer, Outgoing, TryAgain
from .bounce import NO_SUCH_ADDRESS
from .letter import letter

READY_FOR_DATA, TAKEN = 354, 250
ENHANCED = re.compile(rb"^\s*([245]\.\d{1,3}\.\d{1,3})\b")


class Post(Protocol):
    """Where a letter is handed in."""

    def hand_in(self, mail: EmailMessage) -> str:
        """The answer of whoever took it. Raises TryAgain, GiveUp or NoAnswer."""


@dataclass(frozen=True)
class Email:
    """The channel: a message becomes a letter and is handed in."""

    post: Post
    sender: str

    def send(self, message: Outgoing) -> str:
        return self.post.hand_in(letter(message, self.sender))


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """A mail server. security: `starttls` or `tls` (the certificate is verified), or `none` on the own machine.

    A server that answers 5xx refuses for good, one that answers 4xx or cannot be reached may be tried again. Once the
    whole letter was handed over, silence is neither: it may have been taken. returns_to: where reports about letters
    go, the sender's own address if empty. asks_reports: it asks to hear what arrives, too (RFC 3461), of servers that
    can; without the letter, and under its id.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: Literal["none", "starttls", "tls"] = "none"
    timeout_s: float = 20
    returns_to: str = ""
    asks_reports: bool = False

    def hand_in(self, mail: EmailMessage) -> str:
        raw = mail.as_bytes(policy=ON_THE_WIRE.clone(cte_type="7bit"))
        with _verdicts(), self._connected() as server:
            asks = self.asks_reports and server.has_extn("dsn")
            envelope = ["RET=HDRS", f"ENVID={_id(mail)}"] if asks else []
            notify = ["NOTIFY=SUCCESS,FAILURE"] if asks else []
            _expect(server.mail(self.returns_to or str(mail["From"].addresses[0].addr_spec), envelope), TAKEN)
            _expect(server.rcpt(str(mail["To"].addresses[0].addr_spec), notify), TAKEN, of_address=True)
            _expect(server.docmd("DATA"), READY_FOR_DATA)
            answer = _hand_over(server, raw)
            _expect(answer, TAKEN)
        return f"smtp {answer[0]}"

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout_s, context=context)
            if self.security == "tls"
            else smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        )
        try:
            server.ehlo_or_helo_if_needed()
            if self.security == "starttls":
                server.starttls(context=context)
                server.ehlo()
            if self.user:
                server.login(self.user, self.password)
            yield server
        finally:
            _leave(server)


@dataclass(frozen=True)
class Catcher:
    """Mail that goes nowhere: a file per message, named by its id, so that one sent twice is one file."""

    folder: Path

    def hand_in(self, mail: EmailMessage) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{_id(mail)}.eml").write_bytes(mail.as_bytes())
        return "caught"


def _id(mail: EmailMessage) -> str:
    return str(mail["Message-ID"]).strip("<>").partition("@")[0]


def _hand_over(server: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
    """The server's answer to the whole letter. Raises NoAnswer if there is none."""
    dotted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in raw.split(b"\r\n"))
    try:
        server.send(dotted + (b"" if dotted.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        return server.getreply()
    except (OSError, smtplib.SMTPServerDisconnected):
        raise NoAnswer("smtp no answer") from None


def _expect(answer: tuple[int, bytes], wanted: int, *, of_address: bool = False) -> None:
    code = answer[0]
    if code == wanted or (wanted == TAKEN and code == TAKEN + 1):
        return
    enhanced = ENHANCED.match(answer[1] or b"")
    status = enhanced[1].decode() if enhanced else ""
    if of_address and 500 <= code < 600 and status in NO_SUCH_ADDRESS:
        raise GiveUp(f"smtp {code} {status}", faulty=True)
    raise _verdict(code)


def _verdict(code: int) -> TryAgain | GiveUp:
    return GiveUp(f"smtp {code}") if 500 <= code < 600 else TryAgain(f"smtp {code}")


@contextmanager
def _verdicts() -> Iterator[None]:
    """Turns what the library raises before the letter was handed over into `try again` or `give up`."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as refused:
        raise TryAgain(f"smtp {refused.smtp_code} sign-in") from None  # our fault, not the address's
    except smtplib.SMTPResponseException as refused:
        raise TryAgain(f"smtp {refused.smtp_code} greeting") from None
    except (smtplib.SMTPException, TimeoutError, socket.gaierror, ssl.SSLError, OSError) as failed:
        raise TryAgain(f"smtp {type(failed).__name__}") from None


def _leave(server: smtplib.SMTP) -> None:
    """Says goodbye; whether the server answers changes nothing about the letter."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
