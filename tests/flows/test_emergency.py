"""Somebody outside finds a record exactly, or finds nothing; she gives a reason, and she cannot try and try."""

from datetime import date, timedelta

import pytest

from kraamkring.core.kernel.errors import NotAllowed, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.admitting import admit
from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.break_glass import MOST_SEARCHES, SEARCH, WITHIN, Sought, emergency_until, open_at_once
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.models import BreakGlass
from kraamkring.rooms.people.actions import merge_persons
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import BOOKED, LATER, Cast, account, leen

pytestmark = pytest.mark.django_db

NUMBER = "92051812442"  # check digits fit; nobody's
BORN_ON = date(1992, 5, 18)
BY_NAME = Sought(family_name="Peeters", birth_date=BORN_ON)


def peeters(by: User, number: str | None = NUMBER) -> PregnancyEpisode:
    mother = Mother(given_name="Leen", family_name="Peeters", birth_date=BORN_ON)
    return book_pregnancy(facts=leen(mother_number=number), mother=mother, by=by, now=BOOKED).episode


@pytest.fixture
def episode(people: Cast) -> PregnancyEpisode:
    return peeters(people.an)


@pytest.fixture
def doctor(db: None) -> User:
    return account("dirk", "gynaecologist")


@pytest.mark.parametrize(
    "sought",
    [
        Sought(number=NUMBER),
        Sought(number="92.05.18-124.42"),
        BY_NAME,
        Sought(family_name=" peeters ", birth_date=BORN_ON),
    ],
)
def test_who_is_found_exactly_is_opened(episode: PregnancyEpisode, doctor: User, sought: Sought) -> None:
    broken = open_at_once(sought=sought, reason="bleeding", by=doctor, now=LATER)
    assert broken is not None
    assert broken.episode == episode
    assert admit(doctor, episode.pk, LATER, "birth_and_stay").ground == "emergency"
    assert emergency_until(episode_id=episode.pk, by=doctor, now=LATER) == broken.expires_at
    assert emergency_until(episode_id=episode.pk, by=doctor, now=broken.expires_at) is None


@pytest.mark.parametrize(
    "sought",
    [
        Sought(number=NUMBER[:-1]),
        Sought(number="9205181244"),
        Sought(number="%"),
        Sought(family_name="Peeter", birth_date=BORN_ON),
        Sought(family_name="Peeters", birth_date=BORN_ON + timedelta(days=1)),
        Sought(family_name="Peeters"),
        Sought(birth_date=BORN_ON),
        Sought(),
    ],
)
def test_who_is_not_exactly_she_is_not_found(episode: PregnancyEpisode, doctor: User, sought: Sought) -> None:
    assert open_at_once(sought=sought, reason="bleeding", by=doctor, now=LATER) is None
    assert not BreakGlass.objects.exists()
    assert AuditEvent.objects.filter(actor=doctor, what=SEARCH).count() == 1


@pytest.mark.around_flows
def test_of_two_of_one_name_and_day_neither_is_opened(people: Cast, doctor: User) -> None:
    one, other = peeters(people.an, None), peeters(people.stranger, None)
    assert open_at_once(sought=BY_NAME, reason="bleeding", by=doctor, now=LATER) is None
    merge_persons(kept=one.mother, merged=other.mother, reason="the same", by=people.an, now=LATER)
    broken = open_at_once(sought=BY_NAME, reason="bleeding", by=doctor, now=LATER)
    assert broken is not None


def test_nothing_is_searched_without_a_reason_or_by_who_may_not(
    episode: PregnancyEpisode, doctor: User
) -> None:
    carer = account("griet", "maternity_carer")
    with pytest.raises(NotAllowed):
        open_at_once(sought=BY_NAME, reason="x", by=carer, now=LATER)
    with pytest.raises(Refusal, match="no reason is given"):
        open_at_once(sought=BY_NAME, reason=" ", by=doctor, now=LATER)
    assert emergency_until(episode_id=episode.pk, by=carer, now=LATER) is None
    assert not AuditEvent.objects.filter(what=SEARCH).exists()


def test_nobody_tries_and_tries(episode: PregnancyEpisode, doctor: User, people: Cast) -> None:
    nobody = Sought(number="1")
    for minute in range(MOST_SEARCHES):
        at = LATER + timedelta(minutes=minute)
        assert open_at_once(sought=nobody, reason="x", by=doctor, now=at) is None
    with pytest.raises(Refusal, match="searched too often"):
        open_at_once(sought=BY_NAME, reason="x", by=doctor, now=at)
    assert open_at_once(sought=BY_NAME, reason="x", by=people.stranger, now=at) is not None
    assert open_at_once(sought=BY_NAME, reason="x", by=doctor, now=LATER + WITHIN) is not None


def test_the_same_form_sent_twice_opens_once(episode: PregnancyEpisode, doctor: User, people: Cast) -> None:
    made = new_id(LATER)
    first, again = (open_at_once(sought=BY_NAME, reason="x", by=doctor, now=LATER, id=made) for _ in range(2))
    assert first == again
    assert BreakGlass.objects.count() == 1
    assert AuditEvent.objects.filter(what=SEARCH).count() == 1
    with pytest.raises(Refusal, match="belongs to something else"):
        open_at_once(sought=BY_NAME, reason="x", by=people.stranger, now=LATER, id=made)
