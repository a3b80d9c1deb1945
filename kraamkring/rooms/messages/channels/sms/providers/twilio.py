"""Twilio. https://www.twilio.com/docs/messaging/api/message-resource and /docs/usage/webhooks/webhooks-security

It knows no idempotency key for messages: what went unanswered stays unknown. Our id comes back in the address of the
report, which the signature covers."""

from __future__ import annotations

import hmac
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha1
from uuid import UUID

from ... import GiveUp, TryAgain
from . import Answer, Incoming, NotAReport, Report, Request, as_object, by_status, clean, our_id

# https://www.twilio.com/docs/api/errors
NUMBER = {21211, 21214, 21217, 21610, 21614, 21635}  # not a number, not a mobile one, or she wrote STOP
OURS = {
    21212,
    21408,
    21603,
    21606,
    21607,
    21608,
    21609,
    21611,
    21659,
}  # sender, country, callback: our contract
NEVER = {"30005", "30006"}  # unknown destination; a landline


@dataclass(frozen=True, kw_only=True)
class Twilio:
    """account: the Account SID; token: its auth token, with which reports are signed too. sender: a number, a name, or
    the SID of a messaging service (MG...). reports_to: where it reports, empty for nowhere."""

    account: str
    token: str
    sender: str
    reports_to: str = ""
    base: str = "https://api.twilio.com"

    def request(self, *, id: UUID, number: str, words: str) -> Request:
        of = "MessagingServiceSid" if self.sender.startswith("MG") and len(self.sender) > 20 else "From"
        form = {"To": number, of: self.sender, "Body": words}
        if self.reports_to:
            form["StatusCallback"] = f"{self.reports_to}?message={id}"
        return Request(
            url=f"{self.base}/2010-04-01/Accounts/{self.account}/Messages.json",
            form=form,
            basic=(self.account, self.token),
        )

    def read(self, answer: Answer) -> str:
        said = as_object(answer.body)
        if answer.status in (200, 201):
            return str(said.get("sid", ""))[:80]
        code = said.get("code")
        if answer.status == 400 and code in NUMBER:
            raise GiveUp(f"twilio {code}", faulty=True)
        if answer.status == 400 and code in OURS:
            raise TryAgain(f"twilio {code}")
        raise by_status("twilio", answer.status, clean(code))

    def signed(self, incoming: Incoming) -> bool:
        text = incoming.url + "".join(f"{name}{incoming.form[name]}" for name in sorted(incoming.form))
        expected = b64encode(hmac.new(self.token.encode(), text.encode(), sha1).digest())
        given = incoming.headers.get("x-twilio-signature", "").encode("utf-8", "replace")
        return hmac.compare_digest(expected, given)

    def reports(self, incoming: Incoming) -> list[Report]:
        status = incoming.form.get("MessageStatus", "")
        if not status:
            raise NotAReport
        code = clean(incoming.form.get("ErrorCode"))
        arrived = {"delivered": True, "undelivered": False, "failed": False}.get(status)
        return [Report(our_id(incoming.query.get("message")), arrived, code, faulty=code in NEVER)]
