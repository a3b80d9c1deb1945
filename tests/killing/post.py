"""The mail server of the household, in a process of its own. Every letter that it takes stands on the disk, with its
Message-ID, before it answers. By seeded chance it is slow, cannot take a letter now, or hangs up around the letter."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import sys
import threading
import time
from email import message_from_bytes, policy
from pathlib import Path
from random import Random
from typing import Any

from aiosmtpd.controller import Controller

SLOW_S = (0.05, 0.6)
# what comes of a letter, in a hundred
MOODS = (
    ("takes", 50),
    ("is slow", 30),
    ("takes it and hangs up", 8),
    ("hangs up before", 6),
    ("not now", 6),
)


class PostOffice:
    """calm: while that file is there, every letter is taken at once."""

    def __init__(self, book: Path, calm: Path, seed: int) -> None:
        self.book, self.calm, self.random = book, calm, Random(seed)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        mood = "takes" if self.calm.exists() else self._mood()
        if mood == "not now":
            return "451 not now"
        if mood == "hangs up before":
            server.transport.abort()
            return "451 gone"
        self._write("in hand", envelope)
        if mood == "is slow":
            await asyncio.sleep(self.random.uniform(*SLOW_S))
        self._write("taken", envelope)
        if mood == "takes it and hangs up":
            server.transport.abort()
        return "250 taken"

    def _mood(self) -> str:
        names, weights = zip(*MOODS, strict=True)
        return str(self.random.choices(names, weights)[0])

    def _write(self, what: str, envelope: Any) -> None:
        letter = message_from_bytes(envelope.original_content, policy=policy.default)
        line = {
            "what": what,
            "id": str(letter["Message-ID"]),
            "to": list(envelope.rcpt_tos),
            "letter": hashlib.sha256(envelope.original_content).hexdigest(),
            "at": time.time(),
        }
        with self.book.open("a", encoding="utf-8") as book:
            book.write(json.dumps(line) + "\n")
            book.flush()
            os.fsync(book.fileno())


def main() -> None:
    port, book, calm, seed = sys.argv[1:]
    office = PostOffice(Path(book), Path(calm), int(seed))
    controller = Controller(office, hostname="127.0.0.1", port=int(port))
    controller.start()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ended.wait()


if __name__ == "__main__":
    main()
