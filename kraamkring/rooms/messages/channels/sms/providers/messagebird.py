"""Bird, as MessageBird's SMS API. https://developers.messagebird.com/api/sms-messaging/ (send, status reports),
https://developers.messagebird.com/api/#verifying-http-requests (signed by JWT), and for the reports
https://docs.bird.com/connectivity-platform/getting-started/receiving-delivery-reports-dlrs

It knows no idempotency key for text messages. Our id is its `reference`, without which it reports nothing."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from ... import GiveUp, TryAgain
from . import Answer, Incoming, NotAReport, Report, Request, as_object, by_status, clean, our_id

LEEWAY_S = 1
ABOUT_THE_NUMBER = {"recipients", "recipient"}


@dataclass(frozen=True, kw_only=True)
class MessageBird:
    """token: the access key. secret: the signing key of the account, which is another one. reports_to: where it
    reports."""

    token: str
    sender: str
    secret: str = ""
    reports_to: str = ""
    base: str = "https://rest.messagebird.com"

    def request(self, *, id: UUID, number: str, words: str) -> Request:
        said = {
            "originator": self.sender,
            "recipients": [number.removeprefix("+")],
            "body": words,
            "reference": str(id),
            "datacoding": "auto",
        }
        return Request(
            url=f"{self.base}/messages",
            headers={"Authorization": f"AccessKey {self.token}", "Accept": "application/json"},
            json=said | ({"reportUrl": self.reports_to} if self.reports_to else {}),
        )

    def read(self, answer: Answer) -> str:
        said = as_object(answer.body)
        if answer.status in (200, 201):
            return str(said.get("id", ""))[:80]
        errors = [each for each in said.get("errors") or [] if isinstance(each, dict)]
        code = clean(errors[0].get("code")) if errors else ""
        if answer.status == 422 and errors:
            if errors[0].get("parameter") in ABOUT_THE_NUMBER:
                raise GiveUp(f"messagebird {code}", faulty=True)
            if errors[0].get("parameter") == "originator":
                raise TryAgain(f"messagebird {code} originator")
        raise by_status("messagebird", answer.status, code)

    def signed(self, incoming: Incoming) -> bool:
        if not self.secret:
            return False
        claims = _claims(incoming.headers.get("messagebird-signature-jwt", ""), self.secret)
        if claims is None or claims.get("iss") != "MessageBird":
            return False
        try:
            begins, ends = float(claims["nbf"]), float(claims["exp"])
        except (KeyError, TypeError, ValueError):
            return False
        if not begins - LEEWAY_S <= incoming.now_s <= ends + LEEWAY_S:
            return False
        payload = sha256(incoming.body).hexdigest() if incoming.body else None
        return claims.get("url_hash") == sha256(incoming.url.encode()).hexdigest() and (
            claims.get("payload_hash") == payload
        )

    def reports(self, incoming: Incoming) -> list[Report]:
        status = incoming.query.get("status", "")
        if not status:
            raise NotAReport
        arrived = {"delivered": True, "delivery_failed": False, "expired": False}.get(status)
        code = clean(incoming.query.get("statusErrorCode"))
        faulty = arrived is False and incoming.query.get("statusReason") == "unknown subscriber"
        return [Report(our_id(incoming.query.get("reference")), arrived, code, faulty)]


def _claims(token: str, secret: str) -> dict[str, Any] | None:
    """What a JWT says, if it is signed by HS256 under this secret; None otherwise, also for every other algorithm."""
    head, _, rest = token.partition(".")
    body, _, signature = rest.partition(".")
    try:
        expected = hmac.new(secret.encode(), f"{head}.{body}".encode(), sha256).digest()
        if not hmac.compare_digest(expected, _unpacked(signature)):
            return None
        said, algorithm = json.loads(_unpacked(body)), json.loads(_unpacked(head))
    except (ValueError, NotBase64, RecursionError):
        return None
    fits = isinstance(said, dict) and isinstance(algorithm, dict) and algorithm.get("alg") == "HS256"
    return said if fits else None


def _unpacked(part: str) -> bytes:
    return urlsafe_b64decode(part.encode("ascii") + b"=" * (-len(part) % 4))
