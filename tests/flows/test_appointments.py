"""Appointments: accepted by who comes, moved, closed; those concerned are told, once, for their calendars."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kraamkring.core.facts import Appointment as AppointmentFact
from kraamkring.core.facts import Discharge
from kraamkring.core.kernel.errors import NotAllowed, NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import leave_network
from kraamkring.flows.make_appointment import (
    accept_appointment,
    appointments_waiting_for,
    close_appointment,
    make_appointment,
    move_appointment,
)
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.see_pathway import see_pathway
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.models import Appointment
from kraamkring.rooms.messages.models import Channel, Message
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BORN, LATER, Cast, account, booked, born, invited, joined

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WENT_HOME = BORN + 36 * HOUR
VISIT = WENT_HOME + 8 * HOUR
NOW = BORN + 37 * HOUR
FIRST_VISIT = "first-home-visit/mother/homecoming/1"


class Home(NamedTuple):
    """Leen, home after 36 hours; her account, and Mia, the midwife who will come."""

    episode: PregnancyEpisode
    mother: User
    mia: User
    place: Membership


@pytest.fixture
def home(people: Cast) -> Home:
    episode = booked(people.an, births=(born(),)).episode
    record_fact(
        episode_id=episode.pk,
        value=Discharge(who=("mother", "newborn-1"), at=WENT_HOME),
        by=people.an,
        now=NOW,
    )
    leen, mia = account("leen", "mother"), account("mia", "midwife")
    joined(episode, leen, people.an, at=LATER)
    return Home(episode, leen, mia, joined(episode, mia, people.an, at=LATER))


def visit(**more: Any) -> AppointmentFact:
    known = {"care": "home_visit", "start": VISIT, "end": VISIT + HOUR, "role": "midwife", "accepted": False}
    return AppointmentFact(**(known | more))


def asked(home: Home, people: Cast, **more: Any) -> Appointment:
    """Mia is asked to come."""
    return make_appointment(
        episode_id=home.episode.pk,
        appointment=visit(),
        member_id=home.place.pk,
        by=people.an,
        now=NOW,
        **more,
    ).appointment


def state(home: Home, people: Cast, now: datetime = NOW, key: str = FIRST_VISIT) -> str:
    seen = see_pathway(episode_id=home.episode.pk, by=people.an, now=now)
    return next(found.state for found in seen.activities if found.promise.key == key)


def told(user: User) -> list[str]:
    """What she was told of appointments, in the order of their versions."""
    return [message.template for message in sent_to(user)]


def sent_to(user: User) -> list[Message]:
    found = Message.objects.filter(address=user.email, template__startswith="appointment")
    return sorted(found, key=lambda message: message.context["sequence"])


# --- accepting


def test_an_appointment_accepted_by_who_comes_arranges_the_care_and_moving_it_does_not(
    home: Home, people: Cast
) -> None:
    made = asked(home, people)
    assert state(home, people) == "at_risk"

    accepted = accept_appointment(item=made.item, version=1, by=home.mia, now=NOW).appointment
    assert (accepted.accepted_by, accepted.with_whom) == (home.mia, "Mia")
    assert state(home, people) == "arranged"

    later = VISIT + HOUR
    moved = move_appointment(
        item=made.item, version=2, start=later, end=later + HOUR, by=people.an, now=NOW
    ).appointment
    assert moved.accepted_at is None
    assert state(home, people) == "at_risk"


def test_nobody_speaks_for_her_who_signs_in_here(home: Home, people: Cast) -> None:
    with pytest.raises(Refusal, match="accepts it herself"):
        make_appointment(
            episode_id=home.episode.pk,
            appointment=visit(accepted=True),
            member_id=home.place.pk,
            by=people.an,
            now=NOW,
        )
    made = asked(home, people)
    with pytest.raises(Refusal, match="accepts it herself"):
        accept_appointment(item=made.item, version=1, by=people.an, now=NOW)
    assert Appointment.objects.count() == 1


def test_for_somebody_known_by_name_it_is_noted_that_she_said_yes(home: Home, people: Cast) -> None:
    made = make_appointment(
        episode_id=home.episode.pk, appointment=visit(accepted=True), with_whom="Rosa", by=people.an, now=NOW
    ).appointment
    assert (made.with_whom, made.accepted_by) == ("Rosa", people.an)
    assert state(home, people) == "arranged"


def test_who_comes_may_accept_it_though_she_writes_nothing_in_the_plan(home: Home, people: Cast) -> None:
    buddy = account("bo", "buddy")
    place = joined(home.episode, buddy, people.an)
    made = make_appointment(
        episode_id=home.episode.pk,
        appointment=visit(care="phone", role="buddy"),
        member_id=place.pk,
        by=people.an,
        now=NOW,
    ).appointment
    with pytest.raises(NotAllowed):
        move_appointment(item=made.item, version=1, start=VISIT, end=VISIT + HOUR, by=buddy, now=NOW)
    assert accept_appointment(item=made.item, version=1, by=buddy, now=NOW).appointment.accepted_by == buddy


def test_what_is_over_or_cancelled_is_not_accepted(home: Home, people: Cast) -> None:
    made = asked(home, people)
    with pytest.raises(Refusal, match="is over"):
        accept_appointment(item=made.item, version=1, by=home.mia, now=VISIT + HOUR)
    close_appointment(item=made.item, version=1, outcome="cancelled", by=people.an, now=NOW)
    with pytest.raises(Refusal, match="something came of this appointment"):
        accept_appointment(item=made.item, version=2, by=home.mia, now=NOW)


def test_only_somebody_of_the_network_is_asked_and_only_for_care_of_her_role(
    home: Home, people: Cast
) -> None:
    elsewhere = booked(people.an).episode
    foreign = joined(elsewhere, account("far", "midwife"), people.an)
    waiting = invited(home.episode, account("new", "midwife"), people.an)
    gp = joined(home.episode, account("gus", "youth_health"), people.an)
    for place, key, words in (
        (foreign, None, "no such person"),
        (waiting, None, "has not accepted"),
        (gp, FIRST_VISIT, "not given by that role"),
    ):
        with pytest.raises(Refusal, match=words):
            make_appointment(
                episode_id=home.episode.pk,
                appointment=visit(key=key),
                member_id=place.pk,
                by=people.an,
                now=NOW,
            )
    assert not Appointment.objects.exists()


def test_who_left_is_not_asked_any_more_and_sees_nothing_waiting(home: Home, people: Cast) -> None:
    asked(home, people)
    assert len(appointments_waiting_for(by=home.mia, now=NOW)) == 1
    leave_network(membership_id=home.place.pk, by=home.mia, now=NOW)
    assert appointments_waiting_for(by=home.mia, now=NOW) == []
    with pytest.raises(Refusal, match="not in the network any more"):
        asked(home, people)


def test_what_somebody_had_agreed_to_is_nobodys_again_once_she_left(home: Home, people: Cast) -> None:
    made = asked(home, people)
    accept_appointment(item=made.item, version=1, by=home.mia, now=NOW)
    assert state(home, people) == "arranged"
    leave_network(membership_id=home.place.pk, by=home.mia, now=NOW)
    assert state(home, people) == "at_risk"
    assert Appointment.objects.filter(item=made.item).latest("version").accepted_at is None


def test_what_she_did_before_she_left_stays_as_it_was(home: Home, people: Cast) -> None:
    made = asked(home, people)
    accept_appointment(item=made.item, version=1, by=home.mia, now=NOW)
    leave_network(membership_id=home.place.pk, by=home.mia, now=VISIT + 2 * HOUR)
    assert Appointment.objects.filter(item=made.item).latest("version").version == 2


# --- what came of it


def test_a_missed_appointment_leaves_the_gap_and_a_slip_can_be_put_right(home: Home, people: Cast) -> None:
    made = asked(home, people)
    after = WENT_HOME + 30 * HOUR
    with pytest.raises(Refusal, match="has not begun"):
        close_appointment(item=made.item, version=1, outcome="held", by=people.an, now=NOW)
    close_appointment(item=made.item, version=1, outcome="missed", by=people.an, now=after)
    assert state(home, people, after) == "gap"
    close_appointment(item=made.item, version=2, outcome="held", by=people.an, now=after)
    assert state(home, people, after) == "done"
    with pytest.raises(Refusal, match="came of this"):
        close_appointment(item=made.item, version=3, outcome="cancelled", by=people.an, now=after)


def test_a_time_that_is_over_arranges_nothing_and_is_refused(home: Home, people: Cast) -> None:
    with pytest.raises(Refusal, match="this time is over"):
        make_appointment(episode_id=home.episode.pk, appointment=visit(), by=people.an, now=VISIT + 2 * HOUR)
    made = asked(home, people)
    with pytest.raises(Refusal, match="this time is over"):
        move_appointment(item=made.item, version=1, start=BORN, end=BORN + HOUR, by=people.an, now=NOW)


# --- who is told


def test_who_comes_is_told_at_once_the_mother_once_it_is_accepted_and_nobody_of_her_own_deed(
    home: Home, people: Cast
) -> None:
    made = asked(home, people)
    assert (told(home.mia), told(home.mother), told(people.an)) == (["appointment_made"], [], [])

    accept_appointment(item=made.item, version=1, by=home.mia, now=NOW)
    assert (told(home.mia), told(home.mother)) == (["appointment_made"], ["appointment_made"])

    later = VISIT + HOUR
    move_appointment(item=made.item, version=2, start=later, end=later + HOUR, by=people.an, now=NOW)
    accept_appointment(item=made.item, version=3, by=home.mia, now=NOW)
    close_appointment(item=made.item, version=4, outcome="cancelled", by=home.mother, now=NOW)
    assert told(home.mia) == ["appointment_made", "appointment_moved", "appointment_cancelled"]
    assert told(home.mother) == ["appointment_made", "appointment_moved"]


def test_each_message_carries_an_entry_for_the_calendar_that_follows_the_one_before(
    home: Home, people: Cast
) -> None:
    made = asked(home, people)
    later = VISIT + HOUR
    move_appointment(item=made.item, version=1, start=later, end=later + HOUR, by=people.an, now=NOW)
    sent = sent_to(home.mia)
    assert {message.channel for message in sent} == {Channel.ICALENDAR}
    assert [message.context["sequence"] for message in sent] == [1, 2]
    assert {message.context["appointment"] for message in sent} == {str(made.item)}
    assert sent[1].context["start"] == later.isoformat()


def test_sent_again_nothing_is_made_or_told_twice(home: Home, people: Cast) -> None:
    item, accepting, moving, closing = (new_id(NOW) for _ in range(4))
    later = VISIT + HOUR
    for minutes in (0, 3):
        at = NOW + timedelta(minutes=minutes)
        make_appointment(
            episode_id=home.episode.pk,
            appointment=visit(),
            member_id=home.place.pk,
            by=people.an,
            now=at,
            id=item,
        )
    for minutes in (4, 5):
        at = NOW + timedelta(minutes=minutes)
        accept_appointment(item=item, version=1, by=home.mia, now=at, id=accepting)
    for minutes in (6, 7):
        at = NOW + timedelta(minutes=minutes)
        move_appointment(item=item, version=2, start=later, end=later + HOUR, by=people.an, now=at, id=moving)
    for minutes in (8, 9):
        at = NOW + timedelta(minutes=minutes)
        close_appointment(item=item, version=3, outcome="cancelled", by=people.an, now=at, id=closing)
    assert [row.version for row in Appointment.objects.order_by("version")] == [1, 2, 3, 4]
    assert len(told(home.mia)) == 3
    assert len(told(home.mother)) == 3


# --- double booking, and who finds nothing


def test_two_at_the_same_time_are_said_and_not_forbidden(home: Home, people: Cast) -> None:
    other = booked(people.an).episode
    place = joined(other, home.mia, people.an)
    asked(home, people)

    def at(start: datetime) -> int:
        return make_appointment(
            episode_id=other.pk,
            appointment=visit(start=start, end=start + HOUR),
            member_id=place.pk,
            by=people.an,
            now=NOW,
        ).overlapping

    assert at(VISIT + HOUR / 2) == 1
    assert at(VISIT + HOUR) == 1  # it touches the first, and runs into the second
    assert at(VISIT + 6 * HOUR) == 0


def test_an_appointment_of_another_family_is_not_there(home: Home, people: Cast) -> None:
    made = asked(home, people)
    for attempt in (
        lambda: accept_appointment(item=made.item, version=1, by=people.stranger, now=NOW),
        lambda: accept_appointment(item=new_id(NOW), version=1, by=people.an, now=NOW),
    ):
        with pytest.raises(NotThere, match="no such appointment for you"):
            attempt()


# --- what waits for an answer


def test_what_waits_for_her_answer_the_soonest_first(home: Home, people: Cast) -> None:
    other = booked(people.an).episode
    place = joined(other, home.mia, people.an)
    later = asked(home, people)
    sooner = make_appointment(
        episode_id=other.pk,
        appointment=visit(start=VISIT - HOUR, end=VISIT),
        member_id=place.pk,
        by=people.an,
        now=NOW,
    ).appointment
    assert [each.item for each in appointments_waiting_for(by=home.mia, now=NOW)] == [
        sooner.item,
        later.item,
    ]
    assert appointments_waiting_for(by=people.an, now=NOW) == []
    accept_appointment(item=sooner.item, version=1, by=home.mia, now=NOW)
    close_appointment(item=later.item, version=1, outcome="cancelled", by=people.an, now=NOW)
    assert appointments_waiting_for(by=home.mia, now=NOW) == []


def test_the_queries_do_not_grow_with_the_history(home: Home, people: Cast) -> None:
    made = asked(home, people)

    def moved(version: int) -> int:
        start = VISIT + timedelta(minutes=version)
        with CaptureQueriesContext(connection) as queries:
            move_appointment(
                item=made.item, version=version, start=start, end=start + HOUR, by=people.an, now=NOW
            )
        return len(queries)

    counted = [moved(version) for version in range(1, 12)]
    assert len(set(counted)) == 1, counted
    assert counted[0] <= 52  # with what goes out of it (ADR 0801)
