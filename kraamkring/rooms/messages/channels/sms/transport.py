"""Text messages: what a gateway must do in our words, and one that speaks HTTP."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from .. import GiveUp, NoAnswer, Outgoing, TryAgain
from .providers import Answer, Provider, Request
from .segments import plain

LATER = {408, 409, 425, 429, 503}  # the gateway did nothing with it
NOBODY_KNOWS = {500, 502, 504}  # it may have passed it on
OUR_FAULT = {401, 402, 403, 404, 405}  # the contract with the gateway, not the number
MOST_CHARACTERS = 306  # two parts
LARGEST_ANSWER = 65_536  # bytes


class Gateway(Protocol):
    """Somebody who brings text messages to telephones."""

    def text(self, *, id: UUID, number: str, words: str) -> str:
        """The gateway's own reference. The same id a second time is the same text message.

        Raises TryAgain, GiveUp or NoAnswer.
        """


@dataclass(frozen=True)
class Sms:
    """The channel: the short wording to a telephone number (E.164)."""

    gateway: Gateway

    def send(self, message: Outgoing) -> str:
        return self.gateway.text(id=message.id, number=message.address, words=plain(message.short))


@dataclass(frozen=True, kw_only=True)
class HttpGateway:
    """POST of {"to", "from", "text", "reference"} as JSON with a bearer token and the header Idempotency-Key; the
    answer 2xx holds {"id"}. Only https, or http on the own machine."""

    url: str
    token: str
    sender: str
    timeout_s: float = 15

    def __post_init__(self) -> None:
        _only_safe(self.url)

    def text(self, *, id: UUID, number: str, words: str) -> str:
        said = {"to": number, "from": self.sender, "text": words, "reference": str(id)}
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(id)}
        answer = asked(Request(url=self.url, headers=headers, json=said), timeout_s=self.timeout_s)
        if 200 <= answer.status < 300:
            return _reference(answer.body)
        raise _verdict(answer.status)


@dataclass(frozen=True, kw_only=True)
class ProviderGateway:
    """One of the companies in `providers`, asked over the network."""

    provider: Provider
    timeout_s: float = 15

    def text(self, *, id: UUID, number: str, words: str) -> str:
        request = self.provider.request(id=id, number=number, words=words)
        return self.provider.read(asked(request, timeout_s=self.timeout_s))


def asked(request: Request, *, timeout_s: float) -> Answer:
    """The answer, whatever its status. Raises TryAgain if the request did not get there, NoAnswer if it did and then
    nothing came back."""
    _only_safe(request.url)
    headers = dict(request.headers)
    if request.basic:
        headers["Authorization"] = "Basic " + b64encode(":".join(request.basic).encode()).decode()
    kind = "application/x-www-form-urlencoded" if request.form is not None else "application/json"
    said = urlencode(request.form) if request.form is not None else json.dumps(request.json)
    wire = urllib.request.Request(  # noqa: S310 (https, see above)
        request.url, data=said.encode(), headers=headers | {"Content-Type": kind}, method="POST"
    )
    try:
        with _opener().open(wire, timeout=timeout_s) as answer:
            return Answer(answer.status, answer.read(LARGEST_ANSWER))
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, _rest(refused))
    except urllib.error.URLError as failed:  # before an answer could come: connecting, or writing the request
        raise TryAgain(f"sms {type(failed.reason).__name__}") from None
    except (OSError, http.client.HTTPException):
        raise NoAnswer("sms no answer") from None


def _rest(refused: urllib.error.HTTPError) -> bytes:
    try:
        return refused.read(LARGEST_ANSWER)
    except (OSError, http.client.HTTPException):
        return b""  # its status was heard, and says enough


def _only_safe(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.scheme, parts.hostname) not in (
        ("http", "127.0.0.1"),
        ("http", "localhost"),
    ):
        raise ValueError("a gateway is reached over https")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A gateway that points elsewhere would get the token there; it is refused."""

    def redirect_request(self, *_: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect)


def _verdict(code: int) -> TryAgain | GiveUp | NoAnswer:
    if code in NOBODY_KNOWS:
        return NoAnswer(f"sms {code}")
    if code in LATER or code in OUR_FAULT or code >= 500 or code < 400:
        return TryAgain(f"sms {code}")
    return GiveUp(f"sms {code}")


def _reference(body: bytes) -> str:
    """The gateway's name for it, or "" if it gives none that can be read; taken it is in any case."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    return str(said.get("id", ""))[:80] if isinstance(said, dict) else ""
