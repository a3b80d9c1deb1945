"""A real mail server and a small gateway on loopback, that answer as they are told and keep what they were given."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

TAKEN = "250 taken"


@dataclass
class MailServer:
    """answers: to the next letters, `250 taken` once they are used up; "silence" hangs up without a word, "hang" never
    answers. refuses: addresses it does not know. letters: all that came in whole."""

    port: int
    answers: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    letters: list[EmailMessage] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802 (the names are those of aiosmtpd)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.original_content, policy=policy.default)
        self.letters.append(letter)  # type: ignore[arg-type]
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == "silence":
            server.transport.abort()
        if answer == "hang":
            while not self.may_answer.is_set():
                await asyncio.sleep(0.02)
            return TAKEN
        return answer

    def has(self, letters: int, patience_s: float = 30) -> bool:
        """Whether that many come in."""
        deadline = time.monotonic() + patience_s
        while len(self.letters) < letters and time.monotonic() < deadline:
            time.sleep(0.02)
        return len(self.letters) >= letters

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer(free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        server.may_answer.set()
        controller.stop()


@dataclass
class TextGateway:
    """statuses: of the next answers, 202 once they are used up; 0 hangs up. taken: text by Idempotency-Key, so what
    comes twice is one. calls: every request with its headers."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    taken: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: list[dict[str, str]] = field(default_factory=list)

    def answer(self, headers: dict[str, str], said: dict[str, str]) -> int:
        self.calls.append(headers)
        status = self.statuses.pop(0) if self.statuses else 202
        if status in (0, 202, 504):
            self.taken[headers["Idempotency-Key"]] = said
        return status


@contextmanager
def text_gateway() -> Iterator[TextGateway]:
    gateway = TextGateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.title(): value for name, value in self.headers.items()}
            said = json.loads(self.rfile.read(int(headers["Content-Length"])))
            status = gateway.answer(headers, said)
            if not status:
                self.close_connection = True
                return
            body = json.dumps({"id": f"gw-{len(gateway.calls)}"}).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    gateway.url = f"http://127.0.0.1:{server.server_address[1]}/texts"
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
