"""A mail server, a gateway, the channels that lead to them, and messages to send."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.messages.actions import Recipient, Transports, deliver, intend, report
from kraamkring.rooms.messages.actions.states import last_state, move
from kraamkring.rooms.messages.channels.email.transport import Email, SmtpServer
from kraamkring.rooms.messages.channels.icalendar.transport import ICalendar
from kraamkring.rooms.messages.channels.sms.transport import HttpGateway, Sms
from kraamkring.rooms.messages.models import Channel, DeliveryState, Message, State, Waiting
from tests.cast import LATER

from .post_office import MailServer, TextGateway, mail_server, text_gateway

SENDER = "no-reply@kraamkring.example"
LINK = "https://kraamkring.example/f/0198c1"
Intend = Callable[..., Message]
Deliver = Callable[..., DeliveryState | None]


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def texts() -> Iterator[TextGateway]:
    with text_gateway() as gateway:
        yield gateway


@pytest.fixture
def channels(mail: MailServer, texts: TextGateway) -> Transports:
    post = SmtpServer(host="127.0.0.1", port=mail.port, timeout_s=2)
    gateway = HttpGateway(url=texts.url, token="secret", sender="Kraamkring", timeout_s=2)
    return {"email": Email(post, SENDER), "icalendar": ICalendar(post, SENDER), "sms": Sms(gateway)}


def told(**otherwise: object) -> Message:
    """A message to An that her plan has changed, in Dutch, by e-mail."""
    known: dict[str, object] = {
        "intention": f"plan-changed/{new_id(LATER)}",
        "to": Recipient(channel=Channel.EMAIL, address="an@example.org", language="nl"),
        "template_name": "plan_changed",
        "context": {"link": LINK},
        "cancellation_key": "key-of-leen",
        "now": LATER,
    }
    return intend(**(known | otherwise))  # type: ignore[arg-type]


@pytest.fixture
def send(db: None, channels: Transports) -> Deliver:
    def at(message: Message, now: datetime = LATER) -> DeliveryState | None:
        return deliver(message.pk, transports=channels, clock=lambda: now)

    return at


def states(message: Message) -> list[str]:
    return [row.state for row in message.states.order_by("number")]


def came_back(message: Message, now: datetime = LATER, why: str = "smtp 550") -> Message:
    """The message, sent and taken over, and then reported as not delivered."""
    left(message, State.SENDING, State.ACCEPTED, now=now)
    report(message=message, arrived=False, why=why, now=now)
    return message


def left(message: Message, *through: State, now: datetime = LATER) -> Message:
    """The message, having gone through these states; the house does no more about it."""
    for state in through:
        move(message, state, now=now, last=last_state(message))
    Waiting.objects.filter(pk=message.pk).delete()
    return message
