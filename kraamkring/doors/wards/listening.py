"""The line: connections of wards, message after message, each answered before the next is read."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from hashlib import sha256

from .framing import BrokenFrame, Frames, framed
from .taking import Answered, Peer
from .ward import Ward

# Our choices: they bound memory and patience, and decide nothing about care.
MOST_CONNECTIONS = 64
AT_A_TIME = 2  # messages that are taken at once; those of one hospital are taken in turn
CHUNK_BYTES = 16 * 1024
WHOLE_WITHIN_S = 30.0  # a message that has begun; between messages a line may be silent for days
ANSWER_WITHIN_S = 30.0  # until the other end reads its answer
END_WITHIN_S = 6.0  # messages that are being taken when the end comes

log = logging.getLogger(__name__)
Take = Callable[[bytes, Peer, datetime], Answered]


class Listener:
    """Listens for wards. take: gives the answer to one message; runs beside the line, in a thread. clock: the time."""

    def __init__(
        self,
        wards: Sequence[Ward],
        take: Take,
        clock: Callable[[], datetime],
        whole_within_s: float = WHOLE_WITHIN_S,
    ) -> None:
        self.wards, self.take, self.clock, self.whole_within_s = tuple(wards), take, clock, whole_within_s
        self.open: set[asyncio.Task[None]] = set()
        self.ending = asyncio.Event()
        self.threads = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="ward")
        self.server: asyncio.Server | None = None

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Begins to listen; the port."""
        self.server = await asyncio.start_server(self._connected, host, port, limit=CHUNK_BYTES, ssl=tls)
        return int(self.server.sockets[0].getsockname()[1])

    async def end(self) -> None:
        """Takes no further message; what is being taken is finished and answered."""
        self.ending.set()
        if self.server is not None:
            self.server.close()
        if self.open:
            _done, late = await asyncio.wait(self.open, timeout=END_WITHIN_S)
            for task in late:
                task.cancel()
        self.threads.shutdown(wait=False, cancel_futures=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        peer = self._peer(writer)
        try:
            if not peer.wards or len(self.open) >= MOST_CONNECTIONS:
                log.warning("a connection was refused: %s", "too many" if peer.wards else "not a ward's")
                return
            self.open.add(task)
            await self._serve(reader, writer, peer)
        except BrokenFrame as fault:
            log.warning("a connection was closed: %s", fault)
        except TimeoutError:
            log.warning("a connection was closed: the other end stopped halfway")
        except (ConnectionError, ssl.SSLError):
            log.info("a connection was lost")
        finally:
            self.open.discard(task)
            writer.close()
            with contextlib.suppress(OSError, ssl.SSLError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), 1)

    def _peer(self, writer: asyncio.StreamWriter) -> Peer:
        address = str((writer.get_extra_info("peername") or ("",))[0])
        shown = writer.get_extra_info("ssl_object")
        given = shown.getpeercert(binary_form=True) if shown else None
        certificate = sha256(given).hexdigest() if given else ""
        return Peer([each for each in self.wards if each.may_come_from(address, certificate)], address)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: Peer) -> None:
        frames, clock = Frames(), asyncio.get_running_loop().time
        until: float | None = (
            None  # a message that has begun must be whole by then, however slowly it drips in
        )
        while not self.ending.is_set():
            came = await self._next(reader, until and max(0.0, until - clock()))
            if not came:
                return
            if not frames.halfway:
                until = clock() + self.whole_within_s
            for raw in frames.feed(came):
                await self._answer(raw, writer, peer)
                until = clock() + self.whole_within_s
                if self.ending.is_set():
                    return
            until = until if frames.halfway else None

    async def _next(self, reader: asyncio.StreamReader, within: float | None) -> bytes:
        """What comes next; nothing at the end of the line, or when the end comes. Raises TimeoutError if it does not
        come within so many seconds (None: whenever it comes)."""
        coming = asyncio.ensure_future(reader.read(CHUNK_BYTES))
        ended = asyncio.ensure_future(self.ending.wait())
        try:
            done, _ = await asyncio.wait({coming, ended}, timeout=within, return_when=asyncio.FIRST_COMPLETED)
            if coming in done:
                return coming.result()
            if ended in done:
                return b""
            raise TimeoutError
        finally:
            for each in (coming, ended):
                each.cancel()
            await asyncio.gather(coming, ended, return_exceptions=True)

    async def _answer(self, raw: bytes, writer: asyncio.StreamWriter, peer: Peer) -> None:
        loop = asyncio.get_running_loop()
        answered = await loop.run_in_executor(self.threads, partial(self.take, raw, peer, self.clock()))
        log.info("a message of a ward: %s", answered.word)
        writer.write(framed(answered.bytes))
        await asyncio.wait_for(writer.drain(), ANSWER_WITHIN_S)
