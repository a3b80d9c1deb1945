"""`kraamkring outbox`: counts and what waits for a person, without an address and without a word."""

import json
from contextlib import nullcontext
from datetime import timedelta
from typing import get_args

import pytest

from kraamkring.config.command_line import main
from kraamkring.config.commands import outbox
from kraamkring.config.outbox_command import STATES, VERDICTS
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.telling import tell
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.actions import Recipient, Verdict
from kraamkring.rooms.messages.models import Channel, Message, State, Urgency
from tests.cast import LATER, Cast, account, booked, cast, joined
from tests.rooms.messages.conftest import LINK, came_back, states, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command looks into the database of the test."""
    monkeypatch.setattr(outbox, "database_in_use", nullcontext)
    monkeypatch.setattr(outbox, "complain_of_unmigrated", lambda: None)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["outbox", *words]) == 0
    return capsys.readouterr().out


def test_given_messages_in_several_states_then_they_are_counted_by_channel(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told()
    told(to=Recipient(channel=Channel.SMS, address="+32470123456", language="nl"))
    came_back(told())
    report = json.loads(said(capsys, "--json"))
    assert report["counts"] == [
        {"channel": "email", "state": "created", "many": 1},
        {"channel": "email", "state": "failed", "many": 1},
        {"channel": "sms", "state": "created", "many": 1},
    ]


def test_what_waits_for_a_person_is_listed_with_red_flags_first(capsys: pytest.CaptureFixture[str]) -> None:
    ordinary = came_back(told())
    flag = came_back(told(template_name="urgent", urgency=Urgency.RED_FLAG), LATER + timedelta(minutes=1))
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
    came_back(told())
    listed = json.loads(said(capsys, "--json", "--state", "created"))["messages"]
    assert [each["id"] for each in listed] == [str(waiting.pk)]


def test_neither_an_address_nor_a_link_is_ever_shown(capsys: pytest.CaptureFixture[str]) -> None:
    came_back(told())
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
    assert tuple(State.values) == STATES


# --- deciding


@pytest.fixture
def people() -> Cast:
    return cast()


def failed(people: Cast) -> Message:
    """A message to Joke about Leen, that came back."""
    episode = booked(people.an).episode
    joined(episode, account("joke", "midwife"), people.an)
    (message,) = tell(
        episode=episode,
        what="test",
        because=new_id(LATER),
        template="plan_changed",
        by=people.an,
        now=LATER,
        to=["midwife"],
    )
    return came_back(message)


def settle(
    message: Message, verdict: str = "arrived", by: str = "an@example.org", why: str = "she said so"
) -> int:
    return main(["outbox", "settle", str(message.pk), verdict, "--why", why, "--as", by])


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("arrived", "delivered"), ("given_up", "cancelled"), ("send_again", "goes once more")],
)
def test_a_message_is_settled_in_the_name_of_an_account(
    people: Cast, capsys: pytest.CaptureFixture[str], verdict: str, said: str
) -> None:
    message = failed(people)
    assert settle(message, verdict) == 0
    assert capsys.readouterr().out == f"{message.pk}: {said}\n"
    row = AuditEvent.objects.get(what=f"message:{verdict}")
    assert (row.actor, row.reason) == (people.an, "she said so")


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"by": "nobody@example.org"}, "no account"),
        ({"by": "stranger@example.org"}, "no such message for you"),
        ({"why": "  "}, "how you know"),
    ],
)
def test_who_may_not_or_gives_no_reason_gets_a_sentence_and_2(
    people: Cast, capsys: pytest.CaptureFixture[str], wrong: dict[str, str], part: str
) -> None:
    message = failed(people)
    assert settle(message, **wrong) == 2
    said = capsys.readouterr().err
    assert part in said
    assert said.count("\n") == 1
    assert states(message)[-1] == "failed"


@pytest.mark.parametrize("id", ["x", "00000000-0000-7000-8000-000000000000"])
def test_an_id_that_is_none_and_one_that_is_not_there(
    people: Cast, capsys: pytest.CaptureFixture[str], id: str
) -> None:
    assert main(["outbox", "settle", id, "arrived", "--why", "x", "--as", "an@example.org"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_verdicts_of_the_grammar_are_those_of_the_room() -> None:
    assert get_args(Verdict) == VERDICTS
