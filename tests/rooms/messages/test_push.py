"""A pushed message arrives encrypted at each browser of hers, says nothing, and ends those that are gone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client

from kraamkring.config.complaint import Complaint
from kraamkring.config.mail_settings import DEMO_PUSH_KEY, push_settings
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.messages.actions import Recipient, add_device, deliver
from kraamkring.rooms.messages.channels import Device, GiveUp, Outgoing, Taken, TryAgain
from kraamkring.rooms.messages.channels.push.payload import payload, sentences
from kraamkring.rooms.messages.channels.push.transport import Push
from kraamkring.rooms.messages.models import Channel, Message, PushDevice
from kraamkring.rooms.messages.queries import devices_of
from kraamkring.rooms.messages.receipts import message_seen, seen_word
from tests.cast import LATER, Cast, cast

from .conftest import LINK, states, told
from .push_service import PushService, push_service
from .test_channels import outgoing
from .test_wording import MEDICAL

CHANNEL = Push(
    key=DEMO_PUSH_KEY,
    contact="mailto:demo@kraamkring.example",
    timeout_s=2,
    trusted=frozenset({"127.0.0.1"}),
)


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


def pushed(*devices: Device, **more: object):  # type: ignore[no-untyped-def]
    return replace(outgoing(), devices=devices, link=LINK, seen="word", **more)


def test_every_browser_of_hers_can_read_it_and_nobody_else(service: PushService) -> None:
    one, two = service.subscribed(), service.subscribed()
    message = pushed(one, two)
    assert CHANNEL.send(message).answer == "push 2 of 2"
    (said,) = service.of(one).shown
    assert service.of(two).shown == [said]
    assert said == {
        "id": str(message.id),
        "title": "Kraamkring",
        "body": sentences()[message.language]["ordinary"],
        "language": message.language,
        "direction": "ltr",
        "urgent": False,
        "link": LINK,
        "seen": "word",
    }
    assert message.subject not in json.dumps(said)  # not even the time of an appointment


def test_what_cannot_wait_goes_first_and_not_late(service: PushService) -> None:
    CHANNEL.send(pushed(service.subscribed(), urgent=True))
    CHANNEL.send(pushed(service.subscribed()))
    urgent, ordinary = service.headers
    assert (urgent["urgency"], ordinary["urgency"]) == ("high", "normal")
    assert int(urgent["ttl"]) < int(ordinary["ttl"])
    assert len(urgent["topic"]) <= 32


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_ended_and_the_others_are_told(service: PushService, status: int) -> None:
    gone, there = service.subscribed(status), service.subscribed()
    taken = CHANNEL.send(pushed(gone, there))
    assert (taken.answer, taken.gone) == ("push 1 of 2", (gone.id,))
    with pytest.raises(GiveUp) as over:
        CHANNEL.send(pushed(gone))
    assert over.value.gone == (gone.id,)


@pytest.mark.parametrize(
    ("status", "verdict"), [(429, TryAgain), (500, TryAgain), (503, TryAgain), (403, TryAgain), (413, GiveUp)]
)
def test_what_the_push_service_does_instead(
    service: PushService, status: int, verdict: type[Exception]
) -> None:
    with pytest.raises(verdict):
        CHANNEL.send(pushed(service.subscribed(status)))


def test_nobody_there_and_no_browser() -> None:
    nobody = Device(UUID(int=1), "http://127.0.0.1:9/x", "B" + "A" * 86, "A" * 22)
    with pytest.raises(GiveUp, match="push"):
        CHANNEL.send(pushed(nobody))
    with pytest.raises(GiveUp):
        CHANNEL.send(pushed())


def test_a_browsers_word_does_not_let_us_knock_inside(service: PushService) -> None:
    device = service.subscribed()
    with pytest.raises(GiveUp) as refused:
        replace(CHANNEL, trusted=frozenset()).send(pushed(device))
    assert refused.value.gone == (device.id,)
    assert service.headers == []


def test_it_says_nothing_about_anybody_in_any_language() -> None:
    for language, said in sentences().items():
        assert set(said) == {"ordinary", "urgent"}
        for text in said.values():
            assert not MEDICAL.search(text)
        shown = json.loads(payload(replace(pushed(), language=language)))
        assert shown["direction"] == ("rtl" if language == "ar" else "ltr")


# --- through the outbox


class ThroughTheService:
    """The channel; what her browser calls https://push.example stands on loopback here."""

    def __init__(self, device: Device) -> None:
        self.device = device

    def send(self, message: Outgoing) -> Taken:
        devices = tuple(each._replace(endpoint=self.device.endpoint) for each in message.devices)
        return CHANNEL.send(replace(message, devices=devices))


def sent(people: Cast, device: Device, language: str) -> Message:
    """A message to An, who switched it on in this browser, handed to the push service."""
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    add_device(user=people.an, endpoint="https://push.example/x", name="", now=LATER, **keys)
    to = Recipient(channel=Channel.PUSH, address=str(people.an.pk), language=language, whom=people.an.pk)
    message = told(to=to)
    deliver(message.pk, transports={"push": ThroughTheService(device)}, clock=lambda: LATER)
    return message


@pytest.mark.django_db
def test_it_goes_through_the_outbox_and_comes_back_as_seen(service: PushService) -> None:
    device = service.subscribed()
    message = sent(cast(), device, "fr")
    assert states(message) == ["created", "sending", "accepted"]
    (said,) = service.of(device).shown
    assert (said["body"], said["link"]) == ("Il y a du nouveau pour vous.", LINK)
    assert message_seen(said["seen"]) == message.pk
    assert message_seen(said["seen"] + "x") is None
    shown = Client(enforce_csrf_checks=True).post("/receipts/push/", said["seen"], content_type="text/plain")
    assert shown.status_code == 204
    assert states(message)[-1] == "delivered"
    for wrong, status in (("x", 403), (seen_word(new_id(LATER)), 404)):
        assert Client().post("/receipts/push/", wrong, content_type="text/plain").status_code == status


@pytest.mark.django_db
def test_the_last_browser_that_is_gone_is_ended_and_the_message_fails(service: PushService) -> None:
    message = sent(people := cast(), service.subscribed(410), "nl")
    assert states(message)[-1] == "failed"
    assert devices_of(people.an.pk) == []
    assert PushDevice.objects.get().why_ended == "gone"


# --- the key of the house


def test_a_demo_has_a_key_that_everybody_knows_and_production_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KRAAMKRING_PUSH_KEY", raising=False)
    assert push_settings("demo")["key"] == DEMO_PUSH_KEY
    assert push_settings("production") == {"key": "", "public": "", "contact": ""}
    monkeypatch.setenv("KRAAMKRING_PUSH_KEY", DEMO_PUSH_KEY[::-1])
    with pytest.raises(Complaint, match="CONTACT"):
        push_settings("production")
    monkeypatch.setenv("KRAAMKRING_PUSH_CONTACT", "mailto:it@practice.example")
    assert len(push_settings("production")["public"]) == 87
    monkeypatch.setenv("KRAAMKRING_PUSH_KEY", "")
