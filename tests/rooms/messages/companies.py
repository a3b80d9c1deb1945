"""Companies for text messages on loopback, each as its documentation says: who signs in wrongly is refused, so is a
number that is none, and what was taken stands in `taken`. They say nothing of our own making."""

from __future__ import annotations

import hmac
import json
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

ACCOUNT, TOKEN = "AC0123456789", "a token of tests"
SECRET = "a secret of at least thirty-two characters"
NOBODY = "+3200000"  # no number that a telephone could have


@dataclass
class Company:
    """taken: what it will bring to telephones, as (number, words, reference). does: how it answers next, once: a
    status, or `hang up`."""

    url: str = ""
    taken: list[tuple[str, str, str]] = field(default_factory=list)
    does: list[int | str] = field(default_factory=list)


Said = dict[str, Any]
Respond = Callable[[Company, dict[str, str], str, Said], tuple[int, Said]]


def twilio(company: Company, headers: dict[str, str], path: str, said: Said) -> tuple[int, Said]:
    """https://www.twilio.com/docs/messaging/api/message-resource"""
    if headers.get("authorization") != "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode():
        return 401, {"code": 20003, "message": "Authenticate", "status": 401}
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    if said["To"] == NOBODY:
        return 400, {"code": 21211, "message": "The 'To' number is not a valid phone number.", "status": 400}
    company.taken.append((said["To"], said["Body"], said["StatusCallback"].rpartition("=")[2]))
    return 201, {"sid": f"SM{uuid4().hex}", "status": "queued", "error_code": None}


def messagebird(company: Company, headers: dict[str, str], path: str, said: Said) -> tuple[int, Said]:
    """https://developers.messagebird.com/api/sms-messaging/#send-outbound-sms"""
    if headers.get("authorization") != f"AccessKey {TOKEN}":
        return 401, _errors(2, "Request not allowed (incorrect access_key)", "access_key")
    assert path == "/messages"
    assert len(said["reference"]) <= 60
    (number,) = said["recipients"]
    assert not number.startswith("+")
    if f"+{number}" == NOBODY:
        return 422, _errors(9, "no (correct) recipients found", "recipients")
    company.taken.append((f"+{number}", said["body"], said["reference"]))
    return 201, {"id": uuid4().hex, "reference": said["reference"], "recipients": {"totalCount": 1}}


def cm(company: Company, headers: dict[str, str], path: str, said: Said) -> tuple[int, Said]:
    """https://developers.cm.com/messaging/docs/responses-errors-json"""
    if headers.get("x-cm-producttoken") != TOKEN:
        text = "No account found for the given authentication"
        return 400, {"details": text, "errorCode": 101, "messages": []}
    assert path == "/v1.0/message"
    (message,) = said["messages"]["msg"]
    (to,) = message["to"]
    assert to["number"].startswith("00")
    assert len(message["reference"]) <= 32
    assert message["reference"].isalnum()
    assert len(message["from"]) <= 11
    number = "+" + to["number"][2:]
    row = {"to": to["number"], "reference": message["reference"], "parts": 1}
    if number == NOBODY:
        row |= {"status": "Rejected", "parts": 0, "messageErrorCode": 303}
        return 400, {"details": "Created 0 message(s)", "errorCode": 201, "messages": [row]}
    company.taken.append((number, message["body"]["content"], message["reference"]))
    row |= {"status": "Accepted", "messageDetails": None, "messageErrorCode": 0}
    return 200, {"details": "Created 1 message(s)", "errorCode": 0, "messages": [row]}


def spryng(company: Company, headers: dict[str, str], path: str, said: Said) -> tuple[int, Said]:
    """https://developer.spryng.nl/messaging/v2-messages-create"""
    if headers.get("x-api-key") != TOKEN:
        text = "Request for authenticated route '/v2/messages' was unauthenticated"
        return 401, {"errors": [{"errorCode": "UnauthenticatedError", "errorMessage": text}]}
    assert path == "/v2/messages"
    assert said["accountReference"] == ACCOUNT
    assert said["channel"] == "SMS"
    (to,) = said["recipients"]
    if to["msisdn"] == NOBODY:
        return 400, {"errors": [{"errorCode": "invalidMsisdn", "errorMessage": "not a number"}]}
    company.taken.append((to["msisdn"], said["body"]["text"], said["metaData"]["message"]))
    return 202, {"data": {"requestId": str(uuid4()), "messageIds": [str(uuid4())]}}


def _errors(code: int, description: str, parameter: str) -> Said:
    return {"errors": [{"code": code, "description": description, "parameter": parameter}]}


COMPANIES: dict[str, Respond] = {"twilio": twilio, "messagebird": messagebird, "cm": cm, "spryng": spryng}


@contextmanager
def company(name: str) -> Iterator[Company]:
    here, respond = Company(), COMPANIES[name]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {key.lower(): value for key, value in self.headers.items()}
            raw = self.rfile.read(int(headers["content-length"]))
            form = headers["content-type"].startswith("application/x-www-form")
            said = dict(parse_qsl(raw.decode())) if form else json.loads(raw)
            next_ = here.does.pop(0) if here.does else None
            if next_ == "hang up":
                self.close_connection = True
                return
            status, answer = (
                (next_, {}) if isinstance(next_, int) else respond(here, headers, self.path, said)
            )
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    here.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()


# --- how each reports what became of a message


def twilio_signature(url: str, form: dict[str, str]) -> str:
    text = url + "".join(f"{name}{value}" for name, value in sorted(form.items()))
    return b64encode(hmac.new(TOKEN.encode(), text.encode(), sha1).digest()).decode()


def messagebird_signature(url: str, *, now_s: float, secret: str = SECRET, **claims: object) -> str:
    known: dict[str, object] = {
        "iss": "MessageBird",
        "nbf": int(now_s),
        "exp": int(now_s) + 60,
        "jti": uuid4().hex,
        "url_hash": sha256(url.encode()).hexdigest(),
    }
    head, body = (
        _packed(json.dumps(each).encode()) for each in ({"alg": "HS256", "typ": "JWT"}, known | claims)
    )
    return f"{head}.{body}.{_packed(hmac.new(secret.encode(), f'{head}.{body}'.encode(), sha256).digest())}"


def _packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
