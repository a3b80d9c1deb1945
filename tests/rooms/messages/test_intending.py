"""A message is made exactly once, with what causes it; what cannot be a message is refused."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.messages.actions import Recipient
from kraamkring.rooms.messages.models import LIFE, Channel, DeliveryState, Message, State, Urgency, Waiting
from tests.cast import LATER
from tests.flows.test_two_at_once import at_once

from .conftest import LINK, states, told

pytestmark = pytest.mark.django_db


def test_the_same_intention_is_the_same_message() -> None:
    first, second = told(intention="one"), told(intention="one", now=LATER + timedelta(hours=1))
    assert first == second
    assert states(first) == ["created"]
    assert ProcrastinateJob.objects.filter(task_name="deliver_message").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_message() -> None:
    made = at_once(*[lambda: told(intention="one")] * 4)
    assert len({message.pk for message in made if isinstance(message, Message)}) == 1
    assert len(made) == 4
    assert all(isinstance(message, Message) for message in made)
    assert (Message.objects.count(), DeliveryState.objects.count(), Waiting.objects.count()) == (1, 1, 1)
    assert ProcrastinateJob.objects.filter(task_name="deliver_message").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_intended() -> None:
    def changed_my_mind() -> None:
        with transaction.atomic():
            told(intention="one")
            raise KeyError("one")

    with pytest.raises(KeyError):
        changed_my_mind()
    assert not Message.objects.exists()
    assert not Waiting.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="deliver_message").exists()
    assert states(told(intention="one")) == ["created"]


def test_the_same_intention_for_something_else_is_refused() -> None:
    told(intention="one")
    with pytest.raises(Refusal, match="used for another message"):
        told(intention="one", context={"link": LINK + "x"})


def test_what_waits_for_later_has_no_job_yet() -> None:
    message = told(not_before=LATER + timedelta(hours=5))
    assert Waiting.objects.get(pk=message.pk).due_at == LATER + timedelta(hours=5)
    assert not ProcrastinateJob.objects.filter(task_name="deliver_message").exists()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"template_name": "no_such"},
        {"context": {}},
        {"context": {"link": LINK, "note": "preeclampsia"}},
        {"context": {"link": "she has a fever"}},
        {"context": {"link": LINK + " and a fever"}},
        {"template_name": "digest", "context": {"link": LINK, "count": "many"}},
        {"to": Recipient(channel=Channel.ICALENDAR, address="an@example.org", language="nl")},
    ],
)
def test_what_cannot_be_a_message_is_refused(otherwise: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        told(**otherwise)
    assert "fever" not in str(refused.value)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.EMAIL, "+32470123456"),
        (Channel.EMAIL, "an@example.org\nBcc: all@example.org"),
        (Channel.EMAIL, "an..b@example.org"),
        (Channel.EMAIL, "an@example.org\n"),
        (Channel.SMS, "an@example.org"),
        (Channel.SMS, "0470 12 34 56"),
    ],
)
def test_an_address_fits_its_channel(channel: Channel, address: str) -> None:
    with pytest.raises(Refusal):
        Recipient(channel=channel, address=address, language="nl")
    with pytest.raises(IntegrityError), transaction.atomic():
        bare(told(), channel=channel, address=address)


def bare(like: Message, **otherwise: object) -> Message:
    """A row beside all actions, as a bug would write it."""
    known = {field.name: getattr(like, field.name) for field in Message._meta.fields}
    return Message.objects.create(**(known | {"id": new_id(LATER), "intention": "bare"} | otherwise))


def test_the_database_lets_only_a_state_follow_that_may() -> None:
    like = told()
    for before in State:
        path = {
            State.CREATED: [],
            State.SENDING: [State.SENDING],
            State.CANCELLED: [State.CANCELLED],
            State.DELIVERED: [State.SENDING, State.DELIVERED],
        }.get(before, [State.SENDING, before])
        message = bare(like, intention=f"to {before}")
        last = state(message, 1, State.CREATED, None)
        for step in path:
            last = state(message, last.number + 1, step, last.state)
        assert {after for after in State if _may_follow(last, after)} == set(LIFE[before])


def _may_follow(last: DeliveryState, after: State) -> bool:
    try:
        with transaction.atomic():
            state(last.message, last.number + 1, after, last.state)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def state(message: Message, number: int, to: State, after: str | None) -> DeliveryState:
    return DeliveryState.objects.create(
        id=new_id(LATER), message=message, number=number, state=to, after=after, attempt=0, at=LATER
    )


@pytest.mark.parametrize(
    ("number", "to", "after"),
    [
        (2, State.SENDING, None),  # follows nothing
        (2, State.ACCEPTED, State.SENDING),  # follows what was not
        (3, State.SENDING, State.CREATED),  # leaves a number out
        (1, State.SENDING, None),  # begins in the middle
        (1, State.CREATED, None),  # begins twice
    ],
)
def test_a_state_follows_the_one_before(number: int, to: State, after: State | None) -> None:
    message = told()
    with pytest.raises(IntegrityError), transaction.atomic():
        state(message, number, to, after)


def test_red_flags_come_first() -> None:
    told()
    flag = told(urgency=Urgency.RED_FLAG)
    first = ProcrastinateJob.objects.filter(task_name="deliver_message").order_by("-priority").first()
    assert first is not None
    assert first.args == {"message_id": str(flag.pk)}


def test_the_history_is_read_through_an_index(app_connection: psycopg.Connection) -> None:
    app_connection.execute("SET enable_seqscan = off")
    plan = app_connection.execute(
        "EXPLAIN SELECT state FROM outbox_deliverystate WHERE message_id = '01981f3a-0000-7000-8000-000000000001'"
        " ORDER BY number DESC LIMIT 1"
    ).fetchall()
    text = "\n".join(line for (line,) in plan)
    assert "Index" in text
    assert "Sort" not in text
