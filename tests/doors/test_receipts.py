"""The gateway for text messages reports: signed, once or often, early or late, about a message of ours or not."""

import hmac
import json
import logging
from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from kraamkring.config.complaint import Complaint
from kraamkring.config.mail_settings import sms_receipt_secret
from kraamkring.rooms.messages.actions import Recipient
from kraamkring.rooms.messages.models import Channel, Message, State
from tests.rooms.messages.conftest import left, states, told

pytestmark = pytest.mark.django_db

SECRET = "a secret of at least thirty-two characters"
NUMBER = "+32470123456"
signing = override_settings(SMS_RECEIPT_SECRET=SECRET)


def text() -> Message:
    """A text message that the gateway took over."""
    to = Recipient(channel=Channel.SMS, address=NUMBER, language="nl")
    return left(told(to=to), State.SENDING, State.ACCEPTED)


def post(body: object, secret: str = SECRET, **headers: str) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = "sha256=" + hmac.new(secret.encode(), raw, sha256).hexdigest()
    known = {"HTTP_X_SIGNATURE": signature} | headers
    client = Client(enforce_csrf_checks=True)
    return client.post("/receipts/sms/", raw, content_type="application/json", **known).status_code


def said(message: Message, status: str = "delivered", **more: str) -> dict[str, str]:
    return {"reference": str(message.pk), "status": status} | more


@pytest.mark.parametrize(("status", "to"), [("delivered", "delivered"), ("failed", "failed")])
@signing
def test_a_report_is_written_down_once_however_often_it_comes(status: str, to: str) -> None:
    message = text()
    for _again in range(3):
        assert post(said(message, status, code="E-17")) == 204
    assert states(message) == ["created", "sending", "accepted", to]
    assert message.states.get(number=4).why == "sms E-17"


@signing
def test_what_is_only_under_way_changes_nothing() -> None:
    message = text()
    assert post(said(message, "buffered")) == 204
    assert states(message)[-1] == "accepted"


@signing
def test_after_it_arrived_nothing_takes_it_back() -> None:
    message = text()
    post(said(message))
    assert post(said(message, "failed")) == 204
    assert states(message)[-1] == "delivered"


@signing
def test_a_report_that_comes_before_our_own_answer_holds() -> None:
    to = Recipient(channel=Channel.SMS, address=NUMBER, language="nl")
    message = left(told(to=to), State.SENDING)
    assert post(said(message)) == 204
    assert states(message)[-1] == "delivered"


@pytest.mark.parametrize("headers", [{"HTTP_X_SIGNATURE": ""}, {"HTTP_X_SIGNATURE": "sha256=\u00e9"}])
@signing
def test_without_its_signature_it_is_refused(headers: dict[str, str]) -> None:
    message = text()
    assert post(said(message), **headers) == 403
    assert post(said(message), secret="another secret of thirty-two characters") == 403
    assert states(message)[-1] == "accepted"


@override_settings(SMS_RECEIPT_SECRET="")
def test_without_a_secret_there_is_no_door() -> None:
    message = text()
    assert post(said(message), secret="") == 404
    assert states(message)[-1] == "accepted"


@signing
def test_what_is_no_text_message_of_ours_is_not_there() -> None:
    mail = left(told(), State.SENDING, State.ACCEPTED)
    assert post(said(mail)) == 404
    assert post({"reference": str(uuid4()), "status": "delivered"}) == 404
    assert states(mail)[-1] == "accepted"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[" * 4000,
        [],
        {},
        {"reference": "x", "status": "delivered"},
        {"reference": 7, "status": "delivered"},
        {"reference": str(uuid4()), "status": None},
        {"reference": str(uuid4()), "status": "failed", "code": "words of somebody"},
        {"reference": str(uuid4()), "status": "failed", "code": 5},
    ],
)
@signing
def test_what_cannot_be_read_is_said_and_changes_nothing(body: object) -> None:
    assert post(body) == 400


@signing
def test_it_is_small_and_only_posted() -> None:
    assert post(b" " * 4097) == 413
    assert Client().get("/receipts/sms/").status_code == 405


@signing
def test_nothing_of_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    message = text()
    with caplog.at_level(logging.DEBUG):
        post(said(message, "failed", code="E-17"))
        post(said(message), secret="another secret of thirty-two characters")
    assert NUMBER not in caplog.text
    assert str(message.pk) not in " ".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )


def test_a_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRAAMKRING_SMS_RECEIPT_SECRET", "short")
    with pytest.raises(Complaint, match="shorter than 32"):
        sms_receipt_secret()
