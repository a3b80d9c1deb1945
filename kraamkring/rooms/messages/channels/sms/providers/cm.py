"""CM.com. https://developers.cm.com/messaging/docs/integration, /responses-errors-json and /incoming-status-report

Its `reference` has at most 32 characters: our id goes without hyphens. It documents no signature on status reports:
the address that it is given carries a key of ours. It knows no idempotency key."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from ... import GiveUp, NoAnswer, TryAgain
from . import Answer, Incoming, NotAReport, Report, Request, as_object, by_status, clean, our_id

NUMBER = {302, 303}  # the To field, the number in it
OURS = {101, 102, 103, 301}  # account, balance, product token, sender
LATER = {500, 999}  # inside; it says that nothing was created
MOST_PARTS = 4


@dataclass(frozen=True, kw_only=True)
class Cm:
    """token: the product token. secret: the key in the address of the reports."""

    token: str
    sender: str
    secret: str = ""
    base: str = "https://gw.messaging.cm.com"

    def request(self, *, id: UUID, number: str, words: str) -> Request:
        message = {
            "allowedChannels": ["SMS"],
            "from": self.sender,
            "to": [{"number": "00" + number.removeprefix("+")}],
            "body": {"type": "auto", "content": words},
            "minimumNumberOfMessageParts": 1,
            "maximumNumberOfMessageParts": MOST_PARTS,
            "reference": id.hex,
        }
        return Request(
            url=f"{self.base}/v1.0/message",
            headers={"X-CM-PRODUCTTOKEN": self.token, "Accept": "application/json"},
            json={"messages": {"msg": [message]}},
        )

    def read(self, answer: Answer) -> str:
        said = as_object(answer.body)
        rows = said.get("messages") or []
        row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
        if answer.status == 200 and row.get("status") == "Accepted":
            return clean(row.get("reference"))
        code = row.get("messageErrorCode") or said.get("errorCode")
        if code in NUMBER:
            raise GiveUp(f"cm {code}", faulty=True)
        if code in OURS:
            raise TryAgain(f"cm {code}")
        if code in LATER:
            raise NoAnswer(f"cm {code}")
        if row.get("status") == "Rejected":
            raise GiveUp(f"cm {clean(code)}")
        raise by_status("cm", answer.status, clean(code))

    def signed(self, incoming: Incoming) -> bool:
        given = incoming.query.get("key", "").encode("utf-8", "replace")
        return bool(self.secret) and hmac.compare_digest(self.secret.encode(), given)

    def reports(self, incoming: Incoming) -> list[Report]:
        try:
            row = as_object(incoming.body)["messages"]["msg"]
            status, reference = row["status"], row["reference"]
            arrived = {"2": True, "1": False, "3": False}.get(str(status["code"]))
            code = clean(status.get("errorCode"))
        except (KeyError, TypeError, AttributeError):
            raise NotAReport from None
        return [Report(our_id(reference), arrived, code)]
