"""Who was told, what became of it, and what somebody decides: about one family, and about all of hers."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.telling import silence, tell
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.messages.models import Message, State, Waiting
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, account, cast, joined
from tests.clock import this_morning
from tests.rooms.messages.conftest import came_back, left, states

from .test_pathway_page import LANGUAGES, words
from .test_staff_pages import NOBODY, book, signed_in

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    return this_morning()


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def joke(people: Cast) -> User:
    return account("joke", "midwife")


@pytest.fixture
def leen(people: Cast, joke: User, now: datetime) -> PregnancyEpisode:
    """Leen's family; Joke is her midwife."""
    episode = book(people.an, now)
    joined(episode, joke, people.an, at=now)
    return episode


def told(episode: PregnancyEpisode, by: User, now: datetime, template: str = "plan_changed") -> Message:
    """Joke is told something about Leen."""
    messages = tell(
        episode=episode, what="test", because=new_id(now), template=template, by=by, now=now, to=["midwife"]
    )
    return messages[0]


def page(user: User, address: str = "/outbox/", language: str = "en") -> str:
    answer = signed_in(user, language).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def about(episode: PregnancyEpisode) -> str:
    return f"/families/{episode.pk}/messages/"


def press(user: User, message: Message, verdict: str, to: str = "/outbox/", seen: int = 4) -> object:
    said = {"message": message.pk, "seen": seen, "verdict": verdict, "why": "she called me"}
    return signed_in(user).post(to, said)


# --- anonymous, not allowed, allowed


@pytest.mark.parametrize("address", ["/outbox/", f"/families/{NOBODY}/messages/"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]


def test_messages_of_a_foreign_family_and_of_an_unknown_one_are_the_same_answer(
    people: Cast, leen: PregnancyEpisode
) -> None:
    client = signed_in(people.stranger)
    token = re.compile(r'value="[\w-]{64}"|/families/[\w-]{36}/messages/')
    answers = [client.get(f"/families/{each}/messages/") for each in (leen.pk, NOBODY)]
    assert [answer.status_code for answer in answers] == [404, 404]
    foreign, unknown = (token.sub("", answer.content.decode()) for answer in answers)
    assert foreign == unknown


def test_whom_she_did_not_give_the_network_sees_no_message(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    carer = account("carla", "maternity_carer")
    joined(leen, carer, people.an, at=now, modules=["postnatal"])
    came_back(told(leen, people.an, now), now)
    answer = signed_in(carer).get(about(leen))
    assert answer.status_code == 403
    assert "Joke" not in answer.content.decode()
    assert "Nothing waits for you." in page(carer)


def test_who_was_told_and_what_became_of_it(
    people: Cast, joke: User, leen: PregnancyEpisode, now: datetime
) -> None:
    left(told(leen, people.an, now), State.SENDING, State.ACCEPTED, now=now + MINUTE)
    html = page(people.an, about(leen))
    said = words(html)
    for part in ("Joke, midwife", "by e-mail", "j…@example.org", "in Dutch", "Sent", "Being sent"):
        assert part in said
    assert joke.email not in html
    assert "Leen Voorbeeld" in said


def test_who_registered_the_family_is_known_by_her_account(
    people: Cast, leen: PregnancyEpisode, joke: User, now: datetime
) -> None:
    tell(
        episode=leen,
        what="test",
        because=new_id(now),
        template="plan_changed",
        by=joke,
        now=now,
        to=["coordinator"],
    )
    assert "To An, midwife" in words(page(people.an, about(leen)))


def test_the_outbox_holds_only_what_waits_for_a_person(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    left(told(leen, people.an, now), State.SENDING, State.ACCEPTED, now=now)
    told(leen, people.an, now)
    assert "Nothing waits for you." in page(people.an)
    came_back(told(leen, people.an, now), now)
    html = page(people.an)
    assert html.count('class="care told-message"') == 1
    assert "Not arrived" in words(html)
    assert "(smtp 550)" in words(html)


def test_a_stranger_sees_nothing_of_it_and_can_decide_nothing(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    message = came_back(told(leen, people.an, now), now)
    assert "Nothing waits for you." in page(people.stranger)
    assert press(people.stranger, message, "arrived").status_code == 404
    assert states(message)[-1] == "failed"


def test_who_only_reads_the_network_sees_it_and_has_no_buttons(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    carer = account("carla", "maternity_carer")
    joined(leen, carer, people.an, at=now)
    message = came_back(told(leen, people.an, now), now)
    html = page(carer)
    assert "Not arrived" in words(html)
    assert 'name="verdict"' not in html
    assert press(carer, message, "arrived").status_code == 403
    assert states(message)[-1] == "failed"


# --- deciding


@pytest.mark.parametrize(
    ("verdict", "to"), [("arrived", "delivered"), ("given_up", "cancelled"), ("send_again", "failed")]
)
def test_somebody_decides_and_it_is_written_who(
    people: Cast, leen: PregnancyEpisode, now: datetime, verdict: str, to: str
) -> None:
    message = came_back(told(leen, people.an, now), now)
    answer = press(people.an, message, verdict, about(leen))
    assert (answer.status_code, answer["Location"]) == (302, about(leen))
    assert states(message)[-1] == to
    assert Waiting.objects.filter(pk=message.pk).exists() is (verdict == "send_again")
    row = AuditEvent.objects.get(what=f"message:{verdict}")
    assert (row.actor, row.object_id, row.reason) == (people.an, message.pk, "she called me")
    assert "Nothing waits for you." in page(people.an)


@pytest.mark.parametrize("verdict", ["arrived", "given_up", "send_again"])
def test_the_same_button_twice_decides_once(
    people: Cast, leen: PregnancyEpisode, now: datetime, verdict: str
) -> None:
    message = came_back(told(leen, people.an, now), now)
    for _again in range(2):
        assert press(people.an, message, verdict).status_code == 302
    assert AuditEvent.objects.filter(what=f"message:{verdict}").count() == 1


def test_who_saw_an_older_state_changes_nothing(people: Cast, leen: PregnancyEpisode, now: datetime) -> None:
    message = came_back(told(leen, people.an, now), now)
    press(people.an, message, "send_again")
    left(message, State.SENDING, State.UNKNOWN, now=now + MINUTE)
    assert press(people.an, message, "given_up", seen=4).status_code == 302
    assert states(message)[-1] == "unknown"
    assert press(people.an, message, "given_up", seen=6).status_code == 302
    assert states(message)[-1] == "cancelled"


def test_what_was_silenced_is_not_sent_again_and_the_page_says_so(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    message = came_back(told(leen, people.an, now), now)
    silence(episode=leen, why="loss", by=people.an, now=now)
    answer = press(people.an, message, "send_again")
    assert answer.status_code == 422
    assert "It was silenced. Tell it in another way." in words(answer.content.decode())
    assert not Waiting.objects.filter(pk=message.pk).exists()


def test_messages_from_before_and_after_a_silence_are_both_found(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    before = came_back(told(leen, people.an, now), now)
    silence(episode=leen, why="loss", by=people.an, now=now)
    after = came_back(told(leen, people.an, now + MINUTE), now + MINUTE)
    assert before.cancellation_key != after.cancellation_key
    for address in ("/outbox/", about(leen)):
        html = page(people.an, address)
        assert str(before.pk) in html
        assert str(after.pk) in html


@pytest.mark.parametrize(
    "said", [{}, {"message": "x"}, {"message": str(NOBODY), "seen": "1", "verdict": "forget"}]
)
def test_what_cannot_be_read_is_refused(people: Cast, leen: PregnancyEpisode, said: dict[str, str]) -> None:
    assert signed_in(people.an).post("/outbox/", said).status_code == 422


def test_an_unknown_message_is_not_there(people: Cast, leen: PregnancyEpisode) -> None:
    said = {"message": str(NOBODY), "seen": "1", "verdict": "arrived"}
    assert signed_in(people.an).post("/outbox/", said).status_code == 404


# --- whatever there is, the same number of questions


@pytest.mark.parametrize("which", ["outbox", "family"])
def test_more_messages_ask_no_more_of_the_database(
    people: Cast, leen: PregnancyEpisode, now: datetime, which: str
) -> None:
    address, client = ("/outbox/" if which == "outbox" else about(leen)), signed_in(people.an)
    came_back(told(leen, people.an, now), now)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(12):
        came_back(told(leen, people.an, now), now)
        other = book(people.an, now, given_name=f"Vrouw {number}")
        joined(other, account(f"m{number}", "midwife"), people.an, at=now)
        came_back(told(other, people.an, now), now)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_in_every_language_without_an_address(
    people: Cast, joke: User, leen: PregnancyEpisode, now: datetime, language: str
) -> None:
    came_back(told(leen, people.an, now), now)
    for address in ("/outbox/", about(leen)):
        html = page(people.an, address, language)
        assert joke.email not in html
        assert "Leen" not in html.partition("<title>")[2].partition("</title>")[0]


def test_a_look_at_either_leaves_a_row(people: Cast, leen: PregnancyEpisode) -> None:
    page(people.an)
    page(people.an, about(leen))
    rows = AuditEvent.objects.filter(actor=people.an, action="read").order_by("id")
    assert [(row.what, row.episode_id) for row in rows] == [
        ("outbox:0", None),
        ("messages", UUID(str(leen.pk))),
    ]


def test_beside_an_appointment_stands_who_was_told_and_what_became_of_it(
    people: Cast, leen: PregnancyEpisode, now: datetime
) -> None:
    gp = account("gp", "gp", people.practice)
    place = joined(leen, gp, people.an, at=now)
    start = now + timedelta(days=2)
    visit = Appointment(
        care="home_visit", start=start, end=start + timedelta(hours=1), role="gp", accepted=False
    )
    made = make_appointment(
        episode_id=leen.pk, appointment=visit, member_id=place.pk, by=people.an, now=now
    ).appointment
    (message,) = Message.objects.filter(because=made.pk)
    left(message, State.SENDING, State.ACCEPTED, State.DELIVERED, now=now)
    page = f"/families/{leen.pk}/appointments/{made.item}/"
    html = signed_in(people.an).get(page).content.decode()
    assert "Who was told" in html
    assert ": Arrived" in html
