"""What was intended goes out once; what goes wrong is tried again, given up, or told to a person."""

from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import (
    Recipient,
    Transports,
    cancel,
    deliver,
    report,
    settle,
    sweep,
    withdraw,
)
from kraamkring.rooms.messages.actions.delivering import PATIENCE, PAUSES
from kraamkring.rooms.messages.models import Channel, Message, Urgency, Waiting
from kraamkring.rooms.messages.queries import for_a_person, history, under_keys
from tests.cast import LATER, Cast
from tests.flows.test_two_at_once import at_once

from .conftest import SENDER, Deliver, states, told
from .post_office import MailServer, TextGateway

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TO_A_PHONE = {"to": Recipient(channel=Channel.SMS, address="+32470123456", language="nl")}
MUCH_LATER = LATER + timedelta(days=4)


def test_it_goes_out_once_under_its_own_id(send: Deliver, mail: MailServer) -> None:
    message = told()
    assert send(message)
    assert send(message) is None
    assert mail.ids == [f"<{message.pk}@{SENDER.partition('@')[2]}>"]
    assert states(message) == ["created", "sending", "accepted"]
    assert not Waiting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_it_once(channels: Transports, mail: MailServer) -> None:
    message = told()
    got = at_once(*[lambda: deliver(message.pk, transports=channels, clock=lambda: LATER)] * 4)
    assert not [each for each in got if isinstance(each, Exception)]
    assert len(mail.letters) == 1
    assert states(message) == ["created", "sending", "accepted"]


@pytest.mark.parametrize("answer", ["451 later", "421 closing"])
def test_not_now_is_tried_again_later(send: Deliver, mail: MailServer, answer: str) -> None:
    mail.answers = [answer]
    message = told()
    failed = send(message)
    assert failed is not None
    assert (failed.state, failed.why) == ("failed", f"smtp {answer[:3]}")
    assert not for_a_person().exists()
    assert send(message) is None  # not yet
    assert send(message, LATER + MINUTE)
    assert len(set(mail.ids)) == 1
    assert states(message) == ["created", "sending", "failed", "sending", "accepted"]
    assert history(message).last().attempt == 2  # type: ignore[union-attr]


def test_never_is_given_up_and_told_to_a_person(send: Deliver, mail: MailServer) -> None:
    mail.refuses["an@example.org"] = "550 nobody of that name"
    message = told()
    failed = send(message)
    assert failed is not None
    assert (failed.state, failed.why) == ("failed", "smtp 550")
    assert send(message, MUCH_LATER) is None
    assert list(for_a_person()) == [failed]


def test_a_server_that_is_away_is_tried_until_the_pauses_are_used_up(send: Deliver, mail: MailServer) -> None:
    message, now = told(), LATER
    mail.answers = ["451 later"] * 20
    for pause in (*PAUSES[Urgency.ORDINARY], None):
        assert send(message, now)
        now += pause or timedelta(0)
    assert not Waiting.objects.exists()
    assert [state.message for state in for_a_person()] == [message]
    assert len(mail.letters) == len(PAUSES[Urgency.ORDINARY]) + 1


def test_nobody_answers_the_door(send: Deliver, channels: Transports) -> None:
    from kraamkring.rooms.messages.channels.email.transport import Email, SmtpServer

    from .post_office import free_port

    nowhere = {"email": Email(SmtpServer(host="127.0.0.1", port=free_port(), timeout_s=1), SENDER)}
    failed = deliver(told().pk, transports=nowhere, clock=lambda: LATER)
    assert failed is not None
    assert (failed.state, failed.why) == ("failed", "smtp ConnectionRefusedError")
    assert Waiting.objects.get().due_at > LATER


def test_silence_after_the_letter_is_unknown(send: Deliver, mail: MailServer) -> None:
    mail.answers = ["silence"]
    message = told()
    unknown = send(message)
    assert unknown is not None
    assert (unknown.state, unknown.why) == ("unknown", "smtp no answer")
    assert send(message, MUCH_LATER) is None
    assert list(for_a_person()) == [unknown]
    assert len(mail.letters) == 1


def test_silence_after_a_red_flag_sends_it_again(send: Deliver, mail: MailServer) -> None:
    mail.answers = ["silence"]
    message = told(urgency=Urgency.RED_FLAG)
    send(message)
    assert send(message, LATER + MINUTE)
    assert len(mail.letters) == 2
    assert len(set(mail.ids)) == 1
    assert states(message) == ["created", "sending", "unknown", "sending", "accepted"]


# --- cancellation


def test_a_key_silences_what_waits_and_what_comes(send: Deliver, mail: MailServer, people: Cast) -> None:
    now, later, other = told(), told(not_before=MUCH_LATER), told(cancellation_key="another")
    gone = told()
    send(gone)
    stopped = cancel(key="key-of-leen", why="loss", by=people.an, now=LATER)
    assert set(stopped) == {now, later}
    after = told()
    assert states(after) == ["created", "cancelled"]
    for message in (now, later, after):
        assert send(message, MUCH_LATER + MINUTE) is None
        assert states(message) == ["created", "cancelled"]
    assert send(other)
    assert states(gone)[-1] == "accepted"
    assert len(mail.letters) == 2
    assert history(now).last().by == people.an  # type: ignore[union-attr]
    assert AuditEvent.objects.filter(what="messages:cancelled").count() == 1
    assert {message.state for message in under_keys(["key-of-leen"])} == {"cancelled", "accepted"}


def test_what_could_not_go_is_not_tried_again_once_silenced(
    send: Deliver, mail: MailServer, people: Cast
) -> None:
    mail.answers = ["451 later"]
    message = told()
    send(message)
    cancel(key="key-of-leen", why="loss", by=people.an, now=LATER)
    assert send(message, MUCH_LATER) is None
    assert states(message) == ["created", "sending", "failed", "cancelled"]


@pytest.mark.django_db(transaction=True)
def test_what_is_on_its_way_is_not_tried_again(channels: Transports, mail: MailServer, people: Cast) -> None:
    class CancelledMeanwhile:
        def send(self, message: object) -> str:
            assert cancel(key="key-of-leen", why="loss", by=people.an, now=LATER) == []
            return channels["email"].send(message)  # type: ignore[arg-type]

    mail.answers = ["451 later"]
    message = told()
    deliver(message.pk, transports={"email": CancelledMeanwhile()}, clock=lambda: LATER)
    assert states(message) == ["created", "sending", "failed", "cancelled"]
    assert not Waiting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_not_committed_when_its_key_was_silenced_does_not_go(
    channels: Transports, mail: MailServer, people: Cast
) -> None:
    with transaction.atomic():
        message = told()
        (stopped,) = at_once(lambda: cancel(key="key-of-leen", why="loss", by=people.an, now=LATER))
    assert stopped == []  # nobody could see it yet
    deliver(message.pk, transports=channels, clock=lambda: LATER)
    assert states(message) == ["created", "cancelled"]
    assert mail.letters == []


def test_one_message_is_withdrawn(send: Deliver, people: Cast) -> None:
    one, two = told(intention="one"), told()
    assert withdraw(intention="one", why="moved", by=people.an, now=LATER) == one
    assert withdraw(intention="one", why="moved", by=people.an, now=LATER) is None
    assert withdraw(intention="none", why="moved", by=people.an, now=LATER) is None
    assert send(one) is None
    assert send(two)


def test_an_empty_key_cancels_nothing(people: Cast) -> None:
    told(cancellation_key="")
    with pytest.raises(Refusal):
        cancel(key="", why="loss", by=people.an, now=LATER)


# --- the sweep, a person, a report


def test_what_waited_is_taken_up_when_its_time_comes() -> None:
    message = told(not_before=LATER + 5 * MINUTE)
    assert sweep(now=LATER).taken_up == ()
    assert sweep(now=LATER + 5 * MINUTE).taken_up == (message.pk,)
    sweep(now=LATER + 6 * MINUTE)
    assert ProcrastinateJob.objects.filter(task_name="deliver_message").count() == 1  # never doubled


def test_a_person_decides_what_nobody_knows(send: Deliver, mail: MailServer, people: Cast) -> None:
    mail.answers = ["silence", "silence"]
    arrived, again = told(), told()
    send(arrived)
    send(again)
    settle(message=arrived, verdict="arrived", why="she called", by=people.an, now=LATER)
    settle(message=again, verdict="send_again", why="she knows of nothing", by=people.an, now=LATER)
    with pytest.raises(Refusal, match="nothing to decide"):
        settle(message=again, verdict="send_again", why="", by=people.an, now=LATER)
    assert send(again)
    assert states(arrived)[-1] == "delivered"
    assert states(again)[-2:] == ["sending", "accepted"]
    assert not for_a_person().exists()
    assert AuditEvent.objects.filter(object_id=arrived.pk, what="message:arrived").exists()


@pytest.mark.django_db(transaction=True)
def test_one_of_two_decisions_stands(send: Deliver, mail: MailServer, people: Cast) -> None:
    mail.answers = ["silence"]
    message = told()
    send(message)
    got = at_once(
        *[lambda: settle(message=message, verdict="send_again", why="", by=people.an, now=LATER)] * 3
    )
    assert sum(isinstance(each, Refusal) for each in got) == 2
    assert Waiting.objects.count() == 1


def test_a_report_says_that_it_arrived_or_not(send: Deliver, texts: TextGateway) -> None:
    message, bounced = told(**TO_A_PHONE), told(**TO_A_PHONE)
    send(message)
    send(bounced)
    assert report(message=message, arrived=True, why="handset", now=LATER).state == "delivered"
    assert report(message=message, arrived=False, why="late", now=LATER).state == "delivered"
    assert report(message=bounced, arrived=False, why="no such number", now=LATER).state == "failed"
    assert [state.message for state in for_a_person()] == [bounced]
    assert len(texts.taken) == 2


def test_an_answer_that_comes_after_hope_was_given_up_still_counts(
    channels: Transports, mail: MailServer
) -> None:
    class Slow:
        def send(self, message: object) -> str:
            sweep(now=LATER + PATIENCE)
            return channels["email"].send(message)  # type: ignore[arg-type]

    message = told()
    deliver(message.pk, transports={"email": Slow()}, clock=lambda: LATER)
    assert states(message) == ["created", "sending", "unknown", "accepted"]
    assert Message.objects.count() == len(mail.letters) == 1
