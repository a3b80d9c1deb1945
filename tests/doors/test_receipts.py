"""The gateway for text messages reports: signed, once or often, early or late, about a message of ours or not."""

import hmac
import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from kraamkring.config.complaint import Complaint
from kraamkring.config.mail_settings import sms_receipt_secret
from kraamkring.doors.ui import clock
from kraamkring.rooms.messages.actions import Recipient
from kraamkring.rooms.messages.actions.states import last_state, move
from kraamkring.rooms.messages.models import Channel, FaultyAddress, Message, State
from tests.cast import LATER
from tests.rooms.messages.bounces import bounce
from tests.rooms.messages.companies import ACCOUNT, TOKEN, messagebird_signature, twilio_signature
from tests.rooms.messages.conftest import left, states, told

pytestmark = pytest.mark.django_db

SECRET = "a secret of at least thirty-two characters"
NUMBER = "+32470123456"
SITE = "https://kraamkring.example"
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


# --- the companies, each in its own way


@contextmanager
def company(name: str, **more: str) -> Iterator[None]:
    """The settings of one of them."""
    given = {"provider": name, "url": "", "account": ACCOUNT, "token": TOKEN, "sender": "Kraamkring"} | more
    with override_settings(SMS_GATEWAY=given, SMS_RECEIPT_SECRET=SECRET, SITE_ADDRESS=SITE):
        yield


def taken_as(reference: str) -> Message:
    message = left(told(to=Recipient(channel=Channel.SMS, address=NUMBER, language="nl")), State.SENDING)
    move(message, State.ACCEPTED, now=LATER, last=last_state(message), why=reference)
    return message


def twilio(message: Message, status: str = "delivered", code: str = "", **more: str) -> HttpResponse:
    path = f"/receipts/sms/twilio/?message={message.pk}"
    form = {"MessageSid": "SM1", "MessageStatus": status, "To": NUMBER} | (
        {"ErrorCode": code} if code else {}
    )
    signed = {"HTTP_X_TWILIO_SIGNATURE": twilio_signature(SITE + path, form)} | more
    return Client().post(path, form, **signed)


def messagebird(message: Message, status: str = "delivered", reason: str = "", **more: str) -> HttpResponse:
    path = f"/receipts/sms/messagebird/?id=1&reference={message.pk}&recipient=32470123456&status={status}"
    path += f"&statusReason={reason}&statusErrorCode=1" if reason else ""
    now_s = clock.now().timestamp()
    signed = {"HTTP_MESSAGEBIRD_SIGNATURE_JWT": messagebird_signature(SITE + path, now_s=now_s)} | more
    return Client().get(path, **signed)


def cm(message: Message, status: str = "2", key: str = SECRET) -> HttpResponse:
    body = {
        "messages": {
            "msg": {"to": "0032", "reference": message.pk.hex, "status": {"code": status, "errorCode": "5"}}
        }
    }
    return Client().post(f"/receipts/sms/cm/?key={quote(key)}", body, content_type="application/json")


def spryng(*references: str, status: str = "Delivered", password: str = SECRET) -> HttpResponse:
    body = {"Channel": "SMS", "Messages": [{"MessageId": each, "Status": status} for each in references]}
    signed = "Basic " + b64encode(f"kraamkring:{password}".encode()).decode()
    return Client().post(
        "/receipts/sms/spryng/", body, content_type="application/json", HTTP_AUTHORIZATION=signed
    )


def test_twilio_reports_and_signs() -> None:
    arrived, lost, under_way, wrong = text(), text(), text(), text()
    with company("twilio"):
        assert twilio(arrived).status_code == 204
        assert twilio(lost, "undelivered", "30005").status_code == 204
        assert twilio(under_way, "sent").status_code == 204
        assert twilio(wrong, HTTP_X_TWILIO_SIGNATURE="x").status_code == 403
        assert twilio(wrong, HTTP_X_TWILIO_SIGNATURE=twilio_signature(SITE, {})).status_code == 403
    assert [states(each)[-1] for each in (arrived, lost, under_way, wrong)] == [
        "delivered", "failed", "accepted", "accepted",
    ]  # fmt: skip
    assert FaultyAddress.objects.get().why == "sms 30005"  # nobody has this number


def test_bird_reports_and_signs() -> None:
    arrived, lost, wrong = text(), text(), text()
    with company("messagebird"):
        assert messagebird(arrived).status_code == 204
        assert messagebird(lost, "delivery_failed", "unknown%20subscriber").status_code == 204
        now_s = clock.now().timestamp()
        path = f"/receipts/sms/messagebird/?id=1&reference={wrong.pk}&recipient=32470123456&status=delivered"
        for claims in (
            {"secret": "another secret of thirty-two characters"},
            {"iss": "Somebody"},
            {"exp": int(now_s) - 60},
            {"nbf": int(now_s) + 60},
            {"url_hash": "0" * 64},
            {"payload_hash": "0" * 64},
        ):
            forged = messagebird_signature(SITE + path, now_s=now_s, **claims)
            assert messagebird(wrong, HTTP_MESSAGEBIRD_SIGNATURE_JWT=forged).status_code == 403
        for token in ("", "x", "a.b.c", forged.rpartition(".")[0] + "."):
            assert messagebird(wrong, HTTP_MESSAGEBIRD_SIGNATURE_JWT=token).status_code == 403
    assert [states(each)[-1] for each in (arrived, lost, wrong)] == ["delivered", "failed", "accepted"]
    assert FaultyAddress.objects.get().message == lost


def test_cm_reports_under_our_key_and_our_id_without_hyphens() -> None:
    arrived, lost, under_way = text(), text(), text()
    with company("cm"):
        assert cm(arrived).status_code == 204
        assert cm(lost, "3").status_code == 204
        assert cm(under_way, "0").status_code == 204
        assert cm(under_way, key="another").status_code == 403
        assert Client().post(f"/receipts/sms/cm/?key={quote(SECRET)}", {}).status_code == 400
    assert [states(each)[-1] for each in (arrived, lost, under_way)] == ["delivered", "failed", "accepted"]
    assert not FaultyAddress.objects.exists()


def test_spryng_reports_about_several_under_its_own_names() -> None:
    one, two = taken_as("0929df71"), taken_as("0929df72")
    with company("spryng"):
        assert spryng("0929df71", "0929df72", "of-somebody-else").status_code == 204
        assert spryng("of-somebody-else").status_code == 404
        assert spryng("0929df71", password="wrong").status_code == 403
    assert [states(each)[-1] for each in (one, two)] == ["delivered", "delivered"]


def test_only_the_company_that_brings_ours_has_a_door() -> None:
    message = text()
    with company("cm"):
        assert twilio(message).status_code == 404
        assert spryng("x").status_code == 404
    with company("twilio"):
        assert twilio(told()).status_code == 404  # a letter is no text message
    with company(""):
        assert cm(message).status_code == 404
    assert states(message)[-1] == "accepted"


@override_settings(BOUNCE_SECRET=SECRET)
def test_a_mail_server_hands_in_a_letter_that_came_back() -> None:
    message = left(told(), State.SENDING, State.ACCEPTED)
    raw = bounce(message)
    signature = "sha256=" + hmac.new(SECRET.encode(), raw, sha256).hexdigest()

    def hand_in(body: bytes, signed: str) -> int:
        path, kind = "/receipts/mail/", "message/rfc822"
        return Client().post(path, body, content_type=kind, HTTP_X_SIGNATURE=signed).status_code

    assert hand_in(raw, "sha256=0") == 403
    assert states(message)[-1] == "accepted"
    assert hand_in(raw, signature) == 204
    assert states(message)[-1] == "failed"
    other = "sha256=" + hmac.new(SECRET.encode(), b"hello", sha256).hexdigest()
    assert hand_in(b"hello", other) == 400
    with override_settings(BOUNCE_SECRET=""):
        assert hand_in(raw, signature) == 404
