"""What did not arrive goes over the next channel, once: surely for what can wait, sooner for what cannot."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.flows.falling_back import SILENT_AFTER, fall_back
from kraamkring.flows.own_settings import change_peace, say_address_works, switch_push_on
from kraamkring.flows.reaching import at_peace
from kraamkring.flows.read_bounces import read_bounces
from kraamkring.flows.see_messages import see_messages
from kraamkring.flows.see_outbox import see_outbox
from kraamkring.flows.take_receipt import take_sight
from kraamkring.flows.telling import silence, tell
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.actions import settle
from kraamkring.rooms.messages.models import FaultyAddress, Message, PushDevice, State
from kraamkring.rooms.messages.queries import for_a_person
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, account, booked, joined
from tests.rooms.messages.bounces import bounce
from tests.rooms.messages.conftest import came_back, left, states

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
NIGHT = datetime(2026, 10, 5, 20, 30, tzinfo=UTC)  # 22:30 in Brussels


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


@pytest.fixture
def gp(people: Cast, episode: PregnancyEpisode) -> User:
    """Told by e-mail; a telephone is known."""
    gp = account("gp", "gp", people.practice)
    User.objects.filter(pk=gp.pk).update(phone="+32470123456")
    gp.refresh_from_db()
    joined(episode, gp, people.an)
    return gp


def told(episode: PregnancyEpisode, by: User, now: datetime = LATER, **more: object) -> Message:
    known = {"what": "plan", "because": UUID(int=7), "template": "plan_changed"} | more
    (message,) = tell(episode=episode, by=by, now=now, climbs=False, **known)
    return message


def on_her_telephone(user: User, at: datetime = LATER) -> PushDevice:
    keys = {"p256dh": "B" + "A" * 86, "auth": "A" * 22}
    return switch_push_on(by=user, endpoint=f"https://push.example/{user.pk}", name="x", now=at, **keys)


def ways(message: Message) -> list[str]:
    family = Message.objects.filter(because=message.because).order_by("created_at", "id")
    return [each.channel for each in family]


def test_what_surely_did_not_arrive_goes_on_once(people: Cast, episode: PregnancyEpisode, gp: User) -> None:
    first = came_back(told(episode, people.an))
    assert fall_back(now=LATER + MINUTE) == 1
    assert fall_back(now=LATER + 2 * MINUTE) == 0
    second = Message.objects.get(instead_of=first)
    assert (second.channel, second.address, second.context) == ("sms", gp.phone, first.context)
    assert (second.whom_id, second.urgency, second.cancellation_key) == (
        gp.pk,
        "ordinary",
        first.cancellation_key,
    )
    assert not for_a_person().exists()  # the second stands for the first
    came_back(second, now=LATER + 3 * MINUTE)
    assert fall_back(now=LATER + 4 * MINUTE) == 0  # there is nothing else: a person sees it
    assert [row.message_id for row in for_a_person()] == [second.pk]


@pytest.mark.parametrize("through", [(State.SENDING, State.UNKNOWN), (State.SENDING, State.ACCEPTED)])
def test_what_may_have_arrived_is_never_sent_twice(
    people: Cast, episode: PregnancyEpisode, gp: User, through: tuple[State, ...]
) -> None:
    message = left(told(episode, people.an), *through)
    assert fall_back(now=LATER + timedelta(hours=5)) == 0
    assert ways(message) == ["email"]


def test_a_red_flag_that_nobody_confirms_goes_on_and_ends_where_it_is_confirmed(
    people: Cast, episode: PregnancyEpisode, gp: User
) -> None:
    on_her_telephone(gp)
    message = told(episode, people.an, template="urgent", urgent=True)
    assert message.channel == "push"
    left(message, State.SENDING, State.ACCEPTED)
    assert fall_back(now=LATER + SILENT_AFTER - timedelta(seconds=1)) == 0
    assert fall_back(now=LATER + SILENT_AFTER) == 1
    second = Message.objects.get(instead_of=message)
    assert (second.channel, second.not_before) == ("email", LATER + SILENT_AFTER)
    take_sight(message_id=message.pk, now=LATER + 2 * SILENT_AFTER)
    assert states(message)[-1] == "delivered"
    left(second, State.SENDING, State.ACCEPTED, now=LATER + 2 * SILENT_AFTER)
    assert fall_back(now=LATER + 10 * SILENT_AFTER) == 0  # mail reports nothing: it is not waited for


def test_one_that_is_shown_in_time_goes_nowhere_else(
    people: Cast, episode: PregnancyEpisode, gp: User
) -> None:
    on_her_telephone(gp)
    message = left(told(episode, people.an, template="urgent", urgent=True), State.SENDING, State.ACCEPTED)
    take_sight(message_id=message.pk, now=LATER + MINUTE)
    assert fall_back(now=LATER + 2 * SILENT_AFTER) == 0
    with pytest.raises(NotThere):
        take_sight(message_id=told(episode, gp, because=UUID(int=9)).pk, now=LATER)


def test_what_can_wait_goes_on_in_the_morning_of_her_own_quiet_hours(
    people: Cast, episode: PregnancyEpisode, gp: User
) -> None:
    change_peace(by=gp, quiet_from=19, quiet_until=9, digest_at=10, now=LATER)
    message = told(episode, people.an, now=NIGHT)
    assert message.not_before == datetime(2026, 10, 6, 7, 0, tzinfo=UTC)  # 09:00 in Brussels
    came_back(message, now=NIGHT)
    fall_back(now=NIGHT + MINUTE)
    assert Message.objects.get(instead_of=message).not_before == message.not_before
    urgent = told(episode, people.an, now=NIGHT, template="urgent", urgent=True, because=UUID(int=8))
    assert urgent.not_before == NIGHT


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (
            "2026-03-28T23:30+00:00",
            "2026-03-29T05:00+00:00",
        ),  # the clock goes forward: seven is an hour earlier
        ("2026-10-24T22:30+00:00", "2026-10-25T06:00+00:00"),  # and back
    ],
)
def test_the_night_of_the_clock_ends_at_seven_too(now: str, until: str) -> None:
    moment = at_peace(datetime.fromisoformat(now), ZoneInfo("Europe/Brussels"))
    assert moment == datetime.fromisoformat(until)
    assert at_peace(moment, ZoneInfo("Europe/Brussels")) == moment


def test_hours_in_which_the_clock_may_change_are_refused(gp: User) -> None:
    for hours in ((2, 7, 7), (21, 3, 7), (21, 7, 2)):
        with pytest.raises(Refusal):
            change_peace(by=gp, quiet_from=hours[0], quiet_until=hours[1], digest_at=hours[2], now=LATER)


def test_after_a_loss_nothing_goes_on(people: Cast, episode: PregnancyEpisode, gp: User) -> None:
    first = came_back(told(episode, people.an))
    silence(episode=episode, why="loss", by=people.an, now=LATER)
    fall_back(now=LATER + MINUTE)
    assert states(Message.objects.get(instead_of=first)) == ["created", "cancelled"]


def test_what_a_person_decided_does_not_go_on(people: Cast, episode: PregnancyEpisode, gp: User) -> None:
    message = came_back(told(episode, people.an))
    settle(message=message, verdict="send_again", why="she said so", by=people.an, now=LATER)
    assert fall_back(now=LATER + MINUTE) == 0
    other = came_back(told(episode, people.an, because=UUID(int=8)))
    assert fall_back(now=LATER + MINUTE) == 1
    with pytest.raises(Refusal):
        settle(message=other, verdict="send_again", why="x", by=people.an, now=LATER)


def test_after_a_day_it_is_for_a_person(people: Cast, episode: PregnancyEpisode, gp: User) -> None:
    came_back(told(episode, people.an))
    assert fall_back(now=LATER + timedelta(days=1, minutes=1)) == 0
    assert for_a_person().count() == 1


# --- letters that come back


def test_a_letter_that_comes_back_for_good_ends_its_address(
    people: Cast, episode: PregnancyEpisode, gp: User
) -> None:
    message = left(told(episode, people.an), State.SENDING, State.ACCEPTED)
    for _again in range(2):
        assert read_bounces(letters=[bounce(message, status="5.1.1")], now=LATER) == 1
    assert states(message) == ["created", "sending", "accepted", "failed"]
    (faulty,) = FaultyAddress.objects.all()
    assert (faulty.address, faulty.why, faulty.message) == (gp.email, "mail 5.1.1", message)
    seen = see_messages(episode_id=episode.pk, by=people.an, now=LATER).messages
    (shown,) = [each for each in seen if each.id == message.pk]
    assert (shown.state, shown.faulty, shown.undecided) == ("failed", True, True)
    assert told(episode, people.an, because=UUID(int=8)).channel == "sms"  # the next news does not try it
    assert say_address_works(by=gp, kind="email", now=LATER + MINUTE)
    assert told(episode, people.an, because=UUID(int=9)).channel == "email"


def test_if_there_is_no_other_address_it_is_made_and_seen_to_fail(
    people: Cast, episode: PregnancyEpisode
) -> None:
    lone = account("lone", "gp", people.practice)
    joined(episode, lone, people.an)
    message = left(told(episode, people.an), State.SENDING, State.ACCEPTED)
    read_bounces(letters=[bounce(message, status="5.1.1")], now=LATER)
    assert fall_back(now=LATER + MINUTE) == 0
    assert told(episode, people.an, because=UUID(int=8)).address == lone.email
    assert [each.message.id for each in see_outbox(by=people.an, now=LATER).messages] == [message.pk]


@pytest.mark.parametrize(
    ("status", "action", "state", "faulty"),
    [
        ("5.2.2", "failed", "failed", False),  # the mailbox is full: next week it may not be
        ("5.7.1", "failed", "failed", False),
        ("4.4.7", "failed", "failed", False),
        ("4.4.1", "delayed", "accepted", False),
        ("2.0.0", "relayed", "accepted", False),
        ("2.0.0", "delivered", "delivered", False),
    ],
)
def test_what_a_letter_about_a_letter_means(
    people: Cast, episode: PregnancyEpisode, gp: User, status: str, action: str, state: str, faulty: bool
) -> None:
    message = left(told(episode, people.an), State.SENDING, State.ACCEPTED)
    read_bounces(letters=[bounce(message, status=status, action=action)], now=LATER)
    assert states(message)[-1] == state
    assert FaultyAddress.objects.exists() is faulty


def test_a_report_about_somebody_else_is_not_believed(
    people: Cast, episode: PregnancyEpisode, gp: User
) -> None:
    message = left(told(episode, people.an), State.SENDING, State.ACCEPTED)
    forged = bounce(message, status="5.1.1", recipient="leen@example.org")
    assert read_bounces(letters=[forged, b"", b"From: a\n\nI am on holiday."], now=LATER) == 0
    assert states(message)[-1] == "accepted"
