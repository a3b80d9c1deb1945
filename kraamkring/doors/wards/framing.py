"""MLLP: a message stands between 0x0B and 0x1C 0x0D (HL7 v2 transport specification, release 1)."""

from __future__ import annotations

from collections.abc import Iterator

START, END = b"\x0b", b"\x1c\x0d"
BETWEEN = b"\r\n"  # what some senders leave between two messages
LARGEST_BYTES = 256 * 1024  # of one message; our choice: an admission takes two or three kilobytes


class BrokenFrame(ValueError):
    """What comes is no MLLP, or too much: nothing after it can be understood."""


class Frames:
    """Takes bytes as they come and gives messages as they become whole. Holds one message at most."""

    def __init__(self, largest: int = LARGEST_BYTES) -> None:
        self.largest = largest
        self._held = bytearray()
        self._looked = 1  # from here on nobody looked for an end, or for another begin

    @property
    def halfway(self) -> bool:
        """Whether a message has begun and not ended."""
        return bool(self._held)

    def feed(self, came: bytes) -> Iterator[bytes]:
        """Each message that is whole now. Raises BrokenFrame for bytes outside a message, a message that begins within
        another, and one that is too large."""
        for at in range(0, len(came), self.largest):
            yield from self._take(came[at : at + self.largest])

    def _take(self, came: bytes) -> Iterator[bytes]:
        self._held += came
        while self._begun():
            end = self._held.find(END, self._looked)
            until = end if end >= 0 else len(self._held)
            if self._held.find(START, self._looked, until) >= 0:
                raise BrokenFrame("a message begins within another")
            if until - len(START) > self.largest:
                raise BrokenFrame("a message is too large")
            if end < 0:
                self._looked = max(1, until - 1)  # the last may be the first half of an end
                return
            message = bytes(self._held[1:end])
            del self._held[: end + len(END)]
            self._looked = 1
            yield message

    def _begun(self) -> bool:
        if not self._held.startswith(START):
            del self._held[: len(self._held) - len(self._held.lstrip(BETWEEN))]
        if self._held and not self._held.startswith(START):
            raise BrokenFrame("there are bytes outside a message")
        return bool(self._held)


def framed(message: bytes) -> bytes:
    """The message as it goes over the line."""
    return START + message + END
