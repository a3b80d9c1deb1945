"""Companies that bring text messages to telephones: how each is asked, what its answer means, and how it reports. Pure:
requests and answers are values here; `..transport` puts them on the wire."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from ... import GiveUp, NoAnswer, NotSent, TryAgain

SENDER = re.compile(
    r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|\+?[0-9]{3,15}"
)  # a name of at most 11 letters, or a number


@dataclass(frozen=True, kw_only=True)
class Request:
    """A POST, with JSON or with a form. basic: user and password."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    basic: tuple[str, str] | None = None


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A request to us. url: as it was asked for, with its query. headers: by name in small letters. query, form: the
    parameters, each once."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    now_s: float = 0  # seconds since 1970


class NotAReport(ValueError):
    """Nothing that this company would send."""


class Report(NamedTuple):
    """What became of one text message. reference: our id, or the company's own name for it. arrived: None while it is
    under way. code: the company's. faulty: nothing will ever arrive at this number."""

    reference: UUID | str
    arrived: bool | None
    code: str = ""
    faulty: bool = False


class Provider(Protocol):
    """One company and our account with it."""

    def request(self, *, id: UUID, number: str, words: str) -> Request:
        """How it is asked to bring these words to this number (E.164)."""

    def read(self, answer: Answer) -> str:
        """Its name for the message it took. Raises TryAgain, GiveUp or NoAnswer."""

    def signed(self, incoming: Incoming) -> bool:
        """Whether this report comes from the company."""

    def reports(self, incoming: Incoming) -> list[Report]:
        """What it reports. Raises NotAReport."""


def sender_of(said: str) -> str:
    """The sender that a telephone shows. Raises ValueError for what no network takes."""
    if not SENDER.fullmatch(said):
        raise ValueError("a sender has at most 11 letters and digits, or is a telephone number")
    return said


def by_status(name: str, status: int, code: object = "") -> NotSent:
    """What a status of HTTP means where the company says no more: 4xx of its contract with us and of haste may be tried
    again, 5xx may hide that it was taken, and any other 4xx is refused for good."""
    why = f"{name} {status} {code}".strip()
    if status in (500, 502, 504):
        return NoAnswer(why)
    if status in (401, 402, 403, 404, 405, 408, 409, 425, 429) or status >= 500 or status < 400:
        return TryAgain(why)
    return GiveUp(why)


def as_object(body: bytes) -> dict[str, Any]:
    """The JSON object, empty if it is none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def clean(code: object) -> str:
    """A code of theirs as we keep it: short, and without anything that somebody wrote."""
    return re.sub(r"[^A-Za-z0-9_.-]", "", str(code or ""))[:40]


def our_id(said: object) -> UUID:
    """Our id, as they give it back. Raises NotAReport."""
    try:
        return UUID(str(said))
    except ValueError:
        raise NotAReport from None
