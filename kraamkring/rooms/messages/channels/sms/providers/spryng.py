"""Spryng, API v2. https://developer.spryng.nl/messaging/v2-messages-create,
/webhooks/v2-webhooks-create-subscription and /webhooks/v2-webhooks-update-authentication

It gives no reference of ours back: its reports name the message as it did when it took it. Reports come with a user and
a password that we choose. It knows no idempotency key."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ... import GiveUp
from . import Answer, Incoming, NotAReport, Report, Request, as_object, by_status, clean

USER = "kraamkring"
MOST_REPORTS = 1000  # in one request


@dataclass(frozen=True, kw_only=True)
class Spryng:
    """account: the account reference (SPNL0000000); token: the API key. secret: the password of the reports."""

    account: str
    token: str
    sender: str
    secret: str = ""
    base: str = "https://api.spryng.nl"

    def request(self, *, id: UUID, number: str, words: str) -> Request:
        return Request(
            url=f"{self.base}/v2/messages",
            headers={"X-Api-Key": self.token, "Accept": "application/json"},
            json={
                "accountReference": self.account,
                "channel": "SMS",
                "characterSet": "Auto",
                "messageType": "NotificationsAndReminders",
                "from": self.sender,
                "body": {"text": words},
                "recipients": [{"msisdn": number, "variables": {}, "metaData": {"message": str(id)}}],
                "metaData": {"message": str(id)},
            },
        )

    def read(self, answer: Answer) -> str:
        said = as_object(answer.body)
        if answer.status == 202:
            data = said.get("data")
            ids = data.get("messageIds") if isinstance(data, dict) else None
            return clean(ids[0]) if isinstance(ids, list) and ids else ""
        errors = [each for each in said.get("errors") or [] if isinstance(each, dict)]
        code = clean(errors[0].get("errorCode")) if errors else ""
        if answer.status == 400 and "msisdn" in code.lower():
            raise GiveUp(f"spryng {code}", faulty=True)
        raise by_status("spryng", answer.status, code)

    def signed(self, incoming: Incoming) -> bool:
        expected = b"Basic " + b64encode(f"{USER}:{self.secret}".encode())
        given = incoming.headers.get("authorization", "").encode("utf-8", "replace")
        return bool(self.secret) and hmac.compare_digest(expected, given)

    def reports(self, incoming: Incoming) -> list[Report]:
        rows = as_object(incoming.body).get("Messages")
        if not isinstance(rows, list) or not rows:
            raise NotAReport
        return list(_reports(rows[:MOST_REPORTS]))


def _reports(rows: list[Any]) -> Iterator[Report]:
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("MessageId"), str):
            raise NotAReport
        arrived = {"delivered": True, "failed": False}.get(str(row.get("Status")).lower())
        yield Report(clean(row["MessageId"]), arrived, clean(row.get("DestinationCode")))
