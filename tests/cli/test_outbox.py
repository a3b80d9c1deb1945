"""`kraamkring outbox`: counts and what waits for a person, without an address and without a word."""

import json
from contextlib import nullcontext
from datetime import timedelta

import pytest

from kraamkring.config.command_line import main
from kraamkring.config.commands import outbox
from kraamkring.rooms.messages.actions import Recipient, report
from kraamkring.rooms.messages.models import Channel, Message, State, Urgency, Waiting
from tests.cast import LATER
from tests.rooms.messages.conftest import LINK, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command looks into the database of the test."""
    monkeypatch.setattr(outbox, "database_in_use", nullcontext)
    monkeypatch.setattr(outbox, "complain_of_unmigrated", lambda: None)


def fail(message: Message, after: timedelta = timedelta(0)) -> Message:
    """The message was sent, accepted, and came back."""
    from kraamkring.rooms.messages.actions.states import last_state, move

    for state in (State.SENDING, State.ACCEPTED):
        move(message, state, now=LATER + after, last=last_state(message))
    Waiting.objects.filter(pk=message.pk).delete()
    report(message=message, arrived=False, why="smtp 550", now=LATER + after)
    return message


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["outbox", *words]) == 0
    return capsys.readouterr().out


def test_given_messages_in_several_states_then_they_are_counted_by_channel(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told()
    told(to=Recipient(channel=Channel.SMS, address="+32470123456", language="nl"))
    fail(told())
    report = json.loads(said(capsys, "--json"))
    assert report["counts"] == [
        {"channel": "email", "state": "created", "many": 1},
        {"channel": "email", "state": "failed", "many": 1},
        {"channel": "sms", "state": "created", "many": 1},
    ]


def test_what_waits_for_a_person_is_listed_with_red_flags_first(capsys: pytest.CaptureFixture[str]) -> None:
    ordinary = fail(told())
    flag = fail(told(template_name="urgent", urgency=Urgency.RED_FLAG), timedelta(minutes=1))
    told()
    listed = json.loads(said(capsys, "--json"))["messages"]
    assert [each["id"] for each in listed] == [str(flag.pk), str(ordinary.pk)]
    assert listed[1] == {
        "id": str(ordinary.pk),
        "template": "plan_changed",
        "channel": "email",
        "urgency": "ordinary",
        "state": "failed",
        "attempts": 1,
        "since": "2026-10-05T12:00:00+00:00",
        "why": "smtp 550",
    }


def test_a_state_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    waiting = told()
    fail(told())
    listed = json.loads(said(capsys, "--json", "--state", "created"))["messages"]
    assert [each["id"] for each in listed] == [str(waiting.pk)]


def test_neither_an_address_nor_a_link_is_ever_shown(capsys: pytest.CaptureFixture[str]) -> None:
    fail(told())
    for words in (["--json"], [], ["--state", "failed"]):
        shown = said(capsys, *words)
        assert "example.org" not in shown
        assert LINK not in shown
        assert "smtp 550" in shown


def test_an_empty_outbox_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "No message was ever intended." in said(capsys)


def test_more_than_a_page_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST", 1)
    told(), told()
    report = json.loads(said(capsys, "--json", "--state", "created"))
    assert (len(report["messages"]), report["more"]) == (1, True)
    assert "created: 1 and more" in said(capsys, "--state", "created")


def test_a_state_that_does_not_exist_is_one_sentence_and_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["outbox", "--state", "lost"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_states_of_the_grammar_are_those_of_the_room() -> None:
    from kraamkring.config.outbox_command import STATES

    assert tuple(State.values) == STATES
