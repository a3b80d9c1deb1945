"""Text messages: what a gateway must do in our words, and one that speaks HTTP."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from .. import GiveUp, NoAnswer, Outgoing, TryAgain

LATER = {408, 409, 425, 429, 503}  # the gateway did nothing with it
NOBODY_KNOWS = {500, 502, 504}  # it may have passed it on
OUR_FAULT = {401, 402, 403, 404, 405}  # the contract with the gateway, not the number
MOST_CHARACTERS = 306  # two parts


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
        return self.gateway.text(id=message.id, number=message.address, words=message.short)


@dataclass(frozen=True, kw_only=True)
class HttpGateway:
    """POST of {"to", "from", "text", "reference"} as JSON with a bearer token and the header Idempotency-Key; the
    answer 2xx holds {"id"}. Only https, or http on the own machine."""

    url: str
    token: str
    sender: str
    timeout_s: float = 15

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme != "https" and (parts.scheme, parts.hostname) not in (
            ("http", "127.0.0.1"),
            ("http", "localhost"),
        ):
            raise ValueError("a gateway is reached over https")

    def text(self, *, id: UUID, number: str, words: str) -> str:
        said = {"to": number, "from": self.sender, "text": words, "reference": str(id)}
        request = urllib.request.Request(  # noqa: S310 (https, see above)
            self.url,
            data=json.dumps(said).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.token}",
                "Idempotency-Key": str(id),
            },
            method="POST",
        )
        try:
            with _opener().open(request, timeout=self.timeout_s) as answer:
                return _reference(answer.read())
        except urllib.error.HTTPError as refused:
            refused.close()
            raise _verdict(refused.code) from None
        except (
            urllib.error.URLError
        ) as failed:  # before an answer could come: connecting, or writing the request
            raise TryAgain(f"sms {type(failed.reason).__name__}") from None
        except (OSError, http.client.HTTPException):
            raise NoAnswer("sms no answer") from None


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
