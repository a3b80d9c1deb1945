"""Channels: a folder each, with one `transport.py`. What goes out, and the three ways in which sending can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """A time for somebody's calendar. appointment: its lasting name; a later sequence replaces an earlier one."""

    appointment: UUID
    method: Literal["REQUEST", "CANCEL"]
    sequence: int
    start: datetime
    end: datetime
    zone: str


class Device(NamedTuple):
    """A browser that takes pushed messages, and the keys with which they are encrypted for it."""

    id: UUID
    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A message in words, ready to go. id: the same however often it goes. short: for a telephone. link: the page it
    opens, empty if none. devices, seen: for a push: where it goes, and the word with which a device says that it
    came."""

    id: UUID
    address: str
    language: str
    subject: str
    body: str
    short: str
    urgent: bool
    created_at: datetime
    calendar: CalendarEntry | None = None
    link: str = ""
    devices: tuple[Device, ...] = ()
    seen: str = ""


class Taken(NamedTuple):
    """What a push service answered, and the devices that it said are gone for good."""

    answer: str
    gone: tuple[UUID, ...] = ()


class Transport(Protocol):
    """Brings one message to the next post office."""

    def send(self, message: Outgoing) -> str | Taken:
        """What the other side answered when it took the message over (a reference, or "").

        Raises TryAgain, GiveUp or NoAnswer.
        """


class NotSent(Exception):
    """why: a code for the log and for whoever looks (`smtp 451`); never an address or a text."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TryAgain(NotSent):
    """It was not taken over; later it may be."""


class GiveUp(NotSent):
    """It was refused for good. faulty: because of the address, to which nothing should go any more. gone: the devices
    that are no longer there."""

    def __init__(self, why: str, *, faulty: bool = False, gone: tuple[UUID, ...] = ()) -> None:
        super().__init__(why)
        self.faulty = faulty
        self.gone = gone


class NoAnswer(NotSent):
    """Everything was handed over and then nothing came back: nobody knows whether it was taken."""
