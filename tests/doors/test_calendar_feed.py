"""The calendar of a person, as a telephone fetches it: what it shows, what it never shows, and when it stops."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from kraamkring.core.facts import Appointment
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.build_network import leave_network
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.make_appointment import (
    accept_appointment,
    close_appointment,
    make_appointment,
    move_appointment,
)
from kraamkring.flows.own_calendar import end_link, make_link, token_of
from kraamkring.rooms.accounts.models import CalendarLink, User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import Cast, account, cast, joined
from tests.clock import this_morning

from .test_staff_pages import book

pytestmark = pytest.mark.django_db

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return this_morning().replace(microsecond=0)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def joke(people: Cast) -> User:
    """A midwife of no organisation: she sees a family only while she is in its network."""
    return account("joke", "midwife")


@pytest.fixture
def leen(people: Cast, now: datetime) -> PregnancyEpisode:
    return book(people.an, now)


@pytest.fixture
def place(leen: PregnancyEpisode, people: Cast, joke: User, now: datetime) -> Membership:
    return joined(leen, joke, people.an, at=now)


def visit(now: datetime, after: timedelta = DAY) -> Appointment:
    return Appointment(
        care="home_visit", start=now + after, end=now + after + HOUR, role="midwife", accepted=False
    )


def arranged(place: Membership, people: Cast, now: datetime, after: timedelta = DAY) -> object:
    return make_appointment(
        episode_id=place.episode_id,
        appointment=visit(now, after),
        by=people.an,
        now=now,
        member_id=place.pk,
    ).appointment


def address(user: User, now: datetime) -> str:
    return f"/calendar/{token_of(make_link(by=user, now=now, id=new_id(now)))}.ics"


def fetched(at: str) -> list:
    answer = Client().get(at)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


# --- what it shows


def test_a_midwife_sees_what_she_was_asked_to_and_it_is_sure_once_she_accepted(
    people: Cast, joke: User, place: Membership, now: datetime
) -> None:
    asked = arranged(place, people, now)
    at = address(joke, now)
    (event,) = fetched(at)
    assert str(event["UID"]) == f"{asked.item}@{settings.DEFAULT_FROM_EMAIL.partition('@')[2]}"
    assert (event["STATUS"], event["SEQUENCE"]) == ("TENTATIVE", 1)
    assert event.decoded("DTSTART") == now + DAY
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    accept_appointment(item=asked.item, version=1, by=joke, now=now)
    (event,) = fetched(at)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 2)


def test_moved_and_cancelled_it_stays_the_same_entry(
    people: Cast, joke: User, place: Membership, now: datetime
) -> None:
    asked, at = arranged(place, people, now), address(joke, now)
    moved = move_appointment(
        item=asked.item, version=1, start=now + 2 * DAY, end=now + 2 * DAY + HOUR, by=people.an, now=now
    ).appointment
    (event,) = fetched(at)
    assert (event.decoded("DTSTART"), event["SEQUENCE"]) == (now + 2 * DAY, 2)
    close_appointment(item=asked.item, version=moved.version, outcome="cancelled", by=people.an, now=now)
    (event,) = fetched(at)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)
    assert str(event["UID"]).startswith(str(asked.item))


def test_the_mother_sees_her_own_and_nobody_elses(
    people: Cast, joke: User, place: Membership, leen: PregnancyEpisode, now: datetime
) -> None:
    mother = account("leen", "mother")
    joined(leen, mother, people.an, at=now)
    other = book(people.an, now, given_name="Noor")
    hers = arranged(place, people, now)
    arranged(joined(other, joke, people.an, at=now), people, now)
    (event,) = fetched(address(mother, now))
    assert str(event["UID"]).startswith(str(hers.item))


def test_a_colleague_of_the_practice_has_an_empty_calendar(
    people: Cast, joke: User, place: Membership, now: datetime
) -> None:
    arranged(place, people, now)
    assert fetched(address(people.colleague, now)) == []


@pytest.mark.parametrize(("after", "there"), [(364 * DAY, True), (366 * DAY, False)])
def test_it_reaches_a_year_ahead(
    people: Cast, joke: User, place: Membership, now: datetime, after: timedelta, there: bool
) -> None:
    arranged(place, people, now, after)
    assert bool(fetched(address(joke, now))) is there


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_it_never_says_a_name_or_what_care_it_is(
    people: Cast, joke: User, place: Membership, now: datetime, language: str
) -> None:
    arranged(place, people, now)
    User.objects.filter(pk=joke.pk).update(language=language)
    answer = Client().get(address(joke, now))
    text = answer.content.decode().replace("\r\n ", "").lower()
    assert "summary:" in text
    for word in ("leen", "voorbeeld", "joke", "an@", "visit", "home", "midwife", "bezoek", "vroedvrouw"):
        assert word not in text


# --- when it stops


def test_a_new_link_ends_the_one_before(people: Cast, joke: User, now: datetime) -> None:
    first = address(joke, now)
    second = address(joke, now)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_the_same_form_twice_is_the_same_link(joke: User, now: datetime) -> None:
    id = new_id(now)
    assert make_link(by=joke, now=now, id=id).secret == make_link(by=joke, now=now, id=id).secret


def test_a_link_that_was_ended_is_gone(joke: User, now: datetime) -> None:
    at = address(joke, now)
    end_link(by=joke, now=now)
    assert Client().get(at).status_code == 404


def test_who_may_not_sign_in_any_more_has_no_calendar(joke: User, now: datetime) -> None:
    at = address(joke, now)
    User.objects.filter(pk=joke.pk).update(is_active=False)
    assert Client().get(at).status_code == 404


def test_every_link_that_does_not_work_is_the_same_answer(joke: User, now: datetime) -> None:
    at = address(joke, now)
    secret = CalendarLink.objects.get().secret
    wrong = [
        at.replace(".ics", "x.ics"),
        f"/calendar/{secret}.ics",
        f"/calendar/{Signer(salt='another', sep='.').sign(secret)}.ics",
        f"/calendar/{Signer(salt='kraamkring.calendar', sep='.').sign('x' * 32)}.ics",
        "/calendar/x.ics",
    ]
    assert {Client().get(each).status_code for each in wrong} == {404}


def test_who_left_the_network_finds_its_appointments_gone_also_with_an_etag(
    people: Cast, joke: User, place: Membership, now: datetime
) -> None:
    arranged(place, people, now)
    at = address(joke, now)
    etag = Client().get(at)["ETag"]
    leave_network(membership_id=place.pk, by=joke, now=this_morning())
    answer = Client().get(at, HTTP_IF_NONE_MATCH=etag)
    assert answer.status_code == 200
    assert b"VEVENT" not in answer.content


def test_what_the_mother_closed_to_her_is_gone(
    people: Cast, joke: User, place: Membership, leen: PregnancyEpisode, now: datetime
) -> None:
    arranged(place, people, now)
    at = address(joke, now)
    give_consent(episode_id=leen.pk, module="plan", given=False, by=people.an, now=now, user=joke)
    assert fetched(at) == []


# --- how it is fetched


def test_what_a_telephone_has_already_is_not_sent_again(
    people: Cast, joke: User, place: Membership, now: datetime
) -> None:
    asked, at = arranged(place, people, now), address(joke, now)
    first = Client().get(at)
    assert first["Last-Modified"]
    assert first["Cache-Control"] == "private, no-cache"
    again = Client().get(at, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    accept_appointment(item=asked.item, version=1, by=joke, now=now)
    assert Client().get(at, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_no_session_no_cookie_and_only_reading(joke: User, now: datetime) -> None:
    at = address(joke, now)
    answer = Client().get(at)
    assert not answer.cookies
    for method in ("post", "put", "delete"):
        assert getattr(Client(), method)(at).status_code == 405


def test_the_log_holds_one_row_a_day_however_often_it_is_fetched(joke: User, now: datetime) -> None:
    at = address(joke, now)
    for _quarter in range(5):
        Client().get(at)
    reads = AuditEvent.objects.filter(actor=joke, action="read", what="calendar:0")
    assert reads.count() == 1
    CalendarLink.objects.update(looked_on=now.date() - DAY)
    Client().get(at)
    assert reads.count() == 2


def test_more_families_ask_no_more_of_the_database(
    people: Cast, joke: User, place: Membership, now: datetime
) -> None:
    arranged(place, people, now)
    at = address(joke, now)
    fetched(at)
    with CaptureQueriesContext(connection) as few:
        fetched(at)
    for number in range(6):
        other = joined(book(people.an, now, given_name=f"Vrouw {number}"), joke, people.an, at=now)
        for days in (2, 3):
            arranged(other, people, now, days * DAY)
    with CaptureQueriesContext(connection) as many:
        assert len(fetched(at)) == 13
    assert len(many) == len(few) <= 13  # one of them for when she is on call for births
