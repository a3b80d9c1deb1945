"""The line between a telephone and the house, which can be cut: then not one byte gets through, whoever asks."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

AT_ONCE = 65_536  # bytes


class Line:
    """An address of its own, behind which the server stands while the line is there.

    A browser that is told to be offline is so in its pages, and not always in the workers behind them.
    """

    def __init__(self, server: str) -> None:
        """server: its address, as http://localhost:8000."""
        there = urlsplit(server)
        self.server = (there.hostname or "localhost", there.port or 80)
        self.listening = socket.create_server(("localhost", 0))
        self.address = f"http://localhost:{self.listening.getsockname()[1]}"
        self.whole, self.ends, self.lock = True, set[socket.socket](), threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Nothing gets through any more, and what was under way is lost."""
        with self.lock:
            self.whole = False
            for end in self.ends:
                self._end(end)
            self.ends.clear()

    def mend(self) -> None:
        """It is there again."""
        self.whole = True

    def close(self) -> None:
        """It is taken away."""
        self.cut()
        self._end(self.listening)

    def _listen(self) -> None:
        with suppress(OSError):  # it was taken away
            while True:
                self._join(self.listening.accept()[0])

    def _join(self, telephone: socket.socket) -> None:
        with self.lock:
            if not self.whole:
                return self._end(telephone)
            try:
                server = socket.create_connection(self.server)
            except OSError:
                return self._end(telephone)
            self.ends |= {telephone, server}
        for said, heard in ((telephone, server), (server, telephone)):
            threading.Thread(target=self._carry, args=(said, heard), daemon=True).start()

    def _carry(self, said: socket.socket, heard: socket.socket) -> None:
        with suppress(OSError):
            while text := said.recv(AT_ONCE):
                heard.sendall(text)
        with self.lock:
            for end in (said, heard):
                self._end(end)
                self.ends.discard(end)

    def _end(self, end: socket.socket) -> None:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
